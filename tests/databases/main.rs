//! Several servers of one catalog, a hot standby to read from, and what happens when one of the databases goes away: on
//! real PostgreSQL servers, whatever the other suites run on.
#![cfg(all(feature = "cli", feature = "postgres"))]
#![allow(clippy::unwrap_used, clippy::expect_used, unreachable_pub)]

#[path = "../support/mod.rs"]
mod support;

mod copies;
mod fail_over;
mod pair;
mod several_servers;
mod standby;
