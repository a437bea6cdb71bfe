//! Values of columns.

use std::str::FromStr;

use super::StoreError;
use super::database::Row;

/// An enumeration that is stored as its name on the wire.
pub(super) fn enumeration<T: FromStr>(row: &Row<'_>, column: usize) -> Result<T, StoreError> {
    let text = row.text(column)?.unwrap_or_default();
    text.parse().map_err(|_| StoreError::Corrupt {
        value: text.to_owned(),
        expected: std::any::type_name::<T>(),
    })
}

/// A JSON text; `[]` and `{}` are what most rows hold, and cost nothing.
pub(super) fn json<T: serde::de::DeserializeOwned + Default>(
    row: &Row<'_>,
    column: usize,
) -> Result<T, StoreError> {
    match row.text(column)? {
        None | Some("[]" | "{}") => Ok(T::default()),
        Some(text) => serde_json::from_str(text).map_err(|_| StoreError::Corrupt {
            value: text.to_owned(),
            expected: "JSON of another shape",
        }),
    }
}
