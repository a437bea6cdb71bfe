//! A real borg, a real server, the real program between them.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod borgmatic;
mod docs;
mod life;
mod ping;
#[path = "../support/program.rs"]
mod program;
mod refusal;
mod repository;
mod run;
