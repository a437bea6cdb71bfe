//! Lists of backups: first which, in order, then what is to be known of them.

use rusqlite::{Connection, params_from_iter};
use uuid::Uuid;

use super::backup_row::{load, load_details};
use super::dictionary::Dictionary;
use super::filter::Filter;
use super::order::Ordering;
use super::snapshot::Snapshot;
use super::sql::Sql;
use super::{Rows, Store, StoreError};
use crate::domain::backup::{Backup, BackupDetails};
use crate::domain::page::{Listing, Page};
use crate::domain::selection::{Order, Selection};

/// Rows that are read before they are handed on. A chunk of records is about half a MiB as JSON.
pub(super) const CHUNK: usize = 500;

/// Reads what is to be known of the backups with some row ids.
pub(super) type Load<T> = fn(&Connection, &Dictionary, &[i64]) -> Result<Vec<T>, StoreError>;

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
            let ids = found.ids(
                &Ordering::new(Order::default()),
                Page::Rows {
                    offset: 0,
                    limit: 1,
                },
            );
            let sql = ids.text.replacen("SELECT b.id", "SELECT b.guid", 1);
            let first = snapshot
                .prepare_cached(&sql)?
                .query_row(params_from_iter(&ids.values), |row| row.get(0))?;
            Ok(Some(Unsuccessful { count, first }))
        })
        .await
    }

    /// A list of any kind; `restriction` is a further condition on `backups b`.
    pub(super) async fn list<T: Send + 'static>(
        &self,
        query: ListQuery,
        restriction: &'static str,
        page: Page,
        load: Load<T>,
    ) -> Result<List<T>, StoreError> {
        match page {
            Page::Rows { .. } => {
                self.select(move |snapshot| {
                    let Some(found) = Found::new(snapshot, &query.selection, restriction)? else {
                        return Ok(List::Page(Listing {
                            rows: Vec::new(),
                            total: 0,
                        }));
                    };
                    let total = snapshot.count(&found.count())?;
                    let sql = found.ids(&Ordering::new(query.order), page);
                    let ids = read_ids(snapshot, &sql)?;
                    let rows = load(snapshot, snapshot.dictionary(), &ids)?;
                    Ok(List::Page(Listing { rows, total }))
                })
                .await
            }
            Page::Whole => self.whole(query, restriction, load).await,
        }
    }

    async fn whole<T: Send + 'static>(
        &self,
        query: ListQuery,
        restriction: &'static str,
        load: Load<T>,
    ) -> Result<List<T>, StoreError> {
        let (told, total) = tokio::sync::oneshot::channel();
        let mut rows = self
            .stream(move |snapshot, sender| {
                let Some(found) = Found::new(snapshot, &query.selection, restriction)? else {
                    // A receiver that is gone wants neither the number nor the rows.
                    let _ = told.send(0);
                    return Ok(());
                };
                if told.send(snapshot.count(&found.count())?).is_err() {
                    return Ok(());
                }
                let sql = found.ids(&Ordering::new(query.order), Page::Whole);
                let mut statement = snapshot.prepare_cached(&sql.text)?;
                let mut ids = statement.query(params_from_iter(&sql.values))?;
                let mut chunk = Vec::with_capacity(CHUNK);
                loop {
                    let id = ids.next()?.map(|row| row.get::<_, i64>(0)).transpose()?;
                    chunk.extend(id);
                    if !chunk.is_empty() && (chunk.len() == CHUNK || id.is_none()) {
                        let rows = load(snapshot, snapshot.dictionary(), &chunk)?;
                        chunk.clear();
                        if sender.send(rows).is_err() {
                            return Ok(());
                        }
                    }
                    if id.is_none() {
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

/// The rows that a selection finds.
pub(super) struct Found {
    conditions: Sql,
}

impl Found {
    /// None, where nothing can be found.
    pub(super) fn new(
        connection: &Connection,
        selection: &Selection,
        restriction: &str,
    ) -> Result<Option<Self>, StoreError> {
        let Filter::Where(mut conditions) = Filter::new(connection, selection)? else {
            return Ok(None);
        };
        if !restriction.is_empty() {
            let word = if conditions.text.is_empty() {
                " WHERE "
            } else {
                " AND "
            };
            conditions.push(word).push(restriction);
        }
        Ok(Some(Self { conditions }))
    }

    /// A statement over `backups b` that begins with `head` and ends in `tail`.
    pub(super) fn statement(&self, head: &str, tail: &str) -> Sql {
        // The conditions hold the only parameters before `tail`: their numbers stay.
        let mut sql = Sql {
            text: format!("{head}{}", self.conditions.text),
            values: self.conditions.values.clone(),
        };
        sql.push(tail);
        sql
    }

    /// How many.
    pub(super) fn count(&self) -> Sql {
        self.statement("SELECT count(*) FROM backups b", "")
    }

    /// Their row ids in order.
    pub(super) fn ids(&self, ordering: &Ordering, page: Page) -> Sql {
        let mut sql = self.statement(
            &format!("SELECT b.id FROM backups b{}", ordering.join),
            &ordering.clause,
        );
        if let Page::Rows { offset, limit } = page {
            sql.push(" LIMIT ")
                .bind(limit)
                .push(" OFFSET ")
                .bind(offset);
        }
        sql
    }
}

pub(super) fn read_ids(snapshot: &Snapshot, sql: &Sql) -> Result<Vec<i64>, StoreError> {
    let mut statement = snapshot.prepare_cached(&sql.text)?;
    let ids = statement
        .query_map(params_from_iter(&sql.values), |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    Ok(ids)
}
