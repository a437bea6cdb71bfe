//! Successes as generated code sends them.

use axum::body::Body;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::{ApiError, JsonRows};

/// The typed headers of a response.
#[derive(Debug, Default)]
pub struct ResponseHeaders {
    headers: HeaderMap,
    failed: Option<ApiError>,
}

impl ResponseHeaders {
    /// Adds a number.
    pub fn integer(&mut self, name: &'static str, value: i64) {
        self.headers.append(name, value.into());
    }

    /// Adds a text. One that no header can carry, such as one with a line break, makes the response a 500.
    pub fn text(&mut self, name: &'static str, value: &str) {
        match HeaderValue::try_from(value) {
            Ok(value) => {
                self.headers.append(name, value);
            }
            Err(error) => self.failed = Some(ApiError::internal(error)),
        }
    }
}

/// A success without a body.
pub fn empty(status: u16, headers: ResponseHeaders) -> Response {
    send(status, headers, |_| Ok(Body::empty()))
}

/// A success with one JSON value.
pub fn json(status: u16, headers: ResponseHeaders, value: &impl Serialize) -> Response {
    send(status, headers, |headers| {
        let body = serde_json::to_vec(value).map_err(ApiError::internal)?;
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        Ok(body.into())
    })
}

/// A success with a list of rows.
pub fn rows<T: Serialize + Send + 'static>(
    status: u16,
    headers: ResponseHeaders,
    rows: JsonRows<T>,
) -> Response {
    send(status, headers, |headers| {
        let body = rows.into_body()?;
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        Ok(body)
    })
}

fn send(
    status: u16,
    headers: ResponseHeaders,
    body: impl FnOnce(&mut HeaderMap) -> Result<Body, ApiError>,
) -> Response {
    let ResponseHeaders {
        mut headers,
        failed,
    } = headers;
    let sent = failed.map_or(Ok(()), Err).and_then(|()| {
        let status = StatusCode::from_u16(status).map_err(ApiError::internal)?;
        let body = body(&mut headers)?;
        Ok((status, headers, body))
    });
    sent.into_response()
}
