//! What several test suites share.
#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::missing_panics_doc
)]

pub mod catalog;
pub mod clock;
pub mod database;
pub mod entropy;
pub mod postgres;
pub mod server;
