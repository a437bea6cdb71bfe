//! What is taken off tables while they are filled: indexes, and what PostgreSQL checks of each row.
//!
//! Made anew of all rows at once they cost a fraction: put into them one by one, rows come in no order that they have,
//! and ten million backups change sixty million pages of a file. It is part of the transaction, so that a copy that fails leaves
//! everything as it was.

use super::tables::Table;
use crate::store::StoreError;
use crate::store::database::{Connection, Engine};

/// The kinds of things that are set aside, each a query of what takes one off a table and what puts it back. What rests
/// on others comes first. Primary keys stay: rows come in their order.
const SQLITE: &[&str] = &[
    "SELECT 'DROP INDEX \"' || name || '\"', sql FROM sqlite_schema
     WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = $1",
];
const POSTGRES: &[&str] = &[
    "SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname),
            format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
     FROM pg_constraint WHERE conrelid = to_regclass($1) AND contype = 'f'",
    "SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname),
            format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
     FROM pg_constraint WHERE conrelid = to_regclass($1) AND contype = 'u'",
    "SELECT format('DROP INDEX %s', indexrelid::regclass), pg_get_indexdef(indexrelid)
     FROM pg_index WHERE indrelid = to_regclass($1)
         AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid)",
];

/// What brings it back, in the order in which it was taken.
pub(super) struct SetAside(Vec<String>);

impl SetAside {
    /// Takes it off the tables.
    pub(super) fn take(connection: &Connection, tables: &[Table]) -> Result<Self, StoreError> {
        let kinds = match connection.engine() {
            Engine::Sqlite => SQLITE,
            Engine::Postgres => POSTGRES,
        };
        let mut back = Vec::new();
        for kind in kinds {
            for table in tables {
                let there = connection
                    .prepare_cached(kind)?
                    .query_all([&table.name], |row| {
                        Ok((row.get::<String>(0)?, row.get::<String>(1)?))
                    })?;
                for (off, on) in there {
                    connection.execute_batch(&off)?;
                    back.push(on);
                }
            }
        }
        Ok(Self(back))
    }

    /// Puts it back.
    pub(super) fn put_back(
        self,
        connection: &Connection,
        tables: &[Table],
    ) -> Result<(), StoreError> {
        for on in self.0.iter().rev() {
            connection.execute_batch(on)?;
        }
        if connection.engine().is_far() {
            // Else it plans by tables that it knows to be empty, until it finds the time to look.
            for table in tables {
                connection.execute_batch(&format!("ANALYZE {}", table.name))?;
            }
        }
        Ok(())
    }
}
