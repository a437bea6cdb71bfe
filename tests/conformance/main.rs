//! The documents and the compiled code, held to each other by code that shares nothing with the generator: it reads the
//! YAML as it is written, and it sees of the compiled code only what derives and the router say.
//!
//! - `compiled_api`: what utoipa derives from the compiled types and query structs.
//! - `compiled_schemas`: what schemars derives from the compiled types.
//! - `wire`: what the router and its extractors do with every parameter, body and status.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod canonical;
mod compiled_api;
mod compiled_schemas;
mod difference;
mod document;
mod wire;
