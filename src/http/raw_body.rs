//! Bodies that an operation reads itself.

use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, BodyDataStream};
use axum::extract::{FromRequest, Request};
use axum::http::HeaderMap;
use bytes::Bytes;
use futures_core::Stream;

use super::body::{collect, media_type, unreadable};
use super::{ApiError, BodyInfo, operation};

/// The bytes of a body, decompressed, of one of the operation's media types. The limit of JSON bodies does
/// not count for it: the operation says how much it takes.
#[derive(Debug)]
pub struct RawBody {
    /// The media type, in the document's spelling, without parameters.
    pub content_type: &'static str,
    headers: HeaderMap,
    body: Body,
}

impl RawBody {
    /// A body made in the program.
    pub fn new(content_type: &'static str, body: impl Into<Body>) -> Self {
        Self {
            content_type,
            headers: HeaderMap::new(),
            body: body.into(),
        }
    }

    /// The whole body; 413 if it is longer than `limit` bytes.
    pub async fn collect(self, limit: usize) -> Result<Bytes, ApiError> {
        collect(self.headers, self.body, limit).await
    }

    /// The body piece by piece, as it comes.
    pub fn into_stream(
        self,
    ) -> impl Stream<Item = Result<Bytes, ApiError>> + Send + Unpin + 'static {
        Pieces(self.body.into_data_stream())
    }
}

struct Pieces(BodyDataStream);

impl Stream for Pieces {
    type Item = Result<Bytes, ApiError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Pin::new(&mut self.0)
            .poll_next(cx)
            .map(|piece| piece.map(|piece| piece.map_err(|error| unreadable(&error))))
    }
}

/// The operation takes no raw body: a mistake in the program.
#[derive(Debug, thiserror::Error)]
#[error("the operation `{0}` takes no raw body")]
struct NoRawBody(&'static str);

impl<S: Send + Sync> FromRequest<S> for RawBody {
    type Rejection = ApiError;

    async fn from_request(request: Request, _state: &S) -> Result<Self, ApiError> {
        let (parts, body) = request.into_parts();
        let operation = operation::of(&parts)?;
        let BodyInfo::Raw { media_types } = operation.body else {
            return Err(ApiError::internal(NoRawBody(operation.id)));
        };
        Ok(Self {
            content_type: media_type(&parts.headers, media_types)?,
            headers: parts.headers,
            body,
        })
    }
}
