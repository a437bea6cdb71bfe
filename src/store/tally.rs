//! Backups counted by protected entity and rule, in one pass over the rows in whatever order they come.
//!
//! Window functions would sort all rows, twice: at a million of them that takes ten times as long.

use std::collections::HashMap;

use super::database::{Connection, Row};
use uuid::Uuid;

use super::StoreError;
use super::codec;
use super::sql::Sql;
use crate::types::BackupStatus;

/// What [`Tallies::read`] reads of `backups b`.
pub(super) const COLUMNS: &str = "b.entity_id, b.rule_id, b.id, b.snapshot_time, b.guid, b.status";

/// The groups, each under the row id of its newest backup.
#[derive(Debug, Default)]
pub(super) struct Tallies(HashMap<i64, Tally>);

impl FromIterator<(i64, Tally)> for Tallies {
    fn from_iter<I: IntoIterator<Item = (i64, Tally)>>(groups: I) -> Self {
        Self(groups.into_iter().collect())
    }
}

/// The numbers of a group.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Tally {
    /// Backups of the group.
    pub(super) attempts: i64,
    /// Those that failed after the last success.
    pub(super) failed: i64,
}

/// A group whose rows are still coming.
#[derive(Debug)]
struct Group {
    attempts: i64,
    /// Time, guid and row id.
    newest: (i64, Uuid, i64),
    /// When it last succeeded.
    success: Option<i64>,
    /// When it failed since.
    failures: Vec<i64>,
}

impl Tallies {
    /// Reads the rows of a statement over [`COLUMNS`].
    pub(super) fn read(connection: &Connection, sql: &Sql) -> Result<Self, StoreError> {
        let mut groups: HashMap<(i64, Option<i64>), Group> = HashMap::new();
        let mut statement = connection.prepare_cached(&sql.text)?;
        let mut rows = statement.query(&sql.values)?;
        while let Some(row) = rows.next()? {
            let row = &row;
            let backup = (row.get(3)?, row.get(4)?, row.get(2)?);
            groups
                .entry((row.get(0)?, row.get(1)?))
                .or_insert_with(|| Group::new(backup))
                .add(backup, status(row)?);
        }
        let tally = |group: Group| {
            let tally = Tally {
                attempts: group.attempts,
                failed: i64::try_from(group.failures.len()).unwrap_or(i64::MAX),
            };
            (group.newest.2, tally)
        };
        Ok(Self(groups.into_values().map(tally).collect()))
    }

    /// How many groups there are.
    pub(super) fn count(&self) -> i64 {
        i64::try_from(self.0.len()).unwrap_or(i64::MAX)
    }

    /// The group whose newest backup has this row id.
    pub(super) fn of(&self, newest: i64) -> Tally {
        self.0.get(&newest).copied().unwrap_or_default()
    }

    /// The row ids of the newest backups.
    pub(super) fn newest(&self) -> Vec<i64> {
        let mut ids: Vec<i64> = self.0.keys().copied().collect();
        ids.sort_unstable();
        ids
    }
}

impl Group {
    fn new(newest: (i64, Uuid, i64)) -> Self {
        Self {
            attempts: 0,
            newest,
            success: None,
            failures: Vec::new(),
        }
    }

    fn add(&mut self, backup: (i64, Uuid, i64), status: BackupStatus) {
        let time = backup.0;
        self.attempts += 1;
        self.newest = self.newest.max(backup);
        match status {
            BackupStatus::Success | BackupStatus::PartialSuccess | BackupStatus::SuccessRemoved => {
                if self.success.is_none_or(|success| time > success) {
                    self.success = Some(time);
                    self.failures.retain(|failure| *failure > time);
                }
            }
            BackupStatus::Failed => {
                if self.success.is_none_or(|success| time > success) {
                    self.failures.push(time);
                }
            }
            BackupStatus::Inprogress | BackupStatus::Queued => {}
        }
    }
}

fn status(row: &Row<'_>) -> Result<BackupStatus, StoreError> {
    codec::enumeration(row, 5)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::Group;
    use crate::types::BackupStatus::{
        self, Failed, PartialSuccess, Queued, Success, SuccessRemoved,
    };

    /// (time, guid, status) of the newest, and failures, whatever the order in which rows come.
    fn tally(mut rows: Vec<(i64, u128, BackupStatus)>) -> (i64, usize) {
        let mut results = Vec::new();
        for _ in 0..rows.len() {
            rows.rotate_left(1);
            let row = |(time, guid, _): (i64, u128, BackupStatus)| {
                (
                    time,
                    Uuid::from_u128(guid),
                    i64::try_from(guid).unwrap_or(0),
                )
            };
            let mut group = Group::new(row(rows[0]));
            for backup in &rows {
                group.add(row(*backup), backup.2);
            }
            results.push((group.newest.2, group.failures.len()));
        }
        assert!(
            results.iter().all(|result| *result == results[0]),
            "{results:?}"
        );
        results[0]
    }

    #[test]
    fn failures_count_since_the_last_success() {
        assert_eq!(
            tally(vec![
                (1, 1, Failed),
                (2, 2, Success),
                (3, 3, Failed),
                (4, 4, Failed)
            ]),
            (4, 2)
        );
        assert_eq!(
            tally(vec![(1, 1, Failed), (2, 2, Failed), (3, 3, Queued)]),
            (3, 2)
        );
        assert_eq!(
            tally(vec![
                (1, 1, Failed),
                (2, 2, SuccessRemoved),
                (3, 3, PartialSuccess)
            ]),
            (3, 0)
        );
        assert_eq!(tally(vec![(1, 1, SuccessRemoved), (2, 2, Failed)]), (2, 1));
    }

    #[test]
    fn at_one_time_the_greater_guid_is_newer_and_no_failure_is_later() {
        assert_eq!(
            tally(vec![(1, 9, Success), (1, 8, Failed), (0, 7, Failed)]),
            (9, 0)
        );
        assert_eq!(tally(vec![(1, 8, Success), (1, 9, Failed)]), (9, 0));
    }
}
