//! The copies of a backup: rows of `locations`.

use crate::store::database::{Inserts, Row, Statement, Table, Transaction};
use uuid::Uuid;

use super::names::Names;
use crate::domain::facts::Copied;
use crate::domain::identity;
use crate::domain::state::State;
use crate::store::StoreError;
use crate::types::BackupLocationStatus;

/// Reads the copies of a backup, in order.
pub(super) const SELECT: &str =
    "SELECT destination_id, destination_type, role, reported_status, retention_hint, archive_expire, status_info
     FROM locations WHERE backup_id = $1 ORDER BY position";

/// Reads the copies of several backups, whose ids come last; the column [`BACKUP`] says whose each is.
pub(super) const SELECT_MANY: &str =
    "SELECT destination_id, destination_type, role, reported_status, retention_hint, archive_expire, status_info, backup_id
     FROM locations WHERE backup_id IN ";

/// See [`SELECT_MANY`].
pub(super) const BACKUP: usize = 7;

/// What is written of a copy.
const COLUMNS: [&str; 11] = [
    "backup_id",
    "position",
    "guid",
    "destination_id",
    "destination_type",
    "role",
    "status",
    "reported_status",
    "retention_hint",
    "archive_expire",
    "status_info",
];

/// The copies of a backup, in order, by the statement [`SELECT`].
pub(super) fn read(statement: &mut Statement<'_>, backup: i64) -> Result<Vec<Copied>, StoreError> {
    statement.query_all([backup], copied)
}

/// One row of [`SELECT`] or [`SELECT_MANY`].
pub(super) fn copied(row: &Row<'_>) -> Result<Copied, StoreError> {
    let word = |index: usize| -> Result<String, StoreError> { row.get(index) };
    Ok(Copied {
        destination: row.get(0)?,
        destination_type: row.get(1)?,
        role: parse(&word(2)?, "a role")?,
        status: row
            .get::<Option<String>>(3)?
            .map(|text| parse(&text, "a location status"))
            .transpose()?,
        retention_hint: parse(&word(4)?, "a retention hint")?,
        archive_expire: row.get(5)?,
        status_info: row.get(6)?,
    })
}

/// Writes copies.
pub(super) struct CopyWriter<'t> {
    transaction: &'t Transaction<'t>,
    rows: Inserts<'t>,
}

impl<'t> CopyWriter<'t> {
    pub(super) fn new(transaction: &'t Transaction<'t>) -> Result<Self, StoreError> {
        Ok(Self {
            transaction,
            rows: transaction.prepare_inserts(&Table::Locations, &COLUMNS, "")?,
        })
    }

    /// Writes the copies of a backup that has none in the catalog yet.
    pub(super) fn add(
        &mut self,
        destinations: &mut Names<'_>,
        backup: i64,
        guid: Uuid,
        state: &State,
    ) -> Result<(), StoreError> {
        for (position, copy) in (0_i64..).zip(&state.copies) {
            let destination = destinations.get(copy.destination)?.guid;
            self.rows.add((
                backup,
                position,
                identity::location(guid, destination),
                copy.destination,
                &copy.destination_type,
                copy.role.as_str(),
                state.copy_status(copy).as_str(),
                copy.status.map(BackupLocationStatus::as_str),
                copy.retention_hint.as_str(),
                copy.archive_expire,
                &copy.status_info,
            ))?;
        }
        Ok(())
    }

    /// Writes the copies anew.
    pub(super) fn replace(
        &mut self,
        destinations: &mut Names<'_>,
        backup: i64,
        guid: Uuid,
        state: &State,
    ) -> Result<(), StoreError> {
        self.transaction
            .prepare_cached("DELETE FROM locations WHERE backup_id = $1")?
            .execute_later([backup])?;
        self.add(destinations, backup, guid, state)
    }
}

fn parse<T: std::str::FromStr>(text: &str, expected: &'static str) -> Result<T, StoreError> {
    text.parse().map_err(|_| StoreError::Corrupt {
        value: text.to_owned(),
        expected,
    })
}
