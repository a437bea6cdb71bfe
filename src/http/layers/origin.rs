//! Requests that a page of another site makes with the user's cookie.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{COOKIE, HOST, ORIGIN};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use crate::http::ApiError;

/// How a browser says where a request comes from; no page can set it.
const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// 403 for what would change something, comes with a cookie, and comes from a page that is neither ours nor of an allowed
/// origin.
///
/// `SameSite=Lax` alone lets pages of other hosts of the same site through. A token in a form would keep out clients that
/// know the vendor's API; those send no `Origin`, and no browser leaves it out of such a request.
pub(super) async fn refuse_foreign(
    State(allowed): State<Arc<[HeaderValue]>>,
    request: Request,
    next: Next,
) -> Response {
    let headers = request.headers();
    if request.method().is_safe() || !headers.contains_key(COOKIE) {
        return next.run(request).await;
    }
    let own = own_authority(&request);
    match foreign_page(headers, own.as_deref(), &allowed) {
        None => next.run(request).await,
        Some(page) => ApiError::forbidden(format!(
            "The request comes from a page of {page:?}, which may not act for you here. Nothing was changed. If it \
             should, start the server with `--allow-origin` for it."
        ))
        .into_response(),
    }
}

/// Where a request comes from, if that is not here.
fn foreign_page(headers: &HeaderMap, own: Option<&str>, allowed: &[HeaderValue]) -> Option<String> {
    if let Some(origin) = headers.get(ORIGIN) {
        let text = String::from_utf8_lossy(origin.as_bytes());
        let authority = text.split_once("://").map(|(_, authority)| authority);
        let is_own =
            authority.is_some_and(|it| own.is_some_and(|own| own.eq_ignore_ascii_case(it)));
        return (!is_own && !allowed.contains(origin)).then(|| text.into_owned());
    }
    let site = headers.get(SEC_FETCH_SITE)?.as_bytes();
    (!matches!(site, b"same-origin" | b"none")).then(|| "another site".to_owned())
}

/// The host and port that the client asked for.
fn own_authority(request: &Request) -> Option<String> {
    if let Some(authority) = request.uri().authority() {
        return Some(authority.as_str().to_owned());
    }
    let host = request.headers().get(HOST)?;
    Some(host.to_str().ok()?.to_owned())
}
