//! The one place where an error becomes a body.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{ALLOW, CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;

use super::RequestId;
use crate::http::ApiError;
use crate::types::ErrorCode;

/// Writes the body of every refusal and failure.
pub(super) async fn render(request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let id = request.extensions().get::<RequestId>().cloned();
    let id: Arc<str> = id.map_or_else(|| "".into(), |id| id.0);
    let mut response = next.run(request).await;
    let error = match response.extensions_mut().remove::<ApiError>() {
        Some(error) => error,
        None => match anonymous(&method, &response) {
            Some(error) => error,
            None => return response,
        },
    };
    // A body of strings always serialises.
    let body = serde_json::to_vec(&error.body(&id)).unwrap_or_default();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(CONTENT_LENGTH, body.len().into());
    *response.body_mut() = if method == Method::HEAD {
        Body::empty()
    } else {
        Body::from(body)
    };
    response
}

/// The error behind a refusal of axum or a layer, which has no body or one in plain text. Pages keep theirs.
fn anonymous(method: &Method, response: &Response) -> Option<ApiError> {
    let status = response.status();
    let media_type = response.headers().get(CONTENT_TYPE);
    let plain = media_type.is_none_or(|found| found.as_bytes().starts_with(b"text/plain"));
    if !plain || !(status.is_client_error() || status.is_server_error()) {
        return None;
    }
    let refused = |code, message: &str| ApiError::new(status, code, message);
    Some(match status {
        StatusCode::METHOD_NOT_ALLOWED => {
            let allowed = response.headers().get(ALLOW);
            let allowed = allowed.and_then(|allowed| allowed.to_str().ok());
            let allowed = allowed.unwrap_or_default().split(',').map(str::trim);
            ApiError::method_not_allowed(method.as_str(), allowed.filter(|one| !one.is_empty()))
        }
        StatusCode::UNSUPPORTED_MEDIA_TYPE => refused(
            ErrorCode::UnsupportedMediaType,
            "The body's Content-Encoding is not known; allowed are gzip and identity.",
        )
        .parameter("Content-Encoding")
        .allowed(["gzip", "identity"]),
        StatusCode::NOT_FOUND => refused(ErrorCode::NotFound, "There is nothing here."),
        StatusCode::PAYLOAD_TOO_LARGE => refused(
            ErrorCode::PayloadTooLarge,
            "The body is too long. Send less at a time.",
        ),
        StatusCode::URI_TOO_LONG => refused(
            ErrorCode::UriTooLong,
            "The address is too long. Give fewer parameters.",
        ),
        StatusCode::UNAUTHORIZED => refused(ErrorCode::Unauthenticated, "Log in first."),
        StatusCode::FORBIDDEN => refused(ErrorCode::Forbidden, "You may not do this."),
        StatusCode::TOO_MANY_REQUESTS => refused(
            ErrorCode::TooManyRequests,
            "Too many requests. Try again later.",
        ),
        StatusCode::SERVICE_UNAVAILABLE => refused(
            ErrorCode::Unavailable,
            "The server cannot do this now. Try again later.",
        ),
        status if status.is_server_error() => {
            tracing::error!(%status, "an answer without a reason");
            refused(
                ErrorCode::Internal,
                "The server failed. Its log says why, under this request id.",
            )
        }
        _ => refused(ErrorCode::MalformedBody, "The request cannot be read."),
    })
}
