//! The newest backup of each protected entity and rule.

use rusqlite::params_from_iter;

use super::backup_row::load;
use super::list::{Found, ListQuery};
use super::order::Ordering;
use super::{Store, StoreError};
use crate::domain::page::{Listing, Page};
use crate::domain::statistics::Group;

/// The backups of a group, the newest first.
pub(super) const NEWEST_FIRST: &str =
    "(PARTITION BY b.entity_id, b.rule_id ORDER BY b.snapshot_time DESC, b.guid DESC)";

impl Store {
    /// The groups among the selected backups, ordered by their newest backups.
    pub async fn groups(&self, query: ListQuery, page: Page) -> Result<Listing<Group>, StoreError> {
        self.select(move |snapshot| {
            let Some(found) = Found::new(snapshot, &query.selection, "")? else {
                return Ok(Listing { rows: Vec::new(), total: 0 });
            };
            let total = snapshot.count(
                &found.statement("SELECT count(*) FROM (SELECT 1 FROM backups b", " GROUP BY b.entity_id, b.rule_id) g"),
            )?;
            let ordering = Ordering::new(query.order);
            let head = format!(
                "WITH found AS (SELECT b.id, b.entity_id, b.rule_id, b.snapshot_time, b.status,
                    row_number() OVER {NEWEST_FIRST} AS place,
                    max(CASE WHEN b.status IN ('SUCCESS', 'PARTIAL_SUCCESS', 'SUCCESS_REMOVED')
                        THEN b.snapshot_time END) OVER (PARTITION BY b.entity_id, b.rule_id) AS success
                 FROM backups b"
            );
            let tail = format!(
                "), groups AS (SELECT max(CASE WHEN place = 1 THEN id END) AS id, count(*) AS attempts,
                    sum(CASE WHEN status = 'FAILED' AND (success IS NULL OR snapshot_time > success)
                        THEN 1 ELSE 0 END) AS failed
                 FROM found GROUP BY entity_id, rule_id)
                 SELECT b.id, g.attempts, g.failed FROM groups g JOIN backups b ON b.id = g.id{}{}",
                ordering.join, ordering.clause
            );
            let mut sql = found.statement(&head, &tail);
            if let Page::Rows { offset, limit } = page {
                sql.push(" LIMIT ").bind(limit).push(" OFFSET ").bind(offset);
            }
            let mut statement = snapshot.prepare_cached(&sql.text)?;
            let groups = statement
                .query_map(params_from_iter(&sql.values), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
                .collect::<Result<Vec<(i64, i64, i64)>, _>>()?;
            let ids: Vec<i64> = groups.iter().map(|(id, ..)| *id).collect();
            let newest = load(snapshot, snapshot.dictionary(), &ids)?;
            let rows = newest
                .into_iter()
                .zip(groups)
                .map(|(newest, (_, attempts, failed_attempts))| Group { newest, attempts, failed_attempts })
                .collect();
            Ok(Listing { rows, total })
        })
        .await
    }
}
