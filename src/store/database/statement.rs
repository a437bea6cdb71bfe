//! Prepared statements and their results.

use super::{Parameters, Row, StoreError};

/// A prepared statement.
pub(in crate::store) enum Statement<'c> {
    Sqlite(rusqlite::CachedStatement<'c>),
    #[cfg(feature = "postgres")]
    Postgres(super::postgres::Statement<'c>),
}

impl Statement<'_> {
    /// Runs a query. With PostgreSQL the connection can run no other while more than a few hundred rows are still to
    /// come.
    pub(in crate::store) fn query(
        &mut self,
        parameters: impl Parameters,
    ) -> Result<Rows<'_>, StoreError> {
        match self {
            Self::Sqlite(statement) => {
                bind(statement, parameters)?;
                Ok(Rows::Sqlite(statement.raw_query()))
            }
            #[cfg(feature = "postgres")]
            Self::Postgres(statement) => Ok(Rows::Postgres(statement.query(parameters)?)),
        }
    }

    /// The first row; [`StoreError::NoRow`] without one.
    pub(in crate::store) fn query_row<T>(
        &mut self,
        parameters: impl Parameters,
        read: impl FnOnce(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut rows = self.query(parameters)?;
        match rows.next()? {
            Some(row) => read(&row),
            None => Err(StoreError::NoRow),
        }
    }

    /// All rows.
    pub(in crate::store) fn query_all<T>(
        &mut self,
        parameters: impl Parameters,
        mut read: impl FnMut(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let mut rows = self.query(parameters)?;
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            all.push(read(&row)?);
        }
        Ok(all)
    }

    /// Runs a statement without a result; how many rows it changed.
    pub(in crate::store) fn execute(
        &mut self,
        parameters: impl Parameters,
    ) -> Result<u64, StoreError> {
        match self {
            Self::Sqlite(statement) => {
                bind(statement, parameters)?;
                Ok(u64::try_from(statement.raw_execute()?).unwrap_or(u64::MAX))
            }
            #[cfg(feature = "postgres")]
            Self::Postgres(statement) => statement.execute(parameters),
        }
    }

    /// Runs a statement whose result nobody waits for. It is done before any later statement of the connection; what
    /// fails of it fails a later one, at the latest the commit.
    pub(in crate::store) fn execute_later(
        &mut self,
        parameters: impl Parameters,
    ) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(_) => self.execute(parameters).map(|_| ()),
            #[cfg(feature = "postgres")]
            Self::Postgres(statement) => statement.execute_later(parameters),
        }
    }
}

/// Binds values to the parameters of a statement.
pub(super) fn bind(
    statement: &mut rusqlite::CachedStatement<'_>,
    parameters: impl Parameters,
) -> Result<(), StoreError> {
    let mut next = 0;
    parameters.each(&mut |value| {
        next += 1;
        Ok(statement.raw_bind_parameter(next, value)?)
    })
}

/// Rows that are read one after the other.
pub(in crate::store) enum Rows<'s> {
    Sqlite(rusqlite::Rows<'s>),
    #[cfg(feature = "postgres")]
    Postgres(super::postgres::Rows<'s>),
}

impl Rows<'_> {
    /// The next row.
    pub(in crate::store) fn next(&mut self) -> Result<Option<Row<'_>>, StoreError> {
        Ok(match self {
            Self::Sqlite(rows) => rows.next()?.map(Row::Sqlite),
            #[cfg(feature = "postgres")]
            Self::Postgres(rows) => rows.next()?.map(Row::Postgres),
        })
    }

    /// Reads the rest.
    pub(super) fn each(
        mut self,
        mut read: impl FnMut(&Row<'_>) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        while let Some(row) = self.next()? {
            read(&row)?;
        }
        Ok(())
    }
}

/// A row that may be missing.
pub(in crate::store) trait OptionalRow<T> {
    /// None for [`StoreError::NoRow`].
    fn optional(self) -> Result<Option<T>, StoreError>;
}

impl<T> OptionalRow<T> for Result<T, StoreError> {
    fn optional(self) -> Result<Option<T>, StoreError> {
        match self {
            Ok(value) => Ok(Some(value)),
            Err(StoreError::NoRow) => Ok(None),
            Err(error) => Err(error),
        }
    }
}
