//! All rows of all tables, from one kind of database to the other.

use rusqlite::types::Value;

use super::set_aside::SetAside;
use super::tables::Table;
use crate::store::StoreError;
use crate::store::database::{Connection, Table as Into};

/// Copies the rows of a state into a catalog that has none yet; what its making wrote is replaced.
pub(super) fn copy(
    from: &Connection,
    into: &Connection,
    tables: &[Table],
) -> Result<(), StoreError> {
    let set_aside = SetAside::take(into, tables)?;
    for table in tables {
        into.execute(&format!("DELETE FROM {}", table.name), ())?;
    }
    tables.iter().try_for_each(|table| one(from, into, table))?;
    set_aside.put_back(into, tables)
}

fn one(from: &Connection, into: &Connection, table: &Table) -> Result<(), StoreError> {
    let columns: Vec<String> = table
        .columns
        .iter()
        .map(|name| format!("\"{name}\""))
        .collect();
    let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
    let mut insert = into.prepare_inserts(&Into::Other(table.name.clone()), &columns, "")?;
    let select = format!("SELECT {} FROM {}", columns.join(", "), table.name);
    let mut select = from.prepare_cached(&select)?;
    let mut rows = select.query(())?;
    while let Some(row) = rows.next()? {
        let values = (0..table.columns.len())
            .map(|column| row.get(column))
            .collect::<Result<Vec<Value>, StoreError>>()?;
        insert.add(&values)?;
    }
    Ok(())
}

/// Lets PostgreSQL number new rows after those that came with their numbers.
pub(super) fn number_on(server: &Connection, tables: &[Table]) -> Result<(), StoreError> {
    for table in tables.iter().filter(|table| table.is_numbered()) {
        let name = &table.name;
        // Null where rows are not numbered by the database: then nothing is set.
        server.query_row(
            &format!(
                "SELECT coalesce(setval(pg_get_serial_sequence('{name}', 'id'),
                     (SELECT coalesce(max(id), 0) + 1 FROM {name}), false), 0)"
            ),
            (),
            |row| row.get::<i64>(0),
        )?;
    }
    Ok(())
}
