//! `verify` against servers that are right, and against servers with one defect each.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod asked;
mod clean;
mod command;
mod defect;
mod interrupt;
#[path = "../support/program.rs"]
mod program;
mod report;
mod server;
#[path = "../support/mod.rs"]
mod support;
mod zoo;
