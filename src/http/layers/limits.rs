//! Limits of size.

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use crate::http::ApiError;
use crate::types::ErrorCode;

/// The longest JSON body in bytes, after decompression; among the extensions of each request.
#[derive(Debug, Clone, Copy)]
pub(in crate::http) struct JsonBodyLimit(pub(in crate::http) usize);

impl Default for JsonBodyLimit {
    fn default() -> Self {
        Self(1024 * 1024)
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
