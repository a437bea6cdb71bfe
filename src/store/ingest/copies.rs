//! The copies of a backup: rows of `locations`.

use rusqlite::Transaction;
use uuid::Uuid;

use super::names::Names;
use crate::domain::facts::Copied;
use crate::domain::identity;
use crate::domain::state::State;
use crate::store::StoreError;

/// The copies of a backup, in order.
pub(super) fn read(transaction: &Transaction<'_>, backup: i64) -> Result<Vec<Copied>, StoreError> {
    let mut statement = transaction.prepare_cached(
        "SELECT destination_id, destination_type, role, reported_status, retention_hint, archive_expire, status_info
         FROM locations WHERE backup_id = $1 ORDER BY position",
    )?;
    let mut rows = statement.query([backup])?;
    let mut copies = Vec::new();
    while let Some(row) = rows.next()? {
        let word = |index: usize| -> Result<String, rusqlite::Error> { row.get(index) };
        copies.push(Copied {
            destination: row.get(0)?,
            destination_type: row.get(1)?,
            role: parse(&word(2)?, "a role")?,
            status: row
                .get::<_, Option<String>>(3)?
                .map(|text| parse(&text, "a location status"))
                .transpose()?,
            retention_hint: parse(&word(4)?, "a retention hint")?,
            archive_expire: row.get(5)?,
            status_info: row.get(6)?,
        });
    }
    Ok(copies)
}

/// Writes the copies of a backup that has none in the catalog yet.
pub(super) fn add(
    transaction: &Transaction<'_>,
    destinations: &mut Names<'_>,
    backup: i64,
    guid: Uuid,
    state: &State,
) -> Result<(), StoreError> {
    if state.copies.is_empty() {
        return Ok(());
    }
    let mut statement = transaction.prepare_cached(
        "INSERT INTO locations (backup_id, position, guid, destination_id, destination_type, role, status,
         reported_status, retention_hint, archive_expire, status_info)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    )?;
    for (position, copy) in (0_i64..).zip(&state.copies) {
        let destination = destinations.get(copy.destination)?.guid;
        statement.execute((
            backup,
            position,
            identity::location(guid, destination),
            copy.destination,
            &copy.destination_type,
            copy.role.as_str(),
            state.copy_status(copy).as_str(),
            copy.status.map(|status| status.as_str()),
            copy.retention_hint.as_str(),
            copy.archive_expire,
            &copy.status_info,
        ))?;
    }
    Ok(())
}

/// Writes the copies anew.
pub(super) fn replace(
    transaction: &Transaction<'_>,
    destinations: &mut Names<'_>,
    backup: i64,
    guid: Uuid,
    state: &State,
) -> Result<(), StoreError> {
    transaction
        .prepare_cached("DELETE FROM locations WHERE backup_id = $1")?
        .execute([backup])?;
    add(transaction, destinations, backup, guid, state)
}

fn parse<T: std::str::FromStr>(text: &str, expected: &'static str) -> Result<T, StoreError> {
    text.parse().map_err(|_| StoreError::Corrupt {
        value: text.to_owned(),
        expected,
    })
}
