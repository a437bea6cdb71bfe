//! A real restic, a real server, the real program between them.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod docs;
mod life;
#[path = "../support/program.rs"]
mod program;
mod refusal;
mod repository;
mod run;
mod views;
