//! Counts each request and the time until its answer begins.

use std::time::Instant;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;

use crate::http::operation::OperationSlot;
use crate::metrics::Metrics;

/// What no operation answers: pages, the contract, paths that are not there.
const OTHER: &str = "other";

/// Inside of the access log, which makes the place where the operation is noted.
pub(super) async fn count(
    State(metrics): State<Metrics>,
    request: Request,
    next: Next,
) -> Response {
    let slot = request.extensions().get::<OperationSlot>().cloned();
    let start = Instant::now();
    let response = next.run(request).await;
    let operation = slot.and_then(|slot| slot.operation()).unwrap_or(OTHER);
    metrics.answered(
        operation,
        response.status().as_u16(),
        start.elapsed().as_secs_f64(),
    );
    response
}
