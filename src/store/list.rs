//! Lists of backups: first which, in order, then what is to be known of them.

use rusqlite::{Connection, Row, params_from_iter};
use uuid::Uuid;

use super::backup_row::{load, load_details};
use super::dictionary::Dictionary;
use super::found::Found;
use super::order::Ordering;
use super::snapshot::Snapshot;
use super::sql::Sql;
use super::{Rows, Store, StoreError};
use crate::domain::backup::{Backup, BackupDetails};
use crate::domain::page::{Listing, Page};
use crate::domain::selection::{Order, Selection};

/// Rows that are read before they are handed on. A chunk of records is about half a MiB as JSON.
pub(super) const CHUNK: usize = 500;

/// What a list selects and how.
#[derive(Debug, Clone, Default)]
pub struct ListQuery {
    /// Which backups.
    pub selection: Selection,
    /// In what order.
    pub order: Order,
}

/// A list, as a page or as all rows on their way.
#[derive(Debug)]
pub enum List<T> {
    /// A page.
    Page(Listing<T>),
    /// All rows.
    Whole {
        /// The rows, in order.
        rows: Rows<T>,
        /// How many there are.
        total: i64,
    },
}

/// Backups that a caller does not want to see in a selection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unsuccessful {
    /// How many.
    pub count: i64,
    /// The first of them in the default order.
    pub first: Uuid,
}

/// The statements of a list.
pub(super) struct Statements {
    /// Counts the rows.
    pub(super) count: Sql,
    /// Reads the keys of the rows, in order, without paging.
    pub(super) keys: Sql,
}

/// Reads what is to be known of the rows with some keys.
pub(super) type Load<K, T> = fn(&Connection, &Dictionary, &[K]) -> Result<Vec<T>, StoreError>;

/// How a list reads its rows: first keys, few bytes each, then chunk by chunk what is to be known of them.
pub(super) struct Reading<K, T> {
    pub(super) key: fn(&Row) -> rusqlite::Result<K>,
    pub(super) load: Load<K, T>,
}

impl Store {
    /// The backups of a selection.
    pub async fn backups(&self, query: ListQuery, page: Page) -> Result<List<Backup>, StoreError> {
        self.list(query, "", page, load).await
    }

    /// The backups of a selection in detail.
    pub async fn backups_detailed(
        &self,
        query: ListQuery,
        page: Page,
    ) -> Result<List<BackupDetails>, StoreError> {
        self.list(query, "", page, load_details).await
    }

    /// The backups of a selection that are neither SUCCESS nor `PARTIAL_SUCCESS`, if there are any.
    pub async fn unsuccessful(
        &self,
        selection: Selection,
    ) -> Result<Option<Unsuccessful>, StoreError> {
        self.select(move |snapshot| {
            let restriction = "b.status NOT IN ('SUCCESS', 'PARTIAL_SUCCESS')";
            let Some(found) = Found::new(snapshot, &selection, restriction)? else {
                return Ok(None);
            };
            let count = snapshot.count(&found.count())?;
            if count == 0 {
                return Ok(None);
            }
            let mut sql = found.in_order("b.guid", &Ordering::new(Order::default()));
            sql.push(" LIMIT 1");
            let first = snapshot
                .prepare_cached(&sql.text)?
                .query_row(params_from_iter(&sql.values), |row| row.get(0))?;
            Ok(Some(Unsuccessful { count, first }))
        })
        .await
    }

    /// A list with one row a backup; `restriction` is a further condition on `backups b`.
    pub(super) async fn list<T: Send + 'static>(
        &self,
        query: ListQuery,
        restriction: &'static str,
        page: Page,
        load: Load<i64, T>,
    ) -> Result<List<T>, StoreError> {
        let statements = move |snapshot: &Snapshot| {
            let found = Found::new(snapshot, &query.selection, restriction)?;
            Ok(found.map(|found| Statements {
                count: found.count(),
                keys: found.in_order("b.id", &Ordering::new(query.order)),
            }))
        };
        let reading = Reading {
            key: |row| row.get(0),
            load,
        };
        self.read_list(statements, page, reading).await
    }

    /// A list of any kind; without statements nothing can be found.
    pub(super) async fn read_list<K, T, S>(
        &self,
        statements: S,
        page: Page,
        reading: Reading<K, T>,
    ) -> Result<List<T>, StoreError>
    where
        K: 'static,
        T: Send + 'static,
        S: FnOnce(&Snapshot) -> Result<Option<Statements>, StoreError> + Send + 'static,
    {
        let Page::Rows { offset, limit } = page else {
            return self.read_whole(statements, reading).await;
        };
        self.select(move |snapshot| {
            let Some(Statements { count, mut keys }) = statements(snapshot)? else {
                return Ok(List::Page(Listing {
                    rows: Vec::new(),
                    total: 0,
                }));
            };
            let total = snapshot.count(&count)?;
            keys.push(" LIMIT ")
                .bind(limit)
                .push(" OFFSET ")
                .bind(offset);
            let keys = snapshot
                .prepare_cached(&keys.text)?
                .query_map(params_from_iter(&keys.values), reading.key)?
                .collect::<Result<Vec<K>, _>>()?;
            let rows = (reading.load)(snapshot, snapshot.dictionary(), &keys)?;
            Ok(List::Page(Listing { rows, total }))
        })
        .await
    }

    /// All rows, in constant memory.
    async fn read_whole<K, T, S>(
        &self,
        statements: S,
        reading: Reading<K, T>,
    ) -> Result<List<T>, StoreError>
    where
        K: 'static,
        T: Send + 'static,
        S: FnOnce(&Snapshot) -> Result<Option<Statements>, StoreError> + Send + 'static,
    {
        let (told, total) = tokio::sync::oneshot::channel();
        let mut rows = self
            .stream(move |snapshot, sender| {
                let Some(Statements { count, keys }) = statements(snapshot)? else {
                    // A receiver that is gone wants neither the number nor the rows.
                    let _ = told.send(0);
                    return Ok(());
                };
                if told.send(snapshot.count(&count)?).is_err() {
                    return Ok(());
                }
                let mut statement = snapshot.prepare_cached(&keys.text)?;
                let mut found = statement.query(params_from_iter(&keys.values))?;
                let mut chunk = Vec::with_capacity(CHUNK);
                loop {
                    let key = found.next()?.map(reading.key).transpose()?;
                    let last = key.is_none();
                    chunk.extend(key);
                    if !chunk.is_empty() && (chunk.len() == CHUNK || last) {
                        let rows = (reading.load)(snapshot, snapshot.dictionary(), &chunk)?;
                        chunk.clear();
                        if sender.send(rows).is_err() {
                            return Err(StoreError::BrokenOff);
                        }
                    }
                    if last {
                        return Ok(());
                    }
                }
            })
            .await?;
        match total.await {
            Ok(total) => Ok(List::Whole { rows, total }),
            // It failed before it could count: the error is all that comes.
            Err(_) => Err(rows.failure().await),
        }
    }
}
