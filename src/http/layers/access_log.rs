//! A span for each request and one line in the log when its answer begins.

use std::time::Instant;

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument as _;

use super::RequestId;
use crate::http::operation::OperationSlot;

/// Notes method, operation, status and milliseconds. The query is left out: it names what a person looks for.
pub(super) async fn write(mut request: Request, next: Next) -> Response {
    let slot = OperationSlot::default();
    request.extensions_mut().insert(slot.clone());
    let method = request.method().clone();
    let path = request.uri().path().to_owned();
    let id = request
        .extensions()
        .get::<RequestId>()
        .map(|id| id.0.clone());
    let span = tracing::info_span!("request", request_id = id.as_deref().unwrap_or("-"));
    async move {
        let start = Instant::now();
        let response = next.run(request).await;
        let ms = u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX);
        let status = response.status().as_u16();
        tracing::info!(%method, path, operation = slot.id(), status, ms, "answered");
        response
    }
    .instrument(span)
    .await
}
