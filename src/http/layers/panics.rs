//! A panic ends one request, not the server.

use std::any::Any;

use axum::response::{IntoResponse as _, Response};

use crate::http::ApiError;

/// The answer to the request that panicked; the panic's message goes to the log.
#[allow(clippy::needless_pass_by_value)] // The layer hands the panic over.
pub(super) fn answer(panic: Box<dyn Any + Send + 'static>) -> Response {
    let said = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("(no message)");
    tracing::error!(panic = said, "a request panicked");
    ApiError::internal_unlogged().into_response()
}
