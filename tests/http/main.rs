//! What every request passes, against a fake implementation of the generated traits.
#![cfg(feature = "server")]
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[cfg(feature = "cli")]
mod access_log;
mod body;
mod cors;
mod fake;
mod gzip;
mod headers;
mod limits;
mod operations;
mod origin;
mod path;
mod query;
mod raw_body;
mod request_id;
mod routing;
mod rows;
mod server;
