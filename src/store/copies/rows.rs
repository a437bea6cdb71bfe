//! All rows of all tables, from one kind of database to the other.

use rusqlite::types::Value;

use super::tables::Table;
use crate::store::StoreError;
use crate::store::database::Connection;

/// Copies the rows of a state into a catalog that has none yet; what its making wrote is replaced.
pub(super) fn copy(
    from: &Connection,
    into: &Connection,
    tables: &[Table],
) -> Result<(), StoreError> {
    for table in tables.iter().rev() {
        into.execute(&format!("DELETE FROM {}", table.name), ())?;
    }
    tables.iter().try_for_each(|table| one(from, into, table))
}

/// A table. What refers to other rows of the same table is written when all are there.
fn one(from: &Connection, into: &Connection, table: &Table) -> Result<(), StoreError> {
    let columns: Vec<String> = table
        .columns
        .iter()
        .map(|name| format!("\"{name}\""))
        .collect();
    let parameters: Vec<String> = (1..=columns.len())
        .map(|number| format!("${number}"))
        .collect();
    let (name, columns) = (&table.name, columns.join(", "));
    let insert = format!(
        "INSERT INTO {name} ({columns}) VALUES ({})",
        parameters.join(", ")
    );
    let mut insert = into.prepare_cached(&insert)?;
    let later: Vec<usize> = (table.own_references.iter())
        .filter_map(|own| table.columns.iter().position(|column| column == own))
        .collect();
    let mut select = from.prepare_cached(&format!("SELECT {columns} FROM {name}"))?;
    let mut rows = select.query(())?;
    while let Some(row) = rows.next()? {
        let mut values = (0..table.columns.len())
            .map(|column| row.get(column))
            .collect::<Result<Vec<Value>, StoreError>>()?;
        for column in &later {
            values[*column] = Value::Null;
        }
        insert.execute_later(&values)?;
    }
    drop(rows);
    table
        .own_references
        .iter()
        .try_for_each(|column| references(from, into, name, column))
}

fn references(
    from: &Connection,
    into: &Connection,
    table: &str,
    column: &str,
) -> Result<(), StoreError> {
    let select = format!("SELECT {column}, id FROM {table} WHERE {column} IS NOT NULL");
    let mut update =
        into.prepare_cached(&format!("UPDATE {table} SET {column} = $1 WHERE id = $2"))?;
    let mut select = from.prepare_cached(&select)?;
    let mut rows = select.query(())?;
    while let Some(row) = rows.next()? {
        update.execute_later((row.get::<i64>(0)?, row.get::<i64>(1)?))?;
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
