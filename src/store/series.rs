//! Statistics with one row a backup: sizes, task times, transfer rates.

use rusqlite::{Connection, Row};

use super::backup_row::Names;
use super::codec;
use super::dictionary::Dictionary;
use super::list::{List, ListQuery};
use super::{Store, StoreError};
use crate::domain::backup::TaskTimes;
use crate::domain::page::Page;
use crate::domain::selection::{Order, Selection};
use crate::domain::statistics::{Duration, Rate, Size, rate};
use crate::types::{BackupOrder, SortDirection};

/// The tasks that move data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transfer {
    /// From the source.
    Export,
    /// To the destination.
    Store,
}

impl Store {
    /// The sizes of the selected backups that hold data.
    pub async fn sizes(&self, query: ListQuery, page: Page) -> Result<List<Size>, StoreError> {
        self.list(
            query,
            "b.status IN ('SUCCESS', 'SUCCESS_REMOVED', 'PARTIAL_SUCCESS')",
            page,
            load_sizes,
        )
        .await
    }

    /// The task times of the selected backups.
    pub async fn durations(
        &self,
        query: ListQuery,
        page: Page,
    ) -> Result<List<Duration>, StoreError> {
        self.list(query, "", page, load_durations).await
    }

    /// The transfer rates of the selected backups that have a time for the task, the oldest first.
    pub async fn rates(
        &self,
        selection: Selection,
        transfer: Transfer,
    ) -> Result<List<Rate>, StoreError> {
        let order = Order {
            by: Some(BackupOrder::SnapshotTime),
            direction: Some(SortDirection::Asc),
        };
        let query = ListQuery { selection, order };
        match transfer {
            Transfer::Export => {
                self.list(query, "b.export_time > 0", Page::Whole, load_export_rates)
                    .await
            }
            Transfer::Store => {
                self.list(query, "b.store_time > 0", Page::Whole, load_store_rates)
                    .await
            }
        }
    }
}

/// Reads one row for each id.
fn each<T>(
    connection: &Connection,
    columns: &str,
    ids: &[i64],
    mut read: impl FnMut(&Row) -> Result<T, StoreError>,
) -> Result<Vec<T>, StoreError> {
    let mut statement =
        connection.prepare_cached(&format!("SELECT {columns} FROM backups WHERE id = $1"))?;
    ids.iter()
        .map(|id| {
            let mut rows = statement.query([id])?;
            read(rows.next()?.ok_or(rusqlite::Error::QueryReturnedNoRows)?)
        })
        .collect()
}

fn load_sizes(
    connection: &Connection,
    dictionary: &Dictionary,
    ids: &[i64],
) -> Result<Vec<Size>, StoreError> {
    each(
        connection,
        "guid, snapshot_time, backup_time, entity_id, type, size, transferred",
        ids,
        |row| {
            Ok(Size {
                guid: row.get(0)?,
                snapshot_time: row.get(1)?,
                backup_time: row.get(2)?,
                entity: dictionary.entity(connection, row.get(3)?)?,
                kind: codec::enumeration(row, 4)?,
                size: row.get(5)?,
                transferred: row.get(6)?,
            })
        },
    )
}

fn load_durations(
    connection: &Connection,
    dictionary: &Dictionary,
    ids: &[i64],
) -> Result<Vec<Duration>, StoreError> {
    let columns = "guid, snapshot_time, entity_id, status, queued_export_time, export_time, queued_store_time, store_time";
    each(connection, columns, ids, |row| {
        Ok(Duration {
            guid: row.get(0)?,
            snapshot_time: row.get(1)?,
            entity: dictionary.entity(connection, row.get(2)?)?,
            status: codec::enumeration(row, 3)?,
            times: TaskTimes {
                queued_export: row.get(4)?,
                export: row.get(5)?,
                queued_store: row.get(6)?,
                store: row.get(7)?,
            },
        })
    })
}

fn load_export_rates(
    connection: &Connection,
    dictionary: &Dictionary,
    ids: &[i64],
) -> Result<Vec<Rate>, StoreError> {
    load_rates(
        connection,
        dictionary,
        ids,
        "id, snapshot_time, coalesce(transferred, size), export_time",
    )
}

fn load_store_rates(
    connection: &Connection,
    dictionary: &Dictionary,
    ids: &[i64],
) -> Result<Vec<Rate>, StoreError> {
    load_rates(
        connection,
        dictionary,
        ids,
        "id, snapshot_time, coalesce(transferred, size), store_time",
    )
}

fn load_rates(
    connection: &Connection,
    dictionary: &Dictionary,
    ids: &[i64],
    columns: &str,
) -> Result<Vec<Rate>, StoreError> {
    let mut names = Names::new(connection)?;
    each(connection, columns, ids, |row| {
        Ok(Rate {
            backup: names.get(connection, dictionary, row.get(0)?)?,
            snapshot_time: row.get(1)?,
            rate: rate(row.get(2)?, row.get(3)?),
        })
    })
}
