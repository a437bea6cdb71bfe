//! Sums over the backups of a selection, made by the database.

use super::database::{Row, Transaction};

use super::codec;
use super::found::Found;
use super::grouped::rows;
use super::snapshot::Snapshot;
use super::sql::Sql;
use super::{Store, StoreError};
use crate::domain::selection::Selection;
use crate::domain::statistics::Aggregate;

/// What is summed. A sum of sizes may pass 2^63, where SQLite fails: the upper and the lower 32 bits are summed apart.
const SUMS: &str = "SELECT b.status, b.type, count(*), \
    CAST(sum(b.size >> 32) AS BIGINT), CAST(sum(b.size & 4294967295) AS BIGINT), \
    CAST(sum((b.queued_export_time + b.export_time + b.queued_store_time + b.store_time) >> 32) AS BIGINT), \
    CAST(sum((b.queued_export_time + b.export_time + b.queued_store_time + b.store_time) & 4294967295) AS BIGINT), \
    min(b.snapshot_time), max(b.snapshot_time) FROM backups b";

const GROUPING: &str = " GROUP BY b.status, b.type ORDER BY b.status, b.type";

impl Store {
    /// The selected backups by status and type.
    pub async fn aggregates(&self, selection: Selection) -> Result<Vec<Aggregate>, StoreError> {
        self.select(
            move |snapshot| match Found::new(snapshot, &selection, "")? {
                Some(found) => sums(snapshot, &found.statement(SUMS, GROUPING)),
                None => Ok(Vec::new()),
            },
        )
        .await
    }

    /// The newest backups of the groups among the selected ones, by status and type.
    pub async fn grouped_aggregates(
        &self,
        selection: Selection,
    ) -> Result<Vec<Aggregate>, StoreError> {
        self.select(move |snapshot| {
            let Some(found) = Found::new(snapshot, &selection, "")? else {
                return Ok(Vec::new());
            };
            let newest = snapshot.tallies(&rows(&found))?.newest();
            let mut sql = Sql::new(SUMS);
            sql.push(" WHERE b.id IN ")
                .bind_ids(snapshot.engine(), &newest)
                .push(GROUPING);
            read(snapshot, &sql)
        })
        .await
    }
}

/// The sums, remembered.
fn sums(snapshot: &mut Snapshot, sql: &Sql) -> Result<Vec<Aggregate>, StoreError> {
    snapshot.aggregates(sql, |transaction| read(transaction, sql))
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
