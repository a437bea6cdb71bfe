//! Statistics with one row a backup: sizes, task times, transfer rates.

use super::backup_row::each;
use super::codec;
use super::list::{List, ListQuery};
use super::names::Names;
use super::restriction::Restriction;
use super::snapshot::Snapshot;
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
        self.list(query, Restriction::Data, page, load_sizes).await
    }

    /// The task times of the selected backups.
    pub async fn durations(
        &self,
        query: ListQuery,
        page: Page,
    ) -> Result<List<Duration>, StoreError> {
        self.list(query, Restriction::None, page, load_durations)
            .await
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
                self.list(query, Restriction::Exported, Page::Whole, load_export_rates)
                    .await
            }
            Transfer::Store => {
                self.list(query, Restriction::Stored, Page::Whole, load_store_rates)
                    .await
            }
        }
    }
}

fn load_sizes(snapshot: &Snapshot, ids: &[i64]) -> Result<Vec<Size>, StoreError> {
    each(
        snapshot,
        "id, guid, snapshot_time, backup_time, entity_id, type, size, transferred",
        ids,
        |row| {
            Ok(Size {
                guid: row.get(1)?,
                snapshot_time: row.get(2)?,
                backup_time: row.get(3)?,
                entity: snapshot.dictionary().entity(snapshot, row.get(4)?)?,
                kind: codec::enumeration(row, 5)?,
                size: row.get(6)?,
                transferred: row.get(7)?,
            })
        },
    )
}

fn load_durations(snapshot: &Snapshot, ids: &[i64]) -> Result<Vec<Duration>, StoreError> {
    let columns = "id, guid, snapshot_time, entity_id, status, queued_export_time, export_time, queued_store_time, store_time";
    each(snapshot, columns, ids, |row| {
        Ok(Duration {
            guid: row.get(1)?,
            snapshot_time: row.get(2)?,
            entity: snapshot.dictionary().entity(snapshot, row.get(3)?)?,
            status: codec::enumeration(row, 4)?,
            times: TaskTimes {
                queued_export: row.get(5)?,
                export: row.get(6)?,
                queued_store: row.get(7)?,
                store: row.get(8)?,
            },
        })
    })
}

fn load_export_rates(snapshot: &Snapshot, ids: &[i64]) -> Result<Vec<Rate>, StoreError> {
    load_rates(
        snapshot,
        ids,
        "id, guid, entity_id, snapshot_time, coalesce(transferred, size), export_time",
    )
}

fn load_store_rates(snapshot: &Snapshot, ids: &[i64]) -> Result<Vec<Rate>, StoreError> {
    load_rates(
        snapshot,
        ids,
        "id, guid, entity_id, snapshot_time, coalesce(transferred, size), store_time",
    )
}

fn load_rates(snapshot: &Snapshot, ids: &[i64], columns: &str) -> Result<Vec<Rate>, StoreError> {
    each(snapshot, columns, ids, |row| {
        let entity = snapshot.dictionary().entity(snapshot, row.get(2)?)?;
        let snapshot_time = row.get(3)?;
        Ok(Rate {
            backup: Names::of(row.get(1)?, &entity, snapshot_time),
            snapshot_time,
            rate: rate(row.get(4)?, row.get(5)?),
        })
    })
}
