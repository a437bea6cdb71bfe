//! What every request passes, against a fake implementation of the generated traits.
#![cfg(feature = "server")]
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod fake;
mod query;
mod server;
