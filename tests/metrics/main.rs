//! `/metrics`: what it says, who may read it, and what a real Prometheus makes of it.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod page;
#[path = "../support/program.rs"]
mod program;
#[cfg(unix)]
mod prometheus;
mod readers;
mod rules;
#[path = "../support/mod.rs"]
mod support;
