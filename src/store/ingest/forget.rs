//! Old history is given up, where somebody said how long it is kept.
//!
//! What still exists is never forgotten, and of each entity neither its newest backup nor the newest that was good: a
//! catalog that has seen nothing of an entity for years still says so.

use super::judge::Judged;
use super::rollups::Counted;
use super::writer::Writer;
use crate::store::{Store, StoreError};

/// Backups that are forgotten in one transaction: others that write wait no longer than that.
const TOGETHER: i64 = 1_000;

/// What is old in itself: gone from its destination, or never made, before `$1`. Not the last row, whose number a new one
/// must not get.
const OLD: &str = "(b.status = 'SUCCESS_REMOVED' AND coalesce(b.removed_time, b.snapshot_time) < $1
        OR b.status = 'FAILED' AND b.snapshot_time < $1)
    AND EXISTS (SELECT 1 FROM backups n WHERE n.entity_id = b.entity_id AND n.snapshot_time > b.snapshot_time
        AND (b.status = 'FAILED' OR n.status IN ('SUCCESS', 'PARTIAL_SUCCESS', 'SUCCESS_REMOVED')))
    AND b.id < (SELECT max(id) FROM backups)";

impl Store {
    /// How many backups [`Store::forget_backups`] would forget.
    pub async fn old_backups(&self, before: i64) -> Result<u64, StoreError> {
        // Whatever something builds on that stays, stays.
        let sql = format!(
            "WITH RECURSIVE needed (id) AS (
                SELECT b.parent_id FROM backups b WHERE b.parent_id IS NOT NULL AND NOT ({OLD})
                UNION SELECT p.parent_id FROM needed JOIN backups p ON p.id = needed.id WHERE p.parent_id IS NOT NULL)
             SELECT count(*) FROM backups b WHERE {OLD} AND b.id NOT IN (SELECT id FROM needed)"
        );
        self.read_newest(move |connection| {
            let count: i64 = connection.query_row(&sql, [before], |row| row.get(0))?;
            Ok(u64::try_from(count).unwrap_or_default())
        })
        .await
    }

    /// Forgets backups that were marked as gone, and runs that failed, before a time (epoch ms). How many.
    pub async fn forget_backups(&self, before: i64) -> Result<u64, StoreError> {
        let mut forgotten = 0;
        loop {
            let some = self.forget_some(before).await?;
            if some == 0 {
                return Ok(forgotten);
            }
            forgotten += some;
        }
    }

    async fn forget_some(&self, before: i64) -> Result<u64, StoreError> {
        self.write_reports(move |transaction| {
            // What others build on goes after them.
            let sql = format!(
                "SELECT b.id FROM backups b WHERE {OLD} AND NOT EXISTS (SELECT 1 FROM backups c WHERE c.parent_id = b.id)
                 ORDER BY b.id LIMIT $2"
            );
            let old: Vec<i64> = transaction
                .prepare_cached(&sql)?
                .query_all((before, TOGETHER), |row| row.get(0))?;
            let mut writer = Writer::new(transaction)?;
            for backup in &old {
                writer.forget(*backup)?;
            }
            writer.finish()?;
            Ok(old.len() as u64)
        })
        .await
    }
}

impl Writer<'_> {
    /// Takes a backup that nothing builds on out of the catalog, and every name of it.
    fn forget(&mut self, backup: i64) -> Result<(), StoreError> {
        let known = self.by_number(backup)?;
        self.resolver
            .rollups
            .remove(&Counted::of(&known.place, &known.state));
        self.judge.removed(&Judged::of(&known.place, &known.state));
        self.resolver.changes.changed(backup);
        for sql in [
            "DELETE FROM aliases WHERE backup_id = $1",
            "DELETE FROM locations WHERE backup_id = $1",
            "DELETE FROM backups WHERE id = $1",
        ] {
            self.transaction
                .prepare_cached(sql)?
                .execute_later([backup])?;
        }
        Ok(())
    }
}
