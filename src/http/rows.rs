//! Lists of rows, at once or as they come.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::Body;
use bytes::Bytes;
use futures_core::Stream;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio_stream::StreamExt as _;

use super::ApiError;

/// What is made room for at first, bytes a row (chosen: a backup in a list is about 1.5 KiB).
const ROW: usize = 1_700;

type Chunks<T> = Pin<Box<dyn Stream<Item = Result<Vec<T>, ApiError>> + Send>>;

/// A JSON array. Either all rows are here, maybe as they were written before, and go out with a Content-Length, or they
/// come in chunks and go out as they come, in constant memory.
pub struct JsonRows<T>(Rows<T>);

enum Rows<T> {
    Here(Vec<T>),
    Written(Bytes),
    Coming(Chunks<T>),
}

impl<T> JsonRows<T> {
    /// All rows.
    pub fn from_vec(rows: Vec<T>) -> Self {
        Self(Rows::Here(rows))
    }

    /// All rows, as [`json_array`] has written them.
    pub fn from_written(array: Bytes) -> Self {
        Self(Rows::Written(array))
    }

    /// Rows as they come. The status has gone out before an error of the stream is known, so it is logged and
    /// breaks the connection: the client sees a body that ends in the middle, never a shorter list that looks
    /// whole. Whoever can fail before the first row awaits it before making this.
    pub fn from_chunks(
        chunks: impl Stream<Item = Result<Vec<T>, ApiError>> + Send + 'static,
    ) -> Self {
        Self(Rows::Coming(Box::pin(chunks)))
    }

    /// The rows in memory.
    pub async fn into_vec(self) -> Result<Vec<T>, ApiError>
    where
        T: DeserializeOwned,
    {
        match self.0 {
            Rows::Here(rows) => Ok(rows),
            Rows::Written(array) => serde_json::from_slice(&array).map_err(ApiError::internal),
            Rows::Coming(mut chunks) => {
                let mut rows = Vec::new();
                while let Some(chunk) = chunks.next().await {
                    rows.append(&mut chunk?);
                }
                Ok(rows)
            }
        }
    }
}

impl<T: Serialize + Send + 'static> JsonRows<T> {
    /// The body that carries the rows.
    pub(super) fn into_body(self) -> Result<Body, ApiError> {
        match self.0 {
            Rows::Here(rows) => Ok(json_array(&rows)?.into()),
            Rows::Written(array) => Ok(array.into()),
            Rows::Coming(chunks) => Ok(Body::from_stream(Written {
                chunks,
                state: State::Start,
            })),
        }
    }
}

impl<T> fmt::Debug for JsonRows<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Rows::Here(rows) => write!(f, "JsonRows({} rows)", rows.len()),
            Rows::Written(array) => write!(f, "JsonRows({} bytes)", array.len()),
            Rows::Coming(_) => f.write_str("JsonRows(coming)"),
        }
    }
}

/// Rows as a JSON array.
pub fn json_array<T: Serialize>(rows: &[T]) -> Result<Bytes, ApiError> {
    let mut written = Vec::with_capacity(2 + rows.len() * ROW);
    serde_json::to_writer(&mut written, rows).map_err(ApiError::internal)?;
    Ok(written.into())
}

/// The chunks as pieces of one JSON array, one piece a chunk.
struct Written<T> {
    chunks: Chunks<T>,
    state: State,
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    Start,
    Rows,
    End,
}

impl<T: Serialize> Written<T> {
    fn piece(&mut self, rows: &[T]) -> Result<Bytes, ApiError> {
        let mut piece = Vec::with_capacity(rows.len() * ROW);
        for row in rows {
            piece.push(if self.state == State::Start {
                b'['
            } else {
                b','
            });
            self.state = State::Rows;
            serde_json::to_writer(&mut piece, row).map_err(ApiError::internal)?;
        }
        Ok(piece.into())
    }
}

impl<T: Serialize> Stream for Written<T> {
    type Item = Result<Bytes, ApiError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if self.state == State::End {
                return Poll::Ready(None);
            }
            let piece = match std::task::ready!(self.chunks.as_mut().poll_next(cx)) {
                Some(Ok(rows)) if rows.is_empty() => continue,
                Some(Ok(rows)) => self.piece(&rows),
                Some(Err(error)) => Err(error),
                None => {
                    let end: &'static [u8] = if self.state == State::Start {
                        b"[]"
                    } else {
                        b"]"
                    };
                    self.state = State::End;
                    Ok(Bytes::from_static(end))
                }
            };
            if let Err(error) = &piece {
                tracing::error!(%error, "a list broke off while it was being sent");
                self.state = State::End;
            }
            return Poll::Ready(Some(piece));
        }
    }
}
