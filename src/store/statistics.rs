//! Sums over the backups of a selection, made by the database.

use super::database::{Row, Transaction};

use super::codec;
use super::found::Found;
use super::grouped::{rows, sooner};
use super::restriction::Restriction;
use super::rollup::{self, GROUP, ROW};
use super::sql::Sql;
use super::{Store, StoreError};
use crate::domain::selection::Selection;
use crate::domain::statistics::Aggregate;

impl Store {
    /// The selected backups by status and type.
    pub async fn aggregates(&self, selection: Selection) -> Result<Vec<Aggregate>, StoreError> {
        self.select(move |snapshot| {
            if let Some(rows) = rollup::rows(snapshot, &selection)? {
                let sql = grouped(&rows);
                return snapshot.aggregates(&sql, |reading| read(reading, &sql));
            }
            let Some(found) = Found::new(snapshot, &selection, Restriction::None)? else {
                return Ok(Vec::new());
            };
            let sql = grouped(&found.statement(&each_backup(), ""));
            snapshot.aggregates(&sql, |reading| {
                let sums =
                    reading.columns(&selection, Restriction::None, |columns, condition| {
                        Ok(columns.aggregates(condition))
                    })?;
                sums.map_or_else(|| read(reading, &sql), Ok)
            })
        })
        .await
    }

    /// The newest backups of the groups among the selected ones, by status and type.
    pub async fn grouped_aggregates(
        &self,
        selection: Selection,
    ) -> Result<Vec<Aggregate>, StoreError> {
        self.select(move |snapshot| {
            let Some(found) = Found::new(snapshot, &selection, Restriction::None)? else {
                return Ok(Vec::new());
            };
            let newest = snapshot
                .tallies(&rows(&found), |reading| sooner(reading, &selection))?
                .newest();
            let mut sql = Sql::new(&each_backup());
            sql.push(" WHERE b.id IN ")
                .bind_ids(snapshot.engine(), &newest);
            read(snapshot, &grouped(&sql))
        })
        .await
    }
}

/// Rows of single backups.
fn each_backup() -> String {
    format!("SELECT {ROW} FROM backups b")
}

/// The sums of rows by status and type.
fn grouped(rows: &Sql) -> Sql {
    let mut sql = Sql::new(&format!("SELECT {GROUP} FROM ("));
    sql.append(rows)
        .push(") parts GROUP BY status, type ORDER BY status, type");
    sql
}

fn read(transaction: &Transaction, sql: &Sql) -> Result<Vec<Aggregate>, StoreError> {
    transaction
        .prepare_cached(&sql.text)?
        .query_all(&sql.values, aggregate)
}

fn aggregate(row: &Row<'_>) -> Result<Aggregate, StoreError> {
    let sum = |upper: usize| -> Result<i128, StoreError> {
        let (high, low): (i64, i64) = (row.get(upper)?, row.get(upper + 1)?);
        Ok((i128::from(high) << 32) + i128::from(low))
    };
    Ok(Aggregate {
        status: codec::enumeration(row, 0)?,
        kind: codec::enumeration(row, 1)?,
        count: row.get(2)?,
        size: sum(3)?,
        duration: sum(5)?,
        first: row.get(7)?,
        last: row.get(8)?,
    })
}
