//! The one place where an error becomes a body.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{ACCEPT, ALLOW, CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;

use super::{ErrorPage, RequestId};
use crate::http::ApiError;
use crate::types::ErrorCode;

/// Writes the body of every refusal and failure: a page for browsers outside of the API, JSON for everybody else.
pub(super) async fn render(
    State(page): State<Option<ErrorPage>>,
    request: Request,
    next: Next,
) -> Response {
    let method = request.method().clone();
    let page = page.filter(|_| is_for_a_person(&request));
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
    let body = error.body(&id);
    let (media_type, body) = if let Some(page) = page {
        let page = page(error.status(), &body);
        ("text/html; charset=utf-8", page.into_bytes())
    } else {
        // A body of strings always serialises.
        (
            "application/json",
            serde_json::to_vec(&body).unwrap_or_default(),
        )
    };
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.insert(CONTENT_LENGTH, body.len().into());
    *response.body_mut() = if method == Method::HEAD {
        Body::empty()
    } else {
        Body::from(body)
    };
    response
}

/// Whether a browser opens an address that is not the API's: programs do not name `text/html`.
fn is_for_a_person(request: &Request) -> bool {
    let path = request.uri().path();
    let accept = request.headers().get_all(ACCEPT);
    let takes_pages = |value: &HeaderValue| {
        value
            .to_str()
            .is_ok_and(|value| value.contains("text/html"))
    };
    path != "/api" && !path.starts_with("/api/") && accept.iter().any(takes_pages)
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
