//! What the store needs to know of who asks.

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;

use crate::store::caller::for_one_caller;

/// Reads of a request see what its session has written before.
pub(super) async fn open(request: Request, next: Next) -> Response {
    for_one_caller(next.run(request)).await
}
