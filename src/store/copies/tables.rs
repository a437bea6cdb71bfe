//! The tables of a catalog, as its file says: both kinds of database have the same, column by column.

use crate::store::StoreError;
use crate::store::database::Connection;

/// What no copy has: who is logged in, what servers hold in memory, and messages that the original sends.
const LEFT_OUT: [&str; 3] = ["sessions", "changes", "deliveries"];

/// A table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Table {
    pub(super) name: String,
    pub(super) columns: Vec<String>,
}

impl Table {
    /// Whether its rows are numbered.
    pub(super) fn is_numbered(&self) -> bool {
        self.columns.iter().any(|column| column == "id")
    }
}

/// The tables of a SQLite file.
pub(super) fn of_file(connection: &Connection) -> Result<Vec<Table>, StoreError> {
    let names = texts(
        connection,
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY name",
        None,
    )?;
    let mut tables = Vec::new();
    for name in names {
        if LEFT_OUT.contains(&name.as_str()) {
            continue;
        }
        let columns = texts(
            connection,
            "SELECT name FROM pragma_table_info($1) ORDER BY cid",
            Some(&name),
        )?;
        tables.push(Table { name, columns });
    }
    Ok(tables)
}

fn texts(
    connection: &Connection,
    sql: &str,
    parameter: Option<&String>,
) -> Result<Vec<String>, StoreError> {
    let mut statement = connection.prepare_cached(sql)?;
    match parameter {
        None => statement.query_all((), |row| row.get(0)),
        Some(parameter) => statement.query_all([parameter], |row| row.get(0)),
    }
}
