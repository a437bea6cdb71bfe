//! A request on its way to the server, and the answer on its way back, to be damaged.

use std::borrow::Cow;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Method, Request, StatusCode, Uri};
use axum::response::Response;
use http_body_util::BodyExt as _;
use serde_json::Value;

/// A request.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) method: Method,
    /// Below `/api`.
    pub(crate) path: String,
    /// As it stands after the `?`.
    pub(crate) query: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
    /// How many came before it.
    pub(crate) number: usize,
    /// The cookie of the last log-in.
    pub(crate) session: Option<HeaderValue>,
}

impl Asked {
    pub(crate) async fn read(request: Request<Body>) -> Self {
        let (parts, body) = request.into_parts();
        let path = parts.uri.path();
        Self {
            method: parts.method,
            path: path.strip_prefix("/api").unwrap_or(path).to_owned(),
            query: parts.uri.query().unwrap_or_default().to_owned(),
            headers: parts.headers,
            body: body.collect().await.unwrap().to_bytes().to_vec(),
            number: 0,
            session: None,
        }
    }

    pub(crate) fn request(self) -> Request<Body> {
        let target = match self.query.as_str() {
            "" => format!("/api{}", self.path),
            query => format!("/api{}?{query}", self.path),
        };
        let mut request = Request::new(Body::from(self.body));
        *request.method_mut() = self.method;
        *request.uri_mut() = target.parse::<Uri>().unwrap();
        *request.headers_mut() = self.headers;
        request.headers_mut().remove("content-length");
        request
    }

    pub(crate) fn is(&self, method: &str, path: &str) -> bool {
        self.method.as_str() == method && self.path == path
    }

    /// Whether it is a PUT of a part of a single backup.
    pub(crate) fn edits(&self, part: &str) -> bool {
        self.method == Method::PUT
            && self.path.ends_with(&format!("/{part}"))
            && self.guid().is_some()
    }

    /// The guid of a request about one backup.
    pub(crate) fn guid(&self) -> Option<&str> {
        self.path.split('/').nth(2).filter(|guid| guid.len() == 36)
    }

    fn pairs(&self) -> Vec<(Cow<'_, str>, Cow<'_, str>)> {
        form_urlencoded::parse(self.query.as_bytes()).collect()
    }

    pub(crate) fn value(&self, name: &str) -> Option<String> {
        let mut pairs = self.pairs().into_iter();
        pairs
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.into_owned())
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.value(name).is_some()
    }

    /// Keeps the parameters for which this holds, given name and value, as they were written.
    pub(crate) fn keep(&mut self, holds: impl Fn(&str, &str) -> bool) {
        let kept = self.query.split('&').filter(|pair| {
            let mut read = form_urlencoded::parse(pair.as_bytes());
            read.next().is_none_or(|(name, value)| holds(&name, &value))
        });
        self.query = kept.collect::<Vec<_>>().join("&");
    }

    pub(crate) fn remove(&mut self, name: &str) {
        self.keep(|known, _| known != name);
    }

    pub(crate) fn set(&mut self, name: &str, value: &str) {
        self.remove(name);
        let more = form_urlencoded::Serializer::new(String::new())
            .append_pair(name, value)
            .finish();
        self.query = [std::mem::take(&mut self.query), more]
            .into_iter()
            .filter(|it| !it.is_empty())
            .collect::<Vec<_>>()
            .join("&");
    }

    /// Adds to a number.
    pub(crate) fn add(&mut self, name: &str, more: i64) {
        if let Some(number) = self.value(name).and_then(|value| value.parse::<i64>().ok()) {
            self.set(name, &(number + more).to_string());
        }
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    pub(crate) fn set_json(&mut self, body: &Value) {
        self.body = body.to_string().into_bytes();
    }
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
    /// The connection breaks within the body.
    pub(crate) broken: bool,
}

impl Reply {
    pub(crate) async fn read(response: Response) -> Self {
        let (parts, body) = response.into_parts();
        Self {
            status: parts.status,
            headers: parts.headers,
            body: body.collect().await.unwrap().to_bytes().to_vec(),
            broken: false,
        }
    }

    pub(crate) fn response(mut self) -> Response {
        self.headers.remove("content-length");
        self.headers.remove("transfer-encoding");
        let body = if self.broken {
            let error = std::io::Error::other("broken");
            Body::from_stream(tokio_stream::iter([Ok(self.body), Err(error)]))
        } else {
            Body::from(self.body)
        };
        let mut response = Response::new(body);
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers;
        response
    }

    pub(crate) fn is_success(&self) -> bool {
        self.status.is_success()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    pub(crate) fn set_json(&mut self, body: &Value) {
        self.body = body.to_string().into_bytes();
    }

    /// Changes the body.
    pub(crate) fn change(&mut self, change: impl FnOnce(&mut Value)) {
        let mut body = self.json();
        change(&mut body);
        self.set_json(&body);
    }

    /// Changes each row of a list.
    pub(crate) fn each(&mut self, change: impl Fn(&mut Value)) {
        self.change(|body| body.as_array_mut().into_iter().flatten().for_each(change));
    }

    /// Changes the rows of a list, and says as many as there are then.
    pub(crate) fn rows(&mut self, change: impl FnOnce(&mut Vec<Value>)) {
        let mut count = None;
        self.change(|body| {
            if let Some(rows) = body.as_array_mut() {
                let before = rows.len();
                change(rows);
                count = (rows.len() != before).then_some(rows.len());
            }
        });
        if let Some(count) = count {
            self.total(i64::try_from(count).unwrap());
        }
    }

    pub(crate) fn total(&mut self, total: i64) {
        self.headers
            .insert("x-total-count", HeaderValue::from(total));
    }
}
