//! Transactions.

use std::ops::Deref;

use super::{Connection, StoreError};

/// What a transaction is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) enum Access {
    /// All its statements see the same state of the catalog.
    Read,
    /// The only one that writes, in all processes, until it ends.
    Write,
}

/// A transaction; what it wrote is gone if it is dropped without [`Transaction::commit`].
#[derive(Debug)]
pub(in crate::store) struct Transaction<'c> {
    connection: &'c Connection,
    version: i64,
    open: bool,
}

impl Connection {
    /// Begins a transaction.
    pub(in crate::store) fn begin(&self, access: Access) -> Result<Transaction<'_>, StoreError> {
        let version = match self {
            Self::Sqlite(connection) => begin_sqlite(connection, access)?,
            #[cfg(feature = "postgres")]
            Self::Postgres(connection) => connection.begin(access)?,
        };
        Ok(Transaction {
            connection: self,
            version,
            open: true,
        })
    }
}

/// Begins a transaction; the `data_version` that it sees.
fn begin_sqlite(connection: &rusqlite::Connection, access: Access) -> Result<i64, StoreError> {
    // Immediate: a transaction that began by reading could fail to become a writing one.
    let begin = match access {
        Access::Read => "BEGIN",
        Access::Write => "BEGIN IMMEDIATE",
    };
    connection.prepare_cached(begin)?.raw_execute()?;
    // Also what makes SQLite take its snapshot: the version belongs to it.
    let version = connection
        .prepare_cached("PRAGMA data_version")?
        .query_row([], |row| row.get(0));
    if version.is_err() {
        connection.execute_batch("ROLLBACK")?;
    }
    Ok(version?)
}

impl Transaction<'_> {
    /// The state of the catalog that it sees: SQLite's `data_version`, which changes with every commit of any other
    /// connection or process; in PostgreSQL the number of commits.
    pub(in crate::store) fn version(&self) -> i64 {
        self.version
    }

    /// Ends it and keeps what it wrote.
    pub(in crate::store) fn commit(mut self) -> Result<(), StoreError> {
        self.open = false;
        match self.connection {
            Connection::Sqlite(connection) => {
                let committed = connection.prepare_cached("COMMIT")?.raw_execute();
                if committed.is_err() {
                    self.open = true;
                }
                committed?;
                Ok(())
            }
            #[cfg(feature = "postgres")]
            Connection::Postgres(connection) => connection.commit(),
        }
    }
}

impl Deref for Transaction<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        self.connection
    }
}

impl Drop for Transaction<'_> {
    fn drop(&mut self) {
        if !self.open {
            return;
        }
        match self.connection {
            Connection::Sqlite(connection) => {
                // A full disk may have ended it already.
                if !connection.is_autocommit()
                    && let Err(error) = connection.execute_batch("ROLLBACK")
                {
                    tracing::error!(%error, "a transaction could not be rolled back");
                }
            }
            #[cfg(feature = "postgres")]
            Connection::Postgres(connection) => connection.roll_back(),
        }
    }
}
