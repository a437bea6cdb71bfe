//! Lists of backups: first which, in order, then what is to be known of them.

use std::sync::Arc;

use super::database::Engine;
use uuid::Uuid;

use super::backup_row::{load, load_details};
use super::found::Found;
use super::loaded_page::LoadedPage;
use super::order::Ordering;
use super::pages::{ListRow, Question};
use super::restriction::Restriction;
use super::snapshot::Snapshot;
use super::sql::Sql;
use super::{Rows, Store, StoreError, rollup, sooner};
use crate::domain::backup::{Backup, BackupDetails};
use crate::domain::page::{Listing, Page};
use crate::domain::selection::{Order, Selection};

/// What a list selects and how.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct ListQuery {
    /// Which backups.
    pub selection: Selection,
    /// In what order.
    pub order: Order,
}

/// A list: rows that are all here, or all rows on their way.
#[derive(Debug)]
pub enum List<T> {
    /// A page, or a whole list that is short.
    Page(Arc<LoadedPage<T>>),
    /// All rows of a list that may be long.
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

/// Reads what is to be known of the backups with some row ids.
pub(super) type Load<T> = fn(&Snapshot, &[i64]) -> Result<Vec<T>, StoreError>;

/// How a list is read: first row ids, 8 bytes each, then chunk by chunk what is to be known of the rows.
pub(super) struct Plan<T> {
    /// The number of rows before paging.
    pub(super) total: i64,
    /// Reads the row ids, in order, without paging.
    pub(super) ids: Sql,
    /// Reads what is to be known.
    pub(super) load: Box<LoadFrom<T>>,
}

type LoadFrom<T> = dyn Fn(&Snapshot, &[i64]) -> Result<Vec<T>, StoreError>;

impl Store {
    /// The backups of a selection.
    pub async fn backups(&self, query: ListQuery, page: Page) -> Result<List<Backup>, StoreError> {
        self.list(query, Restriction::None, page, load).await
    }

    /// The backups of a selection in detail.
    pub async fn backups_detailed(
        &self,
        query: ListQuery,
        page: Page,
    ) -> Result<List<BackupDetails>, StoreError> {
        self.list(query, Restriction::None, page, load_details)
            .await
    }

    /// The backups of a selection that are neither SUCCESS nor `PARTIAL_SUCCESS`, if there are any.
    pub async fn unsuccessful(
        &self,
        selection: Selection,
    ) -> Result<Option<Unsuccessful>, StoreError> {
        self.select(move |snapshot| {
            let restriction = Restriction::Unsuccessful;
            let Some(found) = Found::new(snapshot, &selection, restriction)? else {
                return Ok(None);
            };
            let query = ListQuery {
                selection,
                order: Order::default(),
            };
            let count = count(snapshot, &query.selection, restriction, &found)?;
            if count == 0 {
                return Ok(None);
            }
            let first = Page::Rows {
                offset: 0,
                limit: 1,
            };
            let ordering = Ordering::new(query.order, snapshot);
            let mut sql = match sooner::ids(&snapshot.reading(), &query, restriction, first, count)?
            {
                Some(ids) => of_ids("b.guid", snapshot.engine(), &ids, &ordering),
                None => found.in_order("b.guid", &ordering),
            };
            sql.push(" LIMIT 1");
            let first = snapshot
                .prepare_cached(&sql.text)?
                .query_row(&sql.values, |row| row.get(0))?;
            Ok(Some(Unsuccessful { count, first }))
        })
        .await
    }

    /// A list with one row a backup.
    pub(super) async fn list<T: ListRow>(
        &self,
        query: ListQuery,
        restriction: Restriction,
        page: Page,
        load: Load<T>,
    ) -> Result<List<T>, StoreError> {
        let question = Question {
            query: query.clone(),
            restriction,
            page,
        };
        let plan = move |snapshot: &mut Snapshot| {
            let Some(found) = Found::new(snapshot, &query.selection, restriction)? else {
                return Ok(None);
            };
            let total = count(snapshot, &query.selection, restriction, &found)?;
            let ordering = Ordering::new(query.order, snapshot);
            let ids = match sooner::ids(&snapshot.reading(), &query, restriction, page, total)? {
                Some(ids) => of_ids("b.id", snapshot.engine(), &ids, &ordering),
                None => found.in_order("b.id", &ordering),
            };
            Ok(Some(Plan {
                total,
                ids,
                load: Box::new(load),
            }))
        };
        self.read_list(question, plan).await
    }

    /// A list of any kind; without a plan nothing can be found.
    pub(super) async fn read_list<T, P>(
        &self,
        question: Question,
        plan: P,
    ) -> Result<List<T>, StoreError>
    where
        T: ListRow,
        P: FnOnce(&mut Snapshot) -> Result<Option<Plan<T>>, StoreError> + Send + 'static,
    {
        let Page::Rows { offset, limit } = question.page else {
            return self.read_whole(question, plan).await;
        };
        self.select(move |snapshot| {
            let read = |snapshot: &mut Snapshot| {
                let Some(Plan {
                    total,
                    mut ids,
                    load,
                }) = plan(snapshot)?
                else {
                    return Ok(Listing {
                        rows: Vec::new(),
                        total: 0,
                    });
                };
                ids.push(" LIMIT ")
                    .bind(limit)
                    .push(" OFFSET ")
                    .bind(offset);
                let ids = snapshot
                    .prepare_cached(&ids.text)?
                    .query_all(&ids.values, |row| row.get(0))?;
                let rows = load(snapshot, &ids)?;
                Ok(Listing { rows, total })
            };
            snapshot.page(question, read).map(List::Page)
        })
        .await
    }
}

/// An expression over the backups with these row ids, in order.
pub(super) fn of_ids(expression: &str, engine: Engine, ids: &[i64], ordering: &Ordering) -> Sql {
    let mut sql = Sql::new(&format!("SELECT {expression} FROM "));
    sql.bind_rows(engine, ids)
        .push(" found JOIN backups b ON b.id = CAST(found.value AS BIGINT)")
        .push(&ordering.join)
        .push(&ordering.clause);
    sql
}

/// How many backups a selection finds.
fn count(
    snapshot: &mut Snapshot,
    selection: &Selection,
    restriction: Restriction,
    found: &Found,
) -> Result<i64, StoreError> {
    if restriction == Restriction::None
        && let Some(rows) = rollup::rows(snapshot, selection)?
    {
        return snapshot.count(&rollup::count(&rows), |_| Ok(None));
    }
    snapshot.count(&found.count(), |reading| {
        reading.columns(selection, restriction, |columns, condition| {
            Ok(columns.count(condition))
        })
    })
}
