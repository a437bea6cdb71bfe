//! Limits of size.

use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use crate::http::ApiError;
use crate::types::ErrorCode;

/// What a JSON body may take; among the extensions of each request.
#[derive(Debug, Clone, Copy)]
pub(in crate::http) struct JsonBodyLimit {
    /// Its bytes, after decompression.
    pub(in crate::http) bytes: usize,
    /// From its first byte to its last.
    pub(in crate::http) time: Duration,
}

impl Default for JsonBodyLimit {
    fn default() -> Self {
        Self {
            bytes: 1024 * 1024,
            time: Duration::from_mins(1),
        }
    }
}

/// 414 when path and query together are longer than `limit` bytes.
pub(super) async fn refuse_long_uri(
    State(limit): State<usize>,
    request: Request,
    next: Next,
) -> Response {
    let length = request
        .uri()
        .path_and_query()
        .map_or(0, |found| found.as_str().len());
    if length > limit {
        return ApiError::new(
            StatusCode::URI_TOO_LONG,
            ErrorCode::UriTooLong,
            format!(
                "The path and query have {length} bytes; allowed are {limit}. Give fewer parameters."
            ),
        )
        .into_response();
    }
    next.run(request).await
}
