//! Lists without paging: a short one at once, a long one a few rows at a time.

use tokio::sync::oneshot;

use super::database::Connection;
use super::list::{List, Plan};
use super::pages::{ListRow, Question};
use super::snapshot::Snapshot;
use super::sql::Sql;
use super::{Store, StoreError};
use crate::domain::page::Listing;

/// Rows that are read before they are handed on. A chunk of records is about half a MiB as JSON.
pub(super) const CHUNK: usize = 500;

/// Rows of a short list at most (chosen): as many as wait for a slow reader of a long one. It is read like a page, and
/// like a page it is remembered: a chart of an entity is such a list, asked for again and again.
const SHORT: usize = 2 * CHUNK;

impl Store {
    /// All rows, in constant memory.
    pub(super) async fn read_whole<T, P>(
        &self,
        question: Question,
        plan: P,
    ) -> Result<List<T>, StoreError>
    where
        T: ListRow,
        P: FnOnce(&mut Snapshot) -> Result<Option<Plan<T>>, StoreError> + Send + 'static,
    {
        let (told, total) = oneshot::channel();
        let (mut rows, short) = self
            .stream(move |snapshot, sender| {
                let key = snapshot.key::<T>(question);
                if let Some(page) = snapshot.known_page(&key) {
                    return Ok(Some(page));
                }
                let plan = plan(snapshot)?;
                let total = plan.as_ref().map_or(0, |plan| plan.total);
                if usize::try_from(total).is_ok_and(|total| total <= SHORT) {
                    let mut rows = Vec::new();
                    if let Some(Plan { ids, load, .. }) = plan {
                        in_chunks(snapshot, &ids, |chunk| {
                            rows.append(&mut load(snapshot, chunk)?);
                            Ok(())
                        })?;
                    }
                    return Ok(Some(snapshot.remember_page(key, Listing { rows, total })));
                }
                if let Some(Plan { ids, load, .. }) = plan
                    // A receiver that is gone wants neither the number nor the rows.
                    && told.send(total).is_ok()
                {
                    in_chunks(snapshot, &ids, |chunk| {
                        let rows = load(snapshot, chunk)?;
                        sender.send(rows).map_err(|_| StoreError::BrokenOff)
                    })?;
                }
                Ok(None)
            })
            .await?;
        if let Ok(total) = total.await {
            return Ok(List::Whole { rows, total });
        }
        match short.await {
            Ok(Some(page)) => Ok(List::Page(page)),
            // It failed before it could count: the error is all that comes.
            _ => Err(rows.failure().await),
        }
    }
}

/// Hands on the row ids of a query, [`CHUNK`] at a time.
fn in_chunks(
    connection: &Connection,
    sql: &Sql,
    mut each: impl FnMut(&[i64]) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached(&sql.text)?;
    if !connection.engine().reads_side_by_side() {
        let ids: Vec<i64> = statement.query_all(&sql.values, |row| row.get(0))?;
        return ids.chunks(CHUNK).try_for_each(each);
    }
    let mut found = statement.query(&sql.values)?;
    let mut chunk: Vec<i64> = Vec::with_capacity(CHUNK);
    while let Some(row) = found.next()? {
        chunk.push(row.get(0)?);
        if chunk.len() == CHUNK {
            each(&chunk)?;
            chunk.clear();
        }
    }
    if chunk.is_empty() {
        return Ok(());
    }
    each(&chunk)
}
