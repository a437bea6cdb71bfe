//! A request.

use axum::body::Body;
use axum::http::Request;
use serde_json::Value;

use crate::support::server::{Answer, TestServer};

#[derive(Debug, Clone)]
pub struct Ask {
    pub method: &'static str,
    /// Path and query, without `/api`.
    pub path: String,
    pub content_type: &'static str,
    pub body: String,
    pub if_match: Option<String>,
    /// Without a session.
    pub anonymous: bool,
    /// With another session.
    pub cookie: Option<String>,
}

impl Ask {
    pub fn get(path: impl Into<String>) -> Self {
        Self {
            method: "GET",
            path: path.into(),
            content_type: "",
            body: String::new(),
            if_match: None,
            anonymous: false,
            cookie: None,
        }
    }

    pub fn json(method: &'static str, path: impl Into<String>, body: &Value) -> Self {
        Self {
            method,
            content_type: "application/json",
            body: body.to_string(),
            ..Self::get(path)
        }
    }

    pub fn if_match(self, etag: &str) -> Self {
        Self {
            if_match: Some(etag.to_owned()),
            ..self
        }
    }

    pub async fn send(&self, server: &TestServer) -> Answer {
        let mut request = Request::builder()
            .method(self.method)
            .uri(format!("/api{}", self.path));
        if !self.anonymous {
            let cookie = self.cookie.as_deref().unwrap_or(server.cookie());
            request = request.header("cookie", cookie);
        }
        if !self.content_type.is_empty() {
            request = request.header("content-type", self.content_type);
        }
        if let Some(etag) = &self.if_match {
            request = request.header("if-match", etag);
        }
        let body = Body::from(self.body.clone());
        server.request(request.body(body).unwrap()).await
    }
}
