//! One connection to the catalog's database, of whichever kind: the rest of the store speaks to SQLite and PostgreSQL
//! through these types alone.
//!
//! Calls wait for their answer: what uses them runs on threads that may. With SQLite that is how it works anyway; with
//! PostgreSQL it keeps one piece of code for both. Values travel as SQLite knows them (integers, texts, bytes, null).

mod engine;
mod inserts;
mod parameters;
#[cfg(feature = "postgres")]
mod postgres;
mod row;
mod sqlite;
mod statement;
mod transaction;

use super::StoreError;
use super::sql::Sql;

pub(super) use engine::Engine;
pub(super) use inserts::{Inserts, Table};
pub(super) use parameters::{Parameters, Take};
#[cfg(feature = "postgres")]
pub(super) use postgres::{Postgres, Server};
pub(super) use row::Row;
pub(super) use sqlite::{Role, open as open_sqlite, open_plain};
pub(super) use statement::{OptionalRow, Statement};
pub(super) use transaction::{Access, Transaction};

/// A connection.
#[derive(Debug)]
pub(super) enum Connection {
    /// To a SQLite file.
    Sqlite(rusqlite::Connection),
    /// To a PostgreSQL server.
    #[cfg(feature = "postgres")]
    Postgres(Box<Postgres>),
}

impl Connection {
    /// What is at the other end.
    pub(super) fn engine(&self) -> Engine {
        match self {
            Self::Sqlite(_) => Engine::Sqlite,
            #[cfg(feature = "postgres")]
            Self::Postgres(_) => Engine::Postgres,
        }
    }

    /// Whether it is of no more use, as far as is known.
    pub(super) fn is_broken(&self) -> bool {
        match self {
            Self::Sqlite(_) => false,
            #[cfg(feature = "postgres")]
            Self::Postgres(connection) => connection.is_broken(),
        }
    }

    /// The same, after hearing whether the other end has hung up; not for an asynchronous task.
    pub(super) fn has_ended(&self) -> bool {
        match self {
            Self::Sqlite(_) => false,
            #[cfg(feature = "postgres")]
            Self::Postgres(connection) => connection.has_ended(),
        }
    }

    /// A statement, which is prepared once for each connection. Parameters are `$1`, `$2`, … in the order in which they
    /// stand.
    pub(super) fn prepare_cached(&self, sql: &str) -> Result<Statement<'_>, StoreError> {
        #[cfg(test)]
        super::plans::sqlite::note(self, sql);
        Ok(match self {
            Self::Sqlite(connection) => Statement::Sqlite(connection.prepare_cached(sql)?),
            #[cfg(feature = "postgres")]
            Self::Postgres(connection) => Statement::Postgres(connection.prepare(sql)?),
        })
    }

    /// The first row of a query; [`StoreError::NoRow`] without one.
    pub(super) fn query_row<T>(
        &self,
        sql: &str,
        parameters: impl Parameters,
        read: impl FnOnce(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.prepare_cached(sql)?.query_row(parameters, read)
    }

    /// Reads all rows of a query. `read` may run other queries: with PostgreSQL all rows are there before the first is
    /// read.
    pub(super) fn query_each(
        &self,
        sql: &Sql,
        read: impl FnMut(&Row<'_>) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let mut statement = self.prepare_cached(&sql.text)?;
        let rows = statement.query(&sql.values)?;
        #[cfg(feature = "postgres")]
        let rows = match rows {
            statement::Rows::Postgres(mut rows) => {
                rows.hold()?;
                statement::Rows::Postgres(rows)
            }
            rows @ statement::Rows::Sqlite(_) => rows,
        };
        rows.each(read)
    }

    /// Reads all rows of a query, of which there may be more than fit into memory. `read` must not use the connection.
    pub(super) fn scan(
        &self,
        sql: &Sql,
        read: impl FnMut(&Row<'_>) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let mut statement = self.prepare_cached(&sql.text)?;
        statement.query(&sql.values)?.each(read)
    }

    /// Runs a statement that returns no rows; how many it changed.
    pub(super) fn execute(
        &self,
        sql: &str,
        parameters: impl Parameters,
    ) -> Result<u64, StoreError> {
        self.prepare_cached(sql)?.execute(parameters)
    }

    /// Runs an INSERT into a table with an `id`; the id that the row got.
    pub(super) fn insert(&self, sql: &str, parameters: impl Parameters) -> Result<i64, StoreError> {
        self.query_row(&format!("{sql} RETURNING id"), parameters, |row| row.get(0))
    }

    /// Runs `work`, whose statements may take as long as they need.
    #[cfg(feature = "postgres")]
    pub(super) fn without_limits<T>(
        &self,
        work: impl FnOnce() -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        match self {
            Self::Sqlite(_) => work(),
            Self::Postgres(connection) => connection.without_limits(work),
        }
    }

    /// Runs statements without parameters, one after the other.
    pub(super) fn execute_batch(&self, sql: &str) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(connection) => Ok(connection.execute_batch(sql)?),
            #[cfg(feature = "postgres")]
            Self::Postgres(connection) => connection.batch(sql).map(|_| ()),
        }
    }
}
