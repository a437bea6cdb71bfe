//! Calls from pages of other origins.

use axum::body::Body;
use axum::http::{HeaderValue, Request};
use backup_catalog::http::HttpSettings;

use crate::server::{Answer, Server, settings};

fn server() -> Server {
    Server::with(&HttpSettings {
        allowed_origins: vec![HeaderValue::from_static("https://intranet.example")],
        ..settings()
    })
}

async fn get(server: &Server, path: &str, origin: &str) -> Answer {
    let request = Request::get(path).header("origin", origin);
    server.send(request.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn an_allowed_origin_may_read_the_answer() {
    // Also a refusal, or the page could not show why.
    for path in ["/api/backups", "/api/backups?size=x", "/nowhere"] {
        let answer = get(&server(), path, "https://intranet.example").await;
        assert_eq!(
            answer.header("access-control-allow-origin"),
            Some("https://intranet.example")
        );
        assert_eq!(
            answer.header("access-control-allow-credentials"),
            Some("true")
        );
        let exposed = answer.header("access-control-expose-headers").unwrap();
        for header in ["x-total-count", "etag", "deprecation"] {
            assert!(exposed.contains(header), "{exposed}");
        }
    }
}

#[tokio::test]
async fn another_origin_may_not() {
    let answer = get(&server(), "/api/backups", "https://other.example").await;
    assert_eq!(answer.header("access-control-allow-origin"), None);
}

#[tokio::test]
async fn it_is_off_by_default() {
    let answer = get(&Server::new(), "/api/backups", "https://intranet.example").await;
    assert_eq!(answer.header("access-control-allow-origin"), None);
}

#[tokio::test]
async fn a_preflight_is_answered() {
    let request = Request::options("/api/backups/warnings-acknowledged")
        .header("origin", "https://intranet.example")
        .header("access-control-request-method", "PUT")
        .header("access-control-request-headers", "content-type")
        .body(Body::empty())
        .unwrap();
    let answer = server().send(request).await;
    assert_eq!(answer.status, 200);
    assert!(
        answer
            .header("access-control-allow-methods")
            .unwrap()
            .contains("PUT")
    );
    assert!(
        answer
            .header("access-control-allow-headers")
            .unwrap()
            .contains("content-type")
    );
}
