//! What happens when something breaks. Each test has a short form, which runs with all others, and a long one for
//! `cargo xtask torture`, which also writes the figures down.
#![cfg(all(feature = "cli", feature = "postgres", target_os = "linux"))]
#![allow(clippy::unwrap_used, clippy::expect_used, unreachable_pub)]

mod contention;
mod database;
mod disk;
mod drain;
mod exchange;
mod filled;
mod fleet;
mod foreign;
mod fuzz;
mod hostile;
mod kill;
mod memory;
mod operations;
#[path = "../support/postgres.rs"]
#[allow(dead_code)]
mod postgres;
#[path = "../support/program.rs"]
mod program;
mod proxy;
mod soak;
mod torture;
