//! The id under which a request stands in the log and in error bodies.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;

const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// The longest id that is taken from a client, in characters (chosen: a UUID has 36, a trace parent 55).
const LONGEST: usize = 64;

/// The id of a request, among its extensions.
#[derive(Debug, Clone)]
pub struct RequestId(pub Arc<str>);

/// Gives the request its id, and the response the same.
pub(super) async fn assign(
    State(new): State<Arc<dyn Fn() -> String + Send + Sync>>,
    mut request: Request,
    next: Next,
) -> Response {
    let given = request
        .headers()
        .get(HEADER)
        .and_then(|id| id.to_str().ok());
    let id: Arc<str> = match given.filter(|id| is_sane(id)) {
        Some(id) => id.into(),
        None => new().into(),
    };
    request.extensions_mut().insert(RequestId(id.clone()));
    let mut response = next.run(request).await;
    if let Ok(id) = HeaderValue::try_from(&*id) {
        response.headers_mut().insert(HEADER, id);
    }
    response
}

/// An id that can stand in a log without quoting: letters, digits and `-_.:`.
fn is_sane(id: &str) -> bool {
    (1..=LONGEST).contains(&id.len())
        && id
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_.:".contains(&byte))
}
