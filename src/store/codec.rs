//! Values of columns.

use std::str::FromStr;

use rusqlite::Row;
use rusqlite::types::{FromSqlError, Type};

/// An enumeration that is stored as its name on the wire.
pub(super) fn enumeration<T: FromStr>(row: &Row, column: usize) -> rusqlite::Result<T> {
    let text = row.get_ref(column)?.as_str()?;
    text.parse().map_err(|_| {
        let error = FromSqlError::Other(
            format!(
                "{text:?} is not one of the values of {}",
                std::any::type_name::<T>()
            )
            .into(),
        );
        rusqlite::Error::FromSqlConversionFailure(column, Type::Text, Box::new(error))
    })
}

/// A JSON text; `[]` and `{}` are what most rows hold, and cost nothing.
pub(super) fn json<T: serde::de::DeserializeOwned + Default>(
    row: &Row,
    column: usize,
) -> rusqlite::Result<T> {
    let text = row.get_ref(column)?.as_str_or_null()?;
    match text {
        None | Some("[]" | "{}") => Ok(T::default()),
        Some(text) => serde_json::from_str(text).map_err(|error| {
            rusqlite::Error::FromSqlConversionFailure(column, Type::Text, Box::new(error))
        }),
    }
}
