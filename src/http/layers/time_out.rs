//! A request does not wait for ever.

use std::time::Duration;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use crate::http::ApiError;

/// When a client may try again, in seconds (chosen: short, as the next try may find the data cached).
const RETRY_AFTER: u32 = 5;

/// 503 when the answer has not begun in time. What the handler had begun is dropped.
pub(super) async fn limit(
    State(longest): State<Duration>,
    request: Request,
    next: Next,
) -> Response {
    let Ok(response) = tokio::time::timeout(longest, next.run(request)).await else {
        tracing::warn!(ms = longest.as_millis(), "a request took too long");
        return ApiError::time_out(
            format!(
                "The answer was not ready in {} s. Ask for less, or try again later.",
                longest.as_secs()
            ),
            RETRY_AFTER,
        )
        .into_response();
    };
    response
}
