//! Limits of size and time, and what happens when the program is wrong.

use std::time::Duration;

use axum::body::Body;
use axum::http::Request;
use backup_catalog::http::HttpSettings;
use tokio_stream::StreamExt as _;

use crate::server::{Server, settings};

const DESCRIPTION: &str = "/api/backups/0f0e5b0e-6f0c-5a52-9a4e-6f4a8a1d2c11/description";

#[tokio::test]
async fn a_json_body_has_a_limit() {
    let server = Server::with(&HttpSettings {
        json_body_limit: 13,
        ..settings()
    });
    server
        .send_json("PUT", DESCRIPTION, r#"{"value":"x"}"#)
        .await
        .error(404, "NOT_FOUND");
    let body = server
        .send_json("PUT", DESCRIPTION, r#"{"value":"xy"}"#)
        .await
        .error(413, "PAYLOAD_TOO_LARGE");
    assert_eq!(
        body["message"],
        "The body is longer than 13 bytes. Send less at a time."
    );
}

#[tokio::test]
async fn a_body_that_says_it_is_too_long_is_not_read() {
    let server = Server::new();
    // The body would never come.
    let request = Request::put(DESCRIPTION)
        .header("content-type", "application/json")
        .header("content-length", 2 * 1024 * 1024)
        .body(Body::from_stream(tokio_stream::pending::<
            Result<&[u8], std::io::Error>,
        >()))
        .unwrap();
    server.send(request).await.error(413, "PAYLOAD_TOO_LARGE");
}

#[tokio::test]
async fn the_default_limit_is_one_mebibyte() {
    let server = Server::new();
    let spaces = |count: usize| format!("{}{{\"value\":\"x\"}}", " ".repeat(count));
    let fits = server
        .send_json("PUT", DESCRIPTION, spaces(1024 * 1024 - 13))
        .await;
    fits.error(404, "NOT_FOUND");
    let breaks = server
        .send_json("PUT", DESCRIPTION, spaces(1024 * 1024 - 12))
        .await;
    breaks.error(413, "PAYLOAD_TOO_LARGE");
}

#[tokio::test]
async fn an_address_has_a_limit() {
    let server = Server::new();
    let path = |length: usize| {
        let start = "/api/backups?x=";
        format!("{start}{}", "a".repeat(length - start.len()))
    };
    assert_eq!(server.get(&path(16 * 1024)).await.status, 200);
    let body = server
        .get(&path(16 * 1024 + 1))
        .await
        .error(414, "URI_TOO_LONG");
    assert!(
        body["message"].as_str().unwrap().contains("16385"),
        "{body}"
    );
}

#[tokio::test(start_paused = true)]
async fn what_takes_too_long_is_a_503() {
    let server = Server::new();
    let answer = server.get("/api/backups?filter=sleep").await;
    let body = answer.error(503, "TIMEOUT");
    assert_eq!(answer.header("retry-after"), Some("5"));
    assert!(body["message"].as_str().unwrap().contains("10 s"), "{body}");
}

#[tokio::test(start_paused = true)]
async fn an_upload_that_makes_progress_is_not_cut_off() {
    let server = Server::new();
    // Six pieces, eight seconds apart: longer than the limit of ten, never without progress for that long.
    let pieces = tokio_stream::iter(0..6).then(|_| async {
        tokio::time::sleep(Duration::from_secs(8)).await;
        Ok::<_, std::io::Error>("\n")
    });
    let request = Request::post("/api/catalog/ingest")
        .header("content-type", "application/x-ndjson")
        .body(Body::from_stream(pieces))
        .unwrap();
    assert_eq!(server.send(request).await.status, 200);
    assert!(server.call().ends_with("6)"), "{}", server.call());
}

#[tokio::test(start_paused = true)]
async fn an_upload_that_stops_is_a_503() {
    let server = Server::new();
    let pieces = tokio_stream::once(Ok::<_, std::io::Error>("\n")).chain(tokio_stream::pending());
    let request = Request::post("/api/catalog/ingest")
        .header("content-type", "application/x-ndjson")
        .body(Body::from_stream(pieces))
        .unwrap();
    server.send(request).await.error(503, "TIMEOUT");
    assert!(server.calls().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_json_body_that_drips_is_a_408() {
    let server = Server::new();
    // Progress every eight seconds, for ever; the limit is ten for all of it.
    let pieces = tokio_stream::iter(std::iter::repeat(())).then(|()| async {
        tokio::time::sleep(Duration::from_secs(8)).await;
        Ok::<_, std::io::Error>(" ")
    });
    let request = Request::put(DESCRIPTION)
        .header("content-type", "application/json")
        .body(Body::from_stream(pieces))
        .unwrap();
    let body = server.send(request).await.error(408, "TIMEOUT");
    assert_eq!(
        body["message"],
        "The body was not complete after 10 s. Send it at once."
    );
}

#[tokio::test]
async fn a_panic_is_a_500_that_tells_nothing() {
    let server = Server::new();
    let answer = server.get("/api/backups?filter=panic").await;
    let body = answer.error(500, "INTERNAL");
    assert!(!body.to_string().contains("told"), "{body}");
    // The next request is served.
    assert_eq!(server.get("/api/backups").await.status, 200);
}

#[tokio::test]
async fn an_unavailable_server_says_when_to_come_back() {
    let server = Server::new();
    let answer = server.get("/api/catalog/health").await;
    answer.error(503, "UNAVAILABLE");
    assert_eq!(answer.header("retry-after"), Some("30"));
}
