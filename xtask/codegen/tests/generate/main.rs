//! What is generated for each construct, from a small document.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod client;
mod code;
mod server;
mod summary;
mod types;
