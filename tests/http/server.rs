//! The fake behind the real routers and layers, without a socket.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use backup_catalog::generated::server::{
    access_api_router, backups_api_router, catalog_api_router, monitoring_api_router,
};
use backup_catalog::http::{HttpSettings, layers};
use http_body_util::BodyExt as _;
use serde_json::Value;
use tower::ServiceExt as _;

use crate::fake::Fake;

/// A server in the test's process.
pub(crate) struct Server {
    pub(crate) fake: Arc<Fake>,
    router: Router,
}

/// An answer, read to its end.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

/// The settings of the tests: the defaults with ids that can be foretold.
pub(crate) fn settings() -> HttpSettings {
    HttpSettings {
        time_out: Duration::from_secs(10),
        request_ids: Arc::new(|| "id-of-the-test".to_owned()),
        ..HttpSettings::default()
    }
}

impl Server {
    pub(crate) fn new() -> Self {
        Self::with(&settings())
    }

    pub(crate) fn with(settings: &HttpSettings) -> Self {
        let fake = Arc::new(Fake::default());
        let api = backups_api_router(fake.clone())
            .merge(catalog_api_router(fake.clone()))
            .merge(access_api_router(fake.clone()))
            .merge(monitoring_api_router(fake.clone()));
        let router = layers(Router::new().nest("/api", api), settings);
        Self { fake, router }
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: body.collect().await.unwrap().to_bytes().to_vec(),
        }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).unwrap())
            .await
    }

    pub(crate) async fn send_json(
        &self,
        method: &str,
        path: &str,
        body: impl Into<Body>,
    ) -> Answer {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("content-type", "application/json");
        self.send(request.body(body.into()).unwrap()).await
    }

    /// What the fake was called with so far.
    pub(crate) fn calls(&self) -> Vec<String> {
        self.fake.calls.lock().unwrap().clone()
    }

    /// The only call so far.
    pub(crate) fn call(&self) -> String {
        let calls = self.calls();
        assert_eq!(calls.len(), 1, "{calls:?}");
        calls[0].clone()
    }
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        Some(self.headers.get(name)?.to_str().unwrap())
    }

    pub(crate) fn json(&self) -> Value {
        assert_eq!(self.header("content-type"), Some("application/json"));
        serde_json::from_slice(&self.body).unwrap()
    }

    /// Asserts that this is an error with the document's body, and gives that.
    pub(crate) fn error(&self, status: u16, code: &str) -> Value {
        let body = self.json();
        assert_eq!(self.status, status, "{body}");
        assert_eq!(body["code"], code, "{body}");
        assert!(
            body["message"]
                .as_str()
                .is_some_and(|text| text.ends_with('.')),
            "{body}"
        );
        assert_eq!(body["requestId"], self.header("x-request-id").unwrap());
        assert_eq!(self.header("cache-control"), Some("no-store"));
        assert_eq!(self.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(self.header("referrer-policy"), Some("no-referrer"));
        assert_eq!(
            self.header("content-security-policy"),
            Some("default-src 'none'; frame-ancestors 'none'; sandbox")
        );
        body
    }
}
