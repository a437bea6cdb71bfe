//! JSON bodies.

use axum::body::Body;
use axum::extract::{FromRequest, Request};
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use bytes::Bytes;
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use serde::de::DeserializeOwned;
use serde_json::error::Category;

use super::layers::JsonBodyLimit;
use super::place::refusal;
use super::{ApiError, BodyInfo, Place, operation};

/// A body that is one JSON value of the document's type, within the document's bounds.
#[derive(Debug, Clone, Copy)]
pub struct JsonBody<T>(pub T);

/// The operation takes no JSON: a mistake in the program.
#[derive(Debug, thiserror::Error)]
#[error("the operation `{0}` takes no JSON body")]
struct NoJsonBody(&'static str);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for JsonBody<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, _state: &S) -> Result<Self, ApiError> {
        let (parts, body) = request.into_parts();
        let operation = operation::of(&parts)?;
        let BodyInfo::Json { schema } = operation.body else {
            return Err(ApiError::internal(NoJsonBody(operation.id)));
        };
        media_type(&parts.headers, &["application/json"])?;
        let limit: JsonBodyLimit = parts.extensions.get().copied().unwrap_or_default();
        // A body that comes byte by byte makes progress for ever; one of this size has no reason to.
        let whole = collect(parts.headers, body, limit.bytes);
        let bytes = tokio::time::timeout(limit.time, whole)
            .await
            .map_err(|_| ApiError::slow_body(limit.time))??;
        schema.check(&Place::body(), &parse(&bytes)?)?;
        // Again from the text and not from the value: only so a property that stands twice is noticed.
        parse(&bytes).map(Self)
    }
}

/// The media type of the body without its parameters, if it is one of these.
pub(super) fn media_type<'a>(
    headers: &HeaderMap,
    allowed: &'a [&'a str],
) -> Result<&'a str, ApiError> {
    let given = headers
        .get(CONTENT_TYPE)
        .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
    let essence = given
        .as_deref()
        .map(|given| given.split(';').next().unwrap_or_default().trim());
    essence
        .and_then(|essence| {
            allowed
                .iter()
                .copied()
                .find(|allowed| allowed.eq_ignore_ascii_case(essence))
        })
        .ok_or_else(|| ApiError::unsupported_media_type(given.as_deref(), allowed))
}

/// The whole body, if it is no longer than `limit` bytes.
#[allow(clippy::needless_pass_by_value)] // A borrow would be held across the await.
pub(super) async fn collect(
    headers: HeaderMap,
    body: Body,
    limit: usize,
) -> Result<Bytes, ApiError> {
    let announced = headers
        .get(CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > limit) {
        return Err(ApiError::payload_too_large(limit));
    }
    match Limited::new(body, limit).collect().await {
        Ok(collected) => Ok(collected.to_bytes()),
        Err(error) if error.downcast_ref::<LengthLimitError>().is_some() => {
            Err(ApiError::payload_too_large(limit))
        }
        Err(error) => Err(unreadable(&*error)),
    }
}

/// The body broke off or is not the gzip that it says it is.
pub(super) fn unreadable(error: &(dyn std::error::Error + 'static)) -> ApiError {
    tracing::debug!(%error, "a request body could not be read");
    ApiError::malformed_body(
        "The body could not be read to its end: the connection broke, or it is not in its Content-Encoding.",
    )
}

/// The JSON value: 400 if it is not JSON, 422 if it is not the type.
fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ApiError> {
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let value: T = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let path = error.path().to_string();
        refused(&path, error.inner())
    })?;
    json.end().map_err(|error| refused("", &error))?;
    Ok(value)
}

fn refused(path: &str, error: &serde_json::Error) -> ApiError {
    let place = format!(" at line {} column {}", error.line(), error.column());
    let said = error.to_string();
    let said = said.strip_suffix(&place).unwrap_or(&said);
    match error.classify() {
        Category::Syntax | Category::Eof | Category::Io => {
            ApiError::malformed_body(format!("The body is not JSON: {said}{place}."))
        }
        // The schema has let it through: a property that stands twice, or a choice that the type reads otherwise.
        Category::Data => {
            let path = if path == "." { "" } else { path };
            match said.strip_prefix("duplicate field `") {
                Some(name) => {
                    let name = name.trim_end_matches('`');
                    let dot = if path.is_empty() { "" } else { "." };
                    refusal(
                        format!("{path}{dot}{name}"),
                        "is given twice; it may be given once.",
                    )
                }
                None => refusal(path.to_owned(), "is not what the document says."),
            }
        }
    }
}
