//! Rows and their values.

use rusqlite::types::{FromSql, FromSqlError, ValueRef};

use super::StoreError;

/// A value of a row, as SQLite knows it.
pub(in crate::store::database) type Cell<'a> = ValueRef<'a>;

/// A row of a result.
#[derive(Debug)]
pub(in crate::store) enum Row<'a> {
    Sqlite(&'a rusqlite::Row<'a>),
    #[cfg(feature = "postgres")]
    Postgres(&'a tokio_postgres::Row),
}

impl<'a> Row<'a> {
    /// The value of a column, from 0; [`StoreError::Corrupt`] where it is of another kind.
    pub(in crate::store) fn get<T: FromSql>(&self, column: usize) -> Result<T, StoreError> {
        let cell = self.cell(column)?;
        T::column_result(cell).map_err(|error| corrupt(cell, &error))
    }

    /// The value of a column as it is.
    fn cell(&self, column: usize) -> Result<Cell<'a>, StoreError> {
        match self {
            Self::Sqlite(row) => Ok(row.get_ref(column)?),
            #[cfg(feature = "postgres")]
            Self::Postgres(row) => super::postgres::cell(row, column),
        }
    }

    /// The text of a column; none for null.
    pub(in crate::store) fn text(&self, column: usize) -> Result<Option<&'a str>, StoreError> {
        let cell = self.cell(column)?;
        cell.as_str_or_null().map_err(|error| corrupt(cell, &error))
    }
}

fn corrupt(cell: Cell<'_>, error: &FromSqlError) -> StoreError {
    StoreError::Corrupt {
        value: format!("{cell:?}"),
        expected: match error {
            FromSqlError::OutOfRange(_) => "a smaller number",
            FromSqlError::InvalidBlobSize { .. } => "a guid",
            _ => "a value of another kind",
        },
    }
}
