//! Lists of the store as lists of the wire.

use serde::Serialize;
use tokio_stream::StreamExt as _;

use crate::http::{ApiError, JsonRows, json_array};
use crate::store::list::List;

/// The rows of a list, each as the wire has it, and the number of rows before paging. All that is written of a `T` as `W`
/// is written by the same `wire`: of a page that the store remembers it is written once.
pub(super) fn rows<T, W>(list: List<T>, wire: fn(T) -> W) -> Result<(JsonRows<W>, i64), ApiError>
where
    T: Clone + Send + 'static,
    W: Serialize + Send + 'static,
{
    Ok(match list {
        List::Page(page) => {
            let total = page.total();
            let body = if page.is_shared() {
                let written = page.written::<W, ApiError>(|rows| {
                    let rows: Vec<W> = rows.iter().cloned().map(wire).collect();
                    json_array(&rows)
                })?;
                JsonRows::from_written(written)
            } else {
                let rows = page.into_listing().rows.into_iter();
                JsonRows::from_vec(rows.map(wire).collect())
            };
            (body, total)
        }
        List::Whole { rows, total } => {
            let chunks = rows.map(move |chunk| match chunk {
                Ok(rows) => Ok(rows.into_iter().map(wire).collect()),
                Err(error) => Err(ApiError::from(error)),
            });
            (JsonRows::from_chunks(chunks), total)
        }
    })
}
