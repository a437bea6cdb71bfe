//! The pages, over HTTP, on the small fleet of `support/catalog.rs`.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "../support/mod.rs"]
mod support;

mod backup;
mod entity;
mod errors;
mod list;
mod login;
mod overview;
mod places;

use axum::body::Body;
use axum::http::{Method, Request};
use support::server::{Answer, TestServer};

/// What a browser asks for with the server's session.
async fn browse(server: &TestServer, path: &str) -> Answer {
    let request = Request::get(path)
        .header("accept", "text/html,application/xhtml+xml,*/*;q=0.8")
        .header("cookie", server.cookie());
    server.request(request.body(Body::empty()).unwrap()).await
}

/// What a browser sends when a form of these fields is sent.
async fn submit(server: &TestServer, path: &str, fields: &[(&str, &str)]) -> Answer {
    submit_as(server, server.cookie(), path, fields).await
}

/// The same with another session.
async fn submit_as(
    server: &TestServer,
    cookie: &str,
    path: &str,
    fields: &[(&str, &str)],
) -> Answer {
    let mut body = form_urlencoded::Serializer::new(String::new());
    body.extend_pairs(fields);
    let request = Request::builder()
        .method(Method::POST)
        .uri(path)
        .header("accept", "text/html")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("host", "catalog.example")
        .header("origin", "http://catalog.example")
        .header("cookie", cookie);
    let request = request.body(Body::from(body.finish())).unwrap();
    server.request(request).await
}

/// Says which of these texts a page lacks.
#[track_caller]
fn assert_has(page: &str, parts: &[&str]) {
    for part in parts {
        assert!(page.contains(part), "{part:?} in {page}");
    }
}
