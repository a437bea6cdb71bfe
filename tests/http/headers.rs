//! Header parameters.

use axum::body::Body;
use axum::http::{HeaderValue, Request};

use crate::server::{Answer, Server};

const PATH: &str = "/api/backups/0f0e5b0e-6f0c-5a52-9a4e-6f4a8a1d2c11/description";

async fn edit(server: &Server, if_match: &[&[u8]]) -> Answer {
    let mut request = Request::put(PATH).header("content-type", "application/json");
    for value in if_match {
        request = request.header("If-Match", HeaderValue::from_bytes(value).unwrap());
    }
    server
        .send(request.body(Body::from(r#"{"value":"x"}"#)).unwrap())
        .await
}

#[tokio::test]
async fn a_header_arrives() {
    let server = Server::new();
    edit(&server, &[br#""v 1+%""#])
        .await
        .error(404, "NOT_FOUND");
    assert!(
        server.call().contains(r#"if_match: Some("\"v 1+%\"")"#),
        "{}",
        server.call()
    );
}

#[tokio::test]
async fn an_absent_or_empty_header_is_not_given() {
    for values in [&[][..], &[&b""[..]][..]] {
        let server = Server::new();
        edit(&server, values).await.error(404, "NOT_FOUND");
        assert!(
            server.call().contains("if_match: None"),
            "{}",
            server.call()
        );
    }
}

#[tokio::test]
async fn a_header_that_breaks_its_bounds_is_refused() {
    let long = "a".repeat(129);
    for values in [
        &[long.as_bytes()][..],
        &[&b"\"1\""[..], &b"\"2\""[..]][..],
        &[&b"\xff"[..]][..],
    ] {
        let server = Server::new();
        let body = edit(&server, values)
            .await
            .error(400, "MALFORMED_PARAMETER");
        assert_eq!(body["parameter"], "If-Match");
    }
}
