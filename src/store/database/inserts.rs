//! Rows on their way into a table.

use super::{Connection, Parameters, StoreError};

/// A table that many rows are put into at once. In the order in which their rows refer to each other: each to those of
/// the tables before it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::store) enum Table {
    Backups,
    Locations,
    Aliases,
    Rollups,
    /// Another one, whose references to others are not looked at while it is filled.
    #[cfg(feature = "postgres")]
    Other(String),
}

impl Table {
    fn name(&self) -> &str {
        match self {
            Self::Backups => "backups",
            Self::Locations => "locations",
            Self::Aliases => "aliases",
            Self::Rollups => "rollups",
            #[cfg(feature = "postgres")]
            Self::Other(name) => name,
        }
    }
}

/// Puts rows into a table. They are there for any other statement of the connection. To PostgreSQL many travel together:
/// what fails of them fails a later statement, at the latest the commit.
pub(in crate::store) enum Inserts<'c> {
    Sqlite(rusqlite::CachedStatement<'c>),
    #[cfg(feature = "postgres")]
    Postgres(super::postgres::Inserts<'c>),
}

impl Connection {
    /// Prepares to put rows into these columns of a table. `on_conflict` says what to do with a row that is there already:
    /// `ON CONFLICT …`, or nothing if that is an error. Rows that are added one after the other do not conflict with each
    /// other.
    pub(in crate::store) fn prepare_inserts(
        &self,
        table: &Table,
        columns: &[&str],
        on_conflict: &str,
    ) -> Result<Inserts<'_>, StoreError> {
        let places: Vec<String> = (1..=columns.len()).map(|n| format!("${n}")).collect();
        let into = format!("INSERT INTO {} ({})", table.name(), columns.join(", "));
        let one = format!("{into} VALUES ({}) {on_conflict}", places.join(", "));
        Ok(match self {
            Self::Sqlite(connection) => Inserts::Sqlite(connection.prepare_cached(&one)?),
            #[cfg(feature = "postgres")]
            Self::Postgres(connection) => {
                let many = |rows: &str| format!("{into} {rows} {on_conflict}");
                Inserts::Postgres(connection.prepare_inserts(table, &one, many)?)
            }
        })
    }
}

impl Inserts<'_> {
    /// Adds a row: a value for each column.
    pub(in crate::store) fn add(&mut self, row: impl Parameters) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(statement) => {
                super::statement::bind(statement, row)?;
                statement.raw_execute()?;
                Ok(())
            }
            #[cfg(feature = "postgres")]
            Self::Postgres(inserts) => inserts.add(row),
        }
    }
}
