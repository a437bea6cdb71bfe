//! Lists of the store as lists of the wire.

use tokio_stream::StreamExt as _;

use crate::http::{ApiError, JsonRows};
use crate::store::list::List;

/// The rows of a list, each as the wire has it, and the number of rows before paging.
pub(super) fn rows<T, W>(list: List<T>, wire: fn(T) -> W) -> (JsonRows<W>, i64)
where
    T: Send + 'static,
    W: Send + 'static,
{
    match list {
        List::Page(page) => (
            JsonRows::from_vec(page.rows.into_iter().map(wire).collect()),
            page.total,
        ),
        List::Whole { rows, total } => {
            let chunks = rows.map(move |chunk| match chunk {
                Ok(rows) => Ok(rows.into_iter().map(wire).collect()),
                Err(error) => Err(ApiError::from(error)),
            });
            (JsonRows::from_chunks(chunks), total)
        }
    }
}
