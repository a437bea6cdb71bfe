//! Reading the copy, whole or what changed of it.

use super::Columns;
use super::profile::{Profile, Profiles};
use super::rows::{BYTES, Row, Rows};
use crate::store::database::Connection;
use crate::store::sql::Sql;
use crate::store::{StoreError, changes, codec};
use crate::types::BackupLocationStatus;

/// Rows that are read with one statement.
const TOGETHER: i64 = 10_000;

/// Bytes of a profile, about: itself twice, and a text.
const PROFILE: usize = 250;

/// The order is that of [`Reading::row`].
const COLUMNS: &str = "id, entity_id, policy_id, rule_id, node_id, status, type, hidden, mountable, snapshot_time, size, \
    queued_export_time + export_time + queued_store_time + store_time, status_info_folded, description_folded, source_id";

/// Which rows to read.
enum Which<'a> {
    /// Those after a row id, [`TOGETHER`] ids.
    After(i64),
    These(&'a [i64]),
}

impl Columns {
    /// Reads everything; none, where it would need more memory than `limit`, bytes.
    pub(super) fn read(connection: &Connection, limit: usize) -> Result<Option<Self>, StoreError> {
        for with_texts in [true, false] {
            let mut columns = Self {
                state: changes::state(connection)?,
                profiles: Profiles::new(with_texts),
                rows: Rows::default(),
            };
            if columns.add_new(connection, limit)? {
                return Ok(Some(columns));
            }
        }
        Ok(None)
    }

    /// Makes this the copy of the state that the connection sees, by reading what was added and changed since; false,
    /// where that is not known, or takes more than `limit` bytes.
    pub(super) fn follow(
        &mut self,
        connection: &Connection,
        limit: usize,
    ) -> Result<bool, StoreError> {
        let state = changes::state(connection)?;
        let Some(changed) = changes::since(connection, self.state)? else {
            return Ok(false);
        };
        for some in changed.chunks(1_000) {
            self.take(connection, &Which::These(some))?;
        }
        let fits = self.add_new(connection, limit)?;
        self.state = state;
        Ok(fits)
    }

    /// Reads the rows that are not here yet; false, where they need too much memory.
    fn add_new(&mut self, connection: &Connection, limit: usize) -> Result<bool, StoreError> {
        let last: i64 = connection
            .prepare_cached("SELECT coalesce(max(id), 0) FROM backups")?
            .query_row((), |row| row.get(0))?;
        let rows = usize::try_from(last)
            .unwrap_or(usize::MAX)
            .saturating_mul(BYTES);
        if rows > limit {
            return Ok(false);
        }
        self.rows.reserve(last);
        let mut after = self.rows.last();
        while after < last {
            self.take(connection, &Which::After(after))?;
            after += TOGETHER;
            if rows.saturating_add(self.profiles.count().saturating_mul(PROFILE)) > limit {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn take(&mut self, connection: &Connection, which: &Which<'_>) -> Result<(), StoreError> {
        if let Which::These(ids) = which {
            // One that was absorbed into another is no more. The greatest first: what then stands at the end goes.
            ids.iter().rev().for_each(|id| self.rows.clear(*id));
        }
        let places = locations(connection, which)?;
        let mut places = places.iter().peekable();
        let mut list = Vec::new();
        connection.query_each(
            &which.of(connection, COLUMNS, "backups", "id", "id"),
            |row| {
                let id = row.get(0)?;
                list.clear();
                let mut present = false;
                // Both come in the order of the backups; a location without its backup cannot be.
                while let Some(place) = places.next_if(|place| place.backup <= id) {
                    list.push(place.destination);
                    present |= place.present;
                }
                let mountable: bool = row.get(8)?;
                let profile = Profile {
                    entity: row.get(1)?,
                    source: row.get(14)?,
                    policy: row.get(2)?,
                    rule: row.get(3)?,
                    node: row.get(4)?,
                    status: codec::enumeration(row, 5)?,
                    kind: codec::enumeration(row, 6)?,
                    hidden: row.get(7)?,
                    mountable: mountable && present,
                    destinations: self.profiles.destinations(&list),
                    info: self.profiles.text(row.text(12)?),
                    description: self.profiles.text(row.text(13)?),
                };
                let row = Row {
                    profile: self.profiles.number(profile),
                    time: row.get(9)?,
                    size: row.get(10)?,
                    duration: row.get(11)?,
                };
                self.rows.set(id, row);
                Ok(())
            },
        )
    }
}

/// A location of a backup.
struct Place {
    backup: i64,
    destination: i64,
    present: bool,
}

fn locations(connection: &Connection, which: &Which<'_>) -> Result<Vec<Place>, StoreError> {
    let sql = which.of(
        connection,
        "backup_id, destination_id, status",
        "locations",
        "backup_id",
        "backup_id, position",
    );
    let mut places = Vec::new();
    connection.query_each(&sql, |row| {
        let status: BackupLocationStatus = codec::enumeration(row, 2)?;
        places.push(Place {
            backup: row.get(0)?,
            destination: row.get(1)?,
            present: status == BackupLocationStatus::Present,
        });
        Ok(())
    })?;
    Ok(places)
}

impl Which<'_> {
    fn of(
        &self,
        connection: &Connection,
        columns: &str,
        table: &str,
        id: &str,
        order: &str,
    ) -> Sql {
        let mut sql = Sql::new(&format!("SELECT {columns} FROM {table} WHERE {id} "));
        match self {
            Self::After(after) => {
                sql.push("> ").bind(*after).push(&format!(" AND {id} <= "));
                sql.bind(after.saturating_add(TOGETHER));
            }
            Self::These(ids) => {
                sql.push("IN ").bind_ids(connection.engine(), ids);
            }
        }
        sql.push(" ORDER BY ").push(order);
        sql
    }
}
