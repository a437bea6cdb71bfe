//! Schema versions. The version is SQLite's `user_version`; each step runs in one transaction.

use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use super::StoreError;

/// Marks a file as a catalog ("bcat").
const APPLICATION_ID: i64 = 0x6263_6174;

/// The steps; the n-th makes version n + 1. A step that was released is never edited.
const STEPS: [&str; 1] = [include_str!("migrations/sqlite/0001_catalog.sql")];

/// The version of the schema that this program works on.
pub const SCHEMA_VERSION: i64 = 1;

/// Brings the database up to date. Two programs that start at once do it one after the other.
pub(super) fn run(connection: &mut Connection, file: &Path) -> Result<(), StoreError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Exclusive)?;
    let version: i64 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let application: i64 =
        transaction.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let tables: i64 =
        transaction.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    if application != APPLICATION_ID && (tables > 0 || application != 0) {
        return Err(StoreError::Foreign {
            file: file.to_owned(),
        });
    }
    if version > SCHEMA_VERSION {
        return Err(StoreError::Newer {
            file: file.to_owned(),
            found: version,
            known: SCHEMA_VERSION,
        });
    }
    let done = usize::try_from(version).map_err(|_| StoreError::Corrupt {
        value: version.to_string(),
        expected: "a schema version",
    })?;
    for step in &STEPS[done..] {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", SCHEMA_VERSION)?;
    transaction.commit()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{SCHEMA_VERSION, STEPS};

    #[test]
    fn the_version_counts_the_steps() {
        assert_eq!(usize::try_from(SCHEMA_VERSION), Ok(STEPS.len()));
    }
}
