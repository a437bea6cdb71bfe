//! Bodies that the operation reads itself.

use axum::body::Body;
use axum::http::Request;
use serde_json::json;

use crate::server::{Answer, Server};

async fn ingest(server: &Server, content_type: Option<&str>, body: impl Into<Body>) -> Answer {
    let mut request = Request::post("/api/catalog/ingest?atomic=true");
    if let Some(content_type) = content_type {
        request = request.header("content-type", content_type);
    }
    server.send(request.body(body.into()).unwrap()).await
}

#[tokio::test]
async fn both_media_types_are_taken() {
    for content_type in ["application/x-ndjson", "application/json"] {
        let server = Server::new();
        let given = format!("{content_type}; charset=utf-8");
        let answer = ingest(&server, Some(&given), "{}\n").await;
        assert_eq!(answer.status, 200, "{}", answer.json());
        let call = server.call();
        assert!(call.contains("atomic: Some(true)"), "{call}");
        assert!(call.ends_with(&format!("\"{content_type}\", 3)")), "{call}");
    }
}

#[tokio::test]
async fn another_media_type_is_refused() {
    let server = Server::new();
    for given in [None, Some("text/csv")] {
        let body = ingest(&server, given, "{}")
            .await
            .error(415, "UNSUPPORTED_MEDIA_TYPE");
        assert_eq!(
            body["allowed"],
            json!(["application/x-ndjson", "application/json"])
        );
    }
}

#[tokio::test]
async fn the_limit_of_json_bodies_does_not_count() {
    let server = Server::new();
    let answer = ingest(
        &server,
        Some("application/json"),
        " ".repeat(3 * 1024 * 1024),
    )
    .await;
    assert_eq!(answer.status, 200);
    // The operation has its own.
    let answer = ingest(
        &server,
        Some("application/json"),
        " ".repeat(5 * 1024 * 1024),
    )
    .await;
    answer.error(413, "PAYLOAD_TOO_LARGE");
}
