//! A request does not wait for ever.

use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use http_body_util::BodyExt as _;
use tokio::time::{Instant, timeout_at};

use crate::http::ApiError;

/// When a client may try again, in seconds (chosen: short, as the next try may find the data cached).
const RETRY_AFTER: u32 = 5;

/// 503 when the answer has not begun in time. What the handler had begun is dropped.
///
/// The time runs from the last piece of the body that came, so that a long upload over a thin line is not cut off
/// while it makes progress.
pub(super) async fn limit(
    State(longest): State<Duration>,
    request: Request,
    next: Next,
) -> Response {
    let progress = Arc::new(Mutex::new(Instant::now()));
    let noted = Arc::clone(&progress);
    let request = request.map(|body| {
        Body::new(body.map_frame(move |frame| {
            *noted.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
            frame
        }))
    });
    let mut answer = pin!(next.run(request));
    loop {
        let end = *progress.lock().unwrap_or_else(PoisonError::into_inner) + longest;
        if end <= Instant::now() {
            break;
        }
        if let Ok(response) = timeout_at(end, answer.as_mut()).await {
            return response;
        }
    }
    tracing::warn!(ms = longest.as_millis(), "a request took too long");
    ApiError::time_out(
        format!(
            "The answer was not ready in {} s. Ask for less, or try again later.",
            longest.as_secs()
        ),
        RETRY_AFTER,
    )
    .into_response()
}
