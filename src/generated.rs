//! What the generator makes of the documents in `openapi/`; see `xtask/codegen`.

/// The documents' component schemas.
#[allow(
    clippy::all,
    clippy::pedantic,
    clippy::unwrap_used,
    missing_docs,
    unreachable_pub,
    rustdoc::all
)]
pub mod types {
    include!(concat!(env!("OUT_DIR"), "/types.rs"));
}

/// The client: one builder an operation.
#[cfg(feature = "client")]
#[allow(
    clippy::all,
    clippy::pedantic,
    clippy::unwrap_used,
    missing_docs,
    unreachable_pub,
    rustdoc::all
)]
pub mod client {
    include!(concat!(env!("OUT_DIR"), "/client.rs"));
}

/// The server: a trait a document, its routers, query structs and typed responses.
#[cfg(feature = "server")]
#[allow(clippy::all, clippy::pedantic, deprecated, missing_docs, rustdoc::all)]
pub mod server {
    include!(concat!(env!("OUT_DIR"), "/server.rs"));
}
