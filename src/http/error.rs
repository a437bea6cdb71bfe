//! Why a request was refused or failed, before it is a body.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use axum::http::header::{ALLOW, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

use crate::types::{ErrorBody, ErrorCode};

/// The longest piece of a refused value that an error repeats, in characters.
const VALUE_SHOWN: usize = 200;

/// A refusal or a failure. `IntoResponse` gives the status and puts the error among the response's
/// extensions; the outermost layer writes the body, because only it knows the request's id.
#[derive(Debug, Clone)]
pub struct ApiError(Arc<Inner>);

#[derive(Debug, Clone)]
struct Inner {
    status: StatusCode,
    code: ErrorCode,
    message: String,
    parameter: Option<String>,
    value: Option<String>,
    allowed: Vec<String>,
    /// Seconds.
    retry_after: Option<u32>,
}

impl ApiError {
    /// An error of any kind; the named constructors below are the usual way.
    pub(crate) fn new(status: StatusCode, code: ErrorCode, message: impl Into<String>) -> Self {
        Self(Arc::new(Inner {
            status,
            code,
            message: message.into(),
            parameter: None,
            value: None,
            allowed: Vec::new(),
            retry_after: None,
        }))
    }

    /// 404: there is no such thing, or the caller may not see it.
    pub fn not_found(message: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, ErrorCode::NotFound, message)
    }

    /// 400: a parameter of the path, the query or a header has a value that it may not have.
    pub fn malformed_parameter(
        parameter: impl Into<String>,
        value: impl Into<String>,
        message: impl Into<String>,
    ) -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            ErrorCode::MalformedParameter,
            message,
        )
        .parameter(parameter)
        .value(value)
    }

    /// 400: the body cannot be read at all.
    pub fn malformed_body(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, ErrorCode::MalformedBody, message)
    }

    /// 422: the body can be read but is not what the operation takes. `field` is the path of the property at fault.
    pub fn unprocessable(field: Option<String>, message: impl Into<String>) -> Self {
        let error = Self::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            ErrorCode::Unprocessable,
            message,
        );
        match field {
            Some(field) => error.parameter(field),
            None => error,
        }
    }

    /// 409: the state of things forbids it.
    pub fn conflict(message: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, ErrorCode::Conflict, message)
    }

    /// 412: what the caller's `If-Match` names is not the state any more.
    pub fn precondition_failed(message: impl Into<String>) -> Self {
        Self::new(
            StatusCode::PRECONDITION_FAILED,
            ErrorCode::PreconditionFailed,
            message,
        )
    }

    /// 401: nobody is logged in.
    pub fn unauthenticated(message: impl Into<String>) -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            ErrorCode::Unauthenticated,
            message,
        )
    }

    /// 403: the caller lacks the privilege.
    pub fn forbidden(message: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, ErrorCode::Forbidden, message)
    }

    /// 501: the contract knows it and this server does not do it.
    pub fn not_implemented(message: impl Into<String>) -> Self {
        Self::new(
            StatusCode::NOT_IMPLEMENTED,
            ErrorCode::NotImplemented,
            message,
        )
    }

    /// 503: not now; worth another try after so many seconds.
    pub fn unavailable(message: impl Into<String>, retry_after_s: u32) -> Self {
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            ErrorCode::Unavailable,
            message,
        )
        .retry_after(retry_after_s)
    }

    /// 503: it took too long; worth another try after so many seconds.
    pub fn time_out(message: impl Into<String>, retry_after_s: u32) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, ErrorCode::Timeout, message)
            .retry_after(retry_after_s)
    }

    /// 408: the body did not come to its end in time.
    pub(crate) fn slow_body(limit: Duration) -> Self {
        Self::new(
            StatusCode::REQUEST_TIMEOUT,
            ErrorCode::Timeout,
            format!(
                "The body was not complete after {} s. Send it at once.",
                limit.as_secs()
            ),
        )
    }

    /// 429: too often; worth another try after so many seconds.
    pub fn too_many_requests(message: impl Into<String>, retry_after_s: u32) -> Self {
        Self::new(
            StatusCode::TOO_MANY_REQUESTS,
            ErrorCode::TooManyRequests,
            message,
        )
        .retry_after(retry_after_s)
    }

    /// 413: the body is longer than so many bytes (after decompression).
    pub fn payload_too_large(limit: usize) -> Self {
        Self::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            ErrorCode::PayloadTooLarge,
            format!("The body is longer than {limit} bytes. Send less at a time."),
        )
    }

    /// 415: the body's media type is not one that the operation takes.
    pub fn unsupported_media_type(given: Option<&str>, allowed: &[&str]) -> Self {
        let said = given.map_or("There is no Content-Type".to_owned(), |given| {
            format!("The Content-Type is {:?}", shortened(given))
        });
        let error = Self::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            ErrorCode::UnsupportedMediaType,
            format!("{said}; allowed is {}.", allowed.join(" or ")),
        )
        .parameter("Content-Type")
        .allowed(allowed.iter().copied());
        match given {
            Some(given) => error.value(given),
            None => error,
        }
    }

    /// 405: the path exists, the method does not; `allowed` are the methods that do.
    pub fn method_not_allowed<T: Into<String>>(
        method: &str,
        allowed: impl IntoIterator<Item = T>,
    ) -> Self {
        let allowed: Vec<String> = allowed.into_iter().map(Into::into).collect();
        Self::new(
            StatusCode::METHOD_NOT_ALLOWED,
            ErrorCode::MethodNotAllowed,
            format!(
                "{method} is not allowed here; allowed is {}.",
                allowed.join(", ")
            ),
        )
        .value(method)
        .allowed(allowed)
    }

    /// 500: the server failed. The chain of causes goes to the log, nothing of it to the client.
    #[allow(clippy::needless_pass_by_value)] // An error ends here; taking it makes `map_err(ApiError::internal)` work.
    pub fn internal(error: impl std::error::Error + Send + Sync + 'static) -> Self {
        let mut chain = error.to_string();
        let mut cause = error.source();
        while let Some(error) = cause {
            chain = format!("{chain}: {error}");
            cause = error.source();
        }
        tracing::error!(error = %chain, "a request failed");
        Self::internal_unlogged()
    }

    /// 500 for a failure that is in the log already.
    pub(crate) fn internal_unlogged() -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            ErrorCode::Internal,
            "The server failed. Its log says why, under this request id.",
        )
    }

    /// Names the parameter or property that is at fault.
    #[must_use]
    pub fn parameter(self, parameter: impl Into<String>) -> Self {
        self.with(|inner| inner.parameter = Some(parameter.into()))
    }

    /// Repeats the value that was refused; a long one is cut.
    #[must_use]
    pub fn value(self, value: impl Into<String>) -> Self {
        self.with(|inner| inner.value = Some(shortened(&value.into())))
    }

    /// Says what would have been accepted.
    #[must_use]
    pub fn allowed<T: Into<String>>(self, allowed: impl IntoIterator<Item = T>) -> Self {
        self.with(|inner| inner.allowed = allowed.into_iter().map(Into::into).collect())
    }

    fn retry_after(self, seconds: u32) -> Self {
        self.with(|inner| inner.retry_after = Some(seconds))
    }

    fn with(mut self, change: impl FnOnce(&mut Inner)) -> Self {
        change(Arc::make_mut(&mut self.0));
        self
    }

    /// The kind, for programs.
    pub fn code(&self) -> ErrorCode {
        self.0.code
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// The parameter or property that is at fault, if it is one.
    pub fn at_fault(&self) -> Option<&str> {
        self.0.parameter.as_deref()
    }

    /// The sentence for a person.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The body of the document, with the request's id.
    pub fn body(&self, request_id: &str) -> ErrorBody {
        ErrorBody {
            message: self.0.message.clone(),
            code: self.0.code,
            parameter: self.0.parameter.clone(),
            value: self.0.value.clone(),
            allowed: self.0.allowed.clone(),
            request_id: request_id.to_owned(),
        }
    }
}

/// A value as an error repeats it: at most [`VALUE_SHOWN`] characters.
pub(crate) fn shortened(value: &str) -> String {
    match value.char_indices().nth(VALUE_SHOWN) {
        Some((end, _)) => format!("{}…", &value[..end]),
        None => value.to_owned(),
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.0.code, self.0.message)
    }
}

impl std::error::Error for ApiError {}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let mut response = self.0.status.into_response();
        if let Some(seconds) = self.0.retry_after {
            response.headers_mut().insert(RETRY_AFTER, seconds.into());
        }
        if self.0.code == ErrorCode::MethodNotAllowed
            && let Ok(allowed) = HeaderValue::try_from(self.0.allowed.join(", "))
        {
            response.headers_mut().insert(ALLOW, allowed);
        }
        response.extensions_mut().insert(self);
        response
    }
}
