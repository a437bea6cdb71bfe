//! Reports: what they say, to whom, and how they are asked for.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod command;
mod figures;
#[path = "../support/program.rs"]
mod program;
#[path = "../support/mod.rs"]
mod support;
