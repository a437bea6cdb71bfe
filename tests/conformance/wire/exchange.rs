//! A request made from the document, and what became of it.

use std::sync::Arc;

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

use super::recorder::Recorder;
use super::values;
use crate::document::Operation;

/// The compiled router around a recorder.
pub(crate) struct Wire {
    router: Router,
    recorder: Arc<Recorder>,
}

/// A request that can be changed before it is sent.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    pub(crate) method: String,
    /// With its parameters filled in.
    pub(crate) path: String,
    /// Names and values, encoded.
    pub(crate) query: Vec<(String, String)>,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

/// What became of a request.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
    /// What reached the implementation.
    pub(crate) call: Option<String>,
}

impl Draft {
    /// The operation with its path parameters, its example body and nothing that is optional.
    pub(crate) fn of(document: &Value, operation: &Operation) -> Self {
        let mut path = operation.path.to_owned();
        for parameter in operation.parameters(document) {
            if parameter["in"] == "path" {
                let value = values::good(document, &parameter["schema"]).remove(0);
                path = path.replace(
                    &format!("{{{}}}", parameter["name"].as_str().unwrap()),
                    &value,
                );
            }
        }
        let mut draft = Self {
            method: operation.method.to_uppercase(),
            path,
            query: Vec::new(),
            headers: Vec::new(),
            body: Vec::new(),
        };
        if let Some(body) = operation.value.get("requestBody") {
            let content = body["content"].as_object().unwrap();
            let (kind, media) = content.iter().next_back().unwrap();
            draft
                .headers
                .push(("content-type".to_owned(), kind.clone()));
            draft.body = match &media["example"] {
                Value::String(text) => text.clone().into_bytes(),
                example => example.to_string().into_bytes(),
            };
        }
        draft
    }

    /// The same with a further parameter of the query or the headers.
    pub(crate) fn with(&self, parameter: &Value, value: &str) -> Self {
        let mut draft = self.clone();
        let name = parameter["name"].as_str().unwrap().to_owned();
        match parameter["in"].as_str().unwrap() {
            "query" => draft.query.push((name, encode(value))),
            "header" => draft.headers.push((name, value.to_owned())),
            other => panic!("a parameter in {other}"),
        }
        draft
    }

    /// The same with another body.
    pub(crate) fn with_body(&self, body: &Value) -> Self {
        Self {
            body: body.to_string().into_bytes(),
            ..self.clone()
        }
    }
}

impl Wire {
    pub(crate) fn new() -> Self {
        let recorder = Recorder::new();
        let router = backups_api_router(Arc::clone(&recorder))
            .merge(catalog_api_router(Arc::clone(&recorder)))
            .merge(access_api_router(Arc::clone(&recorder)))
            .merge(monitoring_api_router(Arc::clone(&recorder)));
        Self {
            router: layers(router, &HttpSettings::default()),
            recorder,
        }
    }

    pub(crate) async fn send(&self, draft: &Draft) -> Outcome {
        let query: Vec<String> = draft
            .query
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let uri = if query.is_empty() {
            draft.path.clone()
        } else {
            format!("{}?{}", draft.path, query.join("&"))
        };
        let mut request = Request::builder().method(draft.method.as_str()).uri(uri);
        for (name, value) in &draft.headers {
            request = request.header(name, value);
        }
        let request = request.body(Body::from(draft.body.clone())).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        Outcome {
            status: parts.status,
            headers: parts.headers,
            body: body.collect().await.unwrap().to_bytes().to_vec(),
            call: self.recorder.call(),
        }
    }

    /// Sends what must arrive, and says what arrived.
    pub(crate) async fn arrives(&self, draft: &Draft) -> String {
        let outcome = self.send(draft).await;
        assert!(outcome.status.is_success(), "{draft:?}: {outcome:?}");
        outcome
            .call
            .unwrap_or_else(|| panic!("{draft:?} arrived nowhere"))
    }

    /// Sends what must be refused with this status, and gives the error's body.
    pub(crate) async fn refused(&self, draft: &Draft, status: u16) -> Value {
        let outcome = self.send(draft).await;
        assert_eq!(outcome.status.as_u16(), status, "{draft:?}: {outcome:?}");
        assert_eq!(
            outcome.call, None,
            "{draft:?} was refused and arrived all the same"
        );
        outcome.json()
    }
}

impl Outcome {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error} in {self:?}"))
    }
}

fn encode(value: &str) -> String {
    let encode = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => {
            char::from(byte).to_string()
        }
        _ => format!("%{byte:02X}"),
    };
    value.bytes().map(encode).collect()
}
