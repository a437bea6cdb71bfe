//! Paths and methods.

use axum::body::Body;
use axum::http::Request;
use serde_json::json;

use crate::server::Server;

#[tokio::test]
async fn an_unknown_path_is_a_404() {
    let server = Server::new();
    for path in [
        "/",
        "/api",
        "/api/nothing",
        "/backups",
        "/api//backups",
        "/api/backups/x/y/z",
    ] {
        let body = server.get(path).await.error(404, "NOT_FOUND");
        assert!(body["message"].as_str().unwrap().contains(path), "{body}");
    }
}

#[tokio::test]
async fn another_method_is_a_405_that_names_those_that_are_there() {
    let server = Server::new();
    for (method, path, allowed) in [
        ("DELETE", "/api/backups", json!(["GET", "HEAD"])),
        (
            "POST",
            "/api/backups/0f0e5b0e-6f0c-5a52-9a4e-6f4a8a1d2c11/description",
            json!(["PUT"]),
        ),
        // Not a guid that is malformed.
        ("GET", "/api/backups/warnings-acknowledged", json!(["PUT"])),
        ("GET", "/api/session/login", json!(["POST"])),
    ] {
        let request = Request::builder().method(method).uri(path);
        let answer = server.send(request.body(Body::empty()).unwrap()).await;
        let body = answer.error(405, "METHOD_NOT_ALLOWED");
        assert_eq!(body["allowed"], allowed, "{path}");
        let header: Vec<&str> = answer
            .header("allow")
            .unwrap()
            .split(',')
            .map(str::trim)
            .collect();
        assert_eq!(json!(header), allowed);
    }
}

#[tokio::test]
async fn a_trailing_slash_is_accepted() {
    let server = Server::new();
    let answer = server.get("/api/backups/?size=3").await;
    assert_eq!(answer.status, 200);
    assert!(server.call().contains("size: Some(3)"));
    let server = Server::new();
    server
        .get("/api/backups/0f0e5b0e-6f0c-5a52-9a4e-6f4a8a1d2c11/")
        .await;
    assert!(server.call().starts_with("get_backup: "));
}

#[tokio::test]
async fn head_is_get_without_the_body() {
    let server = Server::new();
    let head = |path: &'static str| server.send(Request::head(path).body(Body::empty()).unwrap());
    let answer = head("/api/backups").await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("x-total-count"), Some("7"));
    assert_eq!(answer.header("content-length"), Some("2"));
    assert_eq!(answer.body, b"");
    let answer = head("/api/backups?size=x").await;
    assert_eq!(answer.status, 400);
    assert_eq!(answer.header("content-type"), Some("application/json"));
    assert_eq!(answer.body, b"");
}

#[tokio::test]
async fn a_success_without_content_has_none() {
    let answer = Server::new().get("/api/session").await;
    assert_eq!(answer.status, 204);
    assert_eq!(answer.body, b"");
    assert_eq!(answer.header("content-type"), None);
}

#[tokio::test]
async fn typed_headers_go_out() {
    let answer = Server::new()
        .get("/api/backups/grouped/aggregated-statistics")
        .await;
    assert_eq!(answer.header("deprecation"), Some("@1795334400"));
    assert_eq!(answer.header("content-type"), Some("application/json"));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
}
