//! A real PostgreSQL, a real pgBackRest or Barman, a real server, the real program between them.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod barman;
mod docs;
mod life;
#[allow(dead_code, unreachable_pub, reason = "other tests use the rest")]
#[path = "../support/postgres.rs"]
mod postgres;
#[path = "../support/program.rs"]
mod program;
mod run;
mod stanza;
