//! Headers that every answer carries unless it says otherwise.

use axum::extract::Request;
use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY,
    STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::middleware::Next;
use axum::response::Response;

/// Browsers that came once by HTTPS come by nothing else for this long: a year (chosen).
const HSTS: HeaderValue = HeaderValue::from_static("max-age=31536000");

/// What an answer that is no page may do in a browser: nothing.
const NO_PAGE: HeaderValue =
    HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'; sandbox");

/// A page has what this server has, and asks nobody else. The reference page sets styles from its script.
const PAGE: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
     font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
);

/// Answers depend on who asks, so they are not stored; media types are not guessed.
pub(super) async fn add(State(encrypted): State<bool>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers
        .entry(CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    headers
        .entry(X_CONTENT_TYPE_OPTIONS)
        .or_insert(HeaderValue::from_static("nosniff"));
    let is_page = headers
        .get(CONTENT_TYPE)
        .is_some_and(|found| found.as_bytes().starts_with(b"text/html"));
    headers
        .entry(CONTENT_SECURITY_POLICY)
        .or_insert(if is_page { PAGE } else { NO_PAGE });
    headers
        .entry(REFERRER_POLICY)
        .or_insert(HeaderValue::from_static("no-referrer"));
    headers
        .entry(X_FRAME_OPTIONS)
        .or_insert(HeaderValue::from_static("DENY"));
    if encrypted {
        headers.insert(STRICT_TRANSPORT_SECURITY, HSTS);
    }
    response
}
