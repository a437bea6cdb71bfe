//! The newest backup of each protected entity and rule.

use rusqlite::Connection;

use super::backup_row::load;
use super::dictionary::Dictionary;
use super::found::Found;
use super::list::{List, ListQuery, Reading, Statements};
use super::order::Ordering;
use super::snapshot::Snapshot;
use super::{Store, StoreError};
use crate::domain::page::Page;
use crate::domain::statistics::Group;

/// The backups of a group, the newest first.
pub(super) const NEWEST_FIRST: &str =
    "(PARTITION BY b.entity_id, b.rule_id ORDER BY b.snapshot_time DESC, b.guid DESC)";

/// A group as the database tells it.
struct Key {
    newest: i64,
    attempts: i64,
    failed_attempts: i64,
}

impl Store {
    /// The groups among the selected backups, ordered by their newest backups.
    pub async fn groups(&self, query: ListQuery, page: Page) -> Result<List<Group>, StoreError> {
        let statements = move |snapshot: &Snapshot| {
            let found = Found::new(snapshot, &query.selection, "")?;
            Ok(found.map(|found| statements(&found, &Ordering::new(query.order))))
        };
        let reading = Reading {
            key: |row| {
                Ok(Key {
                    newest: row.get(0)?,
                    attempts: row.get(1)?,
                    failed_attempts: row.get(2)?,
                })
            },
            load: load_groups,
        };
        self.read_list(statements, page, reading).await
    }
}

fn statements(found: &Found, ordering: &Ordering) -> Statements {
    let count = found.statement(
        "SELECT count(*) FROM (SELECT 1 FROM backups b",
        " GROUP BY b.entity_id, b.rule_id) g",
    );
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
    Statements {
        count,
        keys: found.statement(&head, &tail),
    }
}

fn load_groups(
    connection: &Connection,
    dictionary: &Dictionary,
    keys: &[Key],
) -> Result<Vec<Group>, StoreError> {
    let ids: Vec<i64> = keys.iter().map(|key| key.newest).collect();
    let newest = load(connection, dictionary, &ids)?;
    let group = |(newest, key): (_, &Key)| Group {
        newest,
        attempts: key.attempts,
        failed_attempts: key.failed_attempts,
    };
    Ok(newest.into_iter().zip(keys).map(group).collect())
}
