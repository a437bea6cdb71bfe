//! The tables of a catalog, as its file says: both kinds of database have the same, column by column.

use std::collections::BTreeSet;

use crate::store::StoreError;
use crate::store::database::Connection;

/// What no copy has: who is logged in, what servers hold in memory, and messages that the original sends.
const LEFT_OUT: [&str; 3] = ["sessions", "changes", "deliveries"];

/// A table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Table {
    pub(super) name: String,
    pub(super) columns: Vec<String>,
    /// Columns that refer to other rows of the same table.
    pub(super) own_references: Vec<String>,
}

impl Table {
    /// Whether its rows are numbered.
    pub(super) fn is_numbered(&self) -> bool {
        self.columns.iter().any(|column| column == "id")
    }
}

/// The tables of a SQLite file, each after those that it refers to.
pub(super) fn of_file(connection: &Connection) -> Result<Vec<Table>, StoreError> {
    let names = texts(
        connection,
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY name",
        None,
    )?;
    let mut waiting = Vec::new();
    for name in names {
        if LEFT_OUT.contains(&name.as_str()) {
            continue;
        }
        let of = |sql| texts(connection, sql, Some(&name));
        let columns = of("SELECT name FROM pragma_table_info($1) ORDER BY cid")?;
        let refers: BTreeSet<String> = of("SELECT \"table\" FROM pragma_foreign_key_list($1)")?
            .into_iter()
            .collect();
        let own_references =
            of("SELECT \"from\" FROM pragma_foreign_key_list($1) WHERE \"table\" = $1")?;
        let table = Table {
            name,
            columns,
            own_references,
        };
        waiting.push((table, refers));
    }
    let mut ordered: Vec<Table> = Vec::new();
    while !waiting.is_empty() {
        let is_ready = |(table, refers): &(Table, BTreeSet<String>)| {
            refers
                .iter()
                .all(|name| *name == table.name || ordered.iter().any(|done| done.name == *name))
        };
        let Some(next) = waiting.iter().position(is_ready) else {
            return Err(StoreError::Failed(
                "the tables refer to each other in a circle".to_owned(),
            ));
        };
        ordered.push(waiting.remove(next).0);
    }
    Ok(ordered)
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
