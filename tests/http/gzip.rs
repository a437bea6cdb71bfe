//! Compressed requests.

use axum::body::Body;
use axum::http::Request;
use backup_catalog::http::HttpSettings;
use serde_json::json;

use crate::server::{Server, settings};

/// `{"value":"compressed"}`, compressed by gzip.
const DESCRIPTION: &[u8] = &[
    31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 171, 86, 42, 75, 204, 41, 77, 85, 178, 82, 74, 206, 207, 45,
    40, 74, 45, 46, 78, 77, 81, 170, 5, 0, 195, 186, 66, 99, 22, 0, 0, 0,
];

/// A description of 200 letters, compressed to fewer than 100 bytes.
const LONG: &[u8] = &[
    31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 171, 86, 42, 75, 204, 41, 77, 85, 178, 82, 74, 28, 38, 64,
    169, 22, 0, 219, 243, 130, 195, 212, 0, 0, 0,
];

fn describe(encoding: &str, body: &'static [u8]) -> Request<Body> {
    Request::put("/api/backups/0f0e5b0e-6f0c-5a52-9a4e-6f4a8a1d2c11/description")
        .header("content-type", "application/json")
        .header("content-encoding", encoding)
        .body(Body::from(body))
        .unwrap()
}

#[tokio::test]
async fn gzip_is_read() {
    let server = Server::new();
    server
        .send(describe("gzip", DESCRIPTION))
        .await
        .error(404, "NOT_FOUND");
    assert!(server.call().contains("compressed"), "{}", server.call());
}

#[tokio::test]
async fn the_limit_counts_what_comes_out() {
    let server = Server::with(&HttpSettings {
        json_body_limit: 100,
        ..settings()
    });
    assert!(LONG.len() < 100);
    server
        .send(describe("gzip", LONG))
        .await
        .error(413, "PAYLOAD_TOO_LARGE");
}

#[tokio::test]
async fn what_is_not_gzip_is_refused() {
    let server = Server::new();
    for broken in [&b"{\"value\":\"x\"}"[..], &DESCRIPTION[..20]] {
        server
            .send(describe("gzip", broken))
            .await
            .error(400, "MALFORMED_BODY");
    }
}

#[tokio::test]
async fn another_encoding_is_refused() {
    let server = Server::new();
    let body = server
        .send(describe("br", b"x"))
        .await
        .error(415, "UNSUPPORTED_MEDIA_TYPE");
    assert_eq!(body["parameter"], "Content-Encoding");
    assert_eq!(body["allowed"], json!(["gzip", "identity"]));
}
