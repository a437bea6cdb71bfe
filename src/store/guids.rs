//! Backups by guid.

use super::database::{Connection, OptionalRow as _};
use uuid::Uuid;

use super::StoreError;

/// The row of the backup with this guid, also one that it had before.
pub(super) fn backup_id(connection: &Connection, guid: Uuid) -> Result<Option<i64>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT id FROM backups WHERE guid = $1 UNION ALL SELECT backup_id FROM aliases WHERE guid = $1 LIMIT 1",
    )?;
    statement.query_row([guid], |row| row.get(0)).optional()
}
