//! The operation that a request asks for, known to everything that handles it.

use std::convert::Infallible;
use std::sync::{Arc, OnceLock};

use axum::Router;
use axum::extract::Request;
use axum::http::request::Parts;
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use axum::routing::MethodRouter;

use super::{ApiError, Schema};
use crate::generated::server::OperationInfo;

/// The body that an operation takes.
#[derive(Debug, Clone, Copy)]
pub enum BodyInfo {
    /// None; one that is sent is not read.
    None,
    /// One JSON value.
    Json {
        /// What the document says of it.
        schema: &'static Schema,
    },
    /// Bytes that the operation reads itself.
    Raw {
        /// The media types that it takes, the usual one first.
        media_types: &'static [&'static str],
    },
}

/// Where the access log learns the operation, also of a request that panics or takes too long.
#[derive(Debug, Clone, Default)]
pub(super) struct OperationSlot(Arc<OnceLock<&'static OperationInfo>>);

impl OperationSlot {
    /// The operation's id, or a dash.
    pub(super) fn id(&self) -> &'static str {
        self.operation().unwrap_or("-")
    }

    /// The operation's id, if there is one.
    pub(super) fn operation(&self) -> Option<&'static str> {
        self.0.get().map(|operation| operation.id)
    }
}

/// Adds a handler at both spellings of a path; `operation` stands among the extensions of its requests.
///
/// Called by generated code.
pub fn route<S: Clone + Send + Sync + 'static>(
    router: Router<S>,
    paths: [&str; 2],
    handler: MethodRouter<S, Infallible>,
    operation: &'static OperationInfo,
) -> Router<S> {
    // Not `layer`, which would also wrap the answer 405: that belongs to no operation.
    let handler = handler.route_layer(from_fn(move |request, next| {
        announce(operation, request, next)
    }));
    paths
        .into_iter()
        .fold(router, |router, path| router.route(path, handler.clone()))
}

async fn announce(operation: &'static OperationInfo, mut request: Request, next: Next) -> Response {
    if let Some(slot) = request.extensions().get::<OperationSlot>() {
        // A second announcement cannot happen; the first would stay.
        let _ = slot.0.set(operation);
    }
    request.extensions_mut().insert(operation);
    next.run(request).await
}

/// A handler was reached without its operation: a mistake in the program.
#[derive(Debug, thiserror::Error)]
#[error("the request carries no OperationInfo; the route was not made by the generated router")]
struct NoOperation;

/// The operation of a request. For a `Ctx`: present before anything else is read.
pub fn of(parts: &Parts) -> Result<&'static OperationInfo, ApiError> {
    parts
        .extensions
        .get::<&'static OperationInfo>()
        .copied()
        .ok_or_else(|| ApiError::internal(NoOperation))
}
