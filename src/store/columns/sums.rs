//! Counts, sums and groups over the columns.

use std::collections::HashMap;

use super::{Columns, Condition, rows};
use crate::domain::statistics::Aggregate;
use crate::store::database::Connection;
use crate::store::tally::{Tallies, Tally};
use crate::store::{StoreError, backup_row};
use crate::types::{BackupStatus, BackupType};
use uuid::Uuid;

/// A group of an entity and rule.
#[derive(Debug, Clone, Default)]
struct Group {
    attempts: i64,
    /// The time of the newest backups, and their row ids: mostly one.
    newest: Option<i64>,
    ids: Vec<i64>,
    /// When the last success was.
    success: Option<i64>,
    failed: i64,
}

impl Columns {
    /// How many backups a condition finds.
    pub(in crate::store) fn count(&self, condition: &Condition) -> i64 {
        let numbers = self.numbers(condition, |_| 0);
        let mut count = 0;
        self.rows.each(condition, &numbers, |_, _, _| count += 1);
        count
    }

    /// The backups that a condition finds by status and type, in the order of their names.
    pub(in crate::store) fn aggregates(&self, condition: &Condition) -> Vec<Aggregate> {
        let mut places: HashMap<(BackupStatus, BackupType), u32> = HashMap::new();
        let mut sums: Vec<Aggregate> = Vec::new();
        let numbers = self.numbers(condition, |profile| {
            let next = u32::try_from(places.len()).unwrap_or(rows::NONE);
            *places
                .entry((profile.status, profile.kind))
                .or_insert_with(|| {
                    sums.push(Aggregate {
                        status: profile.status,
                        kind: profile.kind,
                        count: 0,
                        size: 0,
                        duration: 0,
                        first: i64::MAX,
                        last: i64::MIN,
                    });
                    next
                })
        });
        self.rows.each(condition, &numbers, |_, number, row| {
            let Some(sum) = sums.get_mut(number as usize) else {
                return;
            };
            sum.count += 1;
            sum.size += i128::from(row.size);
            sum.duration += i128::from(row.duration);
            sum.first = sum.first.min(row.time);
            sum.last = sum.last.max(row.time);
        });
        sums.retain(|sum| sum.count > 0);
        sums.sort_by_key(|sum| (sum.status.as_str(), sum.kind.as_str()));
        sums
    }

    /// The groups among the backups that a condition finds. The connection sees the state of this copy: it says which of
    /// the backups of one moment is the newest.
    pub(in crate::store) fn tallies(
        &self,
        connection: &Connection,
        condition: &Condition,
    ) -> Result<Tallies, StoreError> {
        let mut places: HashMap<(i64, Option<i64>), u32> = HashMap::new();
        let mut statuses = Vec::new();
        let numbers = self.numbers(condition, |profile| {
            let next = u32::try_from(places.len()).unwrap_or(rows::NONE);
            *places.entry((profile.entity, profile.rule)).or_insert(next)
        });
        statuses.extend(self.profiles.iter().map(|profile| profile.status));
        let mut groups = vec![Group::default(); places.len()];
        self.rows.each(condition, &numbers, |id, number, row| {
            let (group, status) = (&mut groups[number as usize], statuses[row.profile as usize]);
            group.add(id, row.time, status);
        });
        // Only now it is known which success was the last.
        self.rows.each(condition, &numbers, |_, number, row| {
            let (group, status) = (&mut groups[number as usize], statuses[row.profile as usize]);
            if status == BackupStatus::Failed
                && group.success.is_none_or(|success| row.time > success)
            {
                group.failed += 1;
            }
        });
        groups.retain(|group| group.attempts > 0);
        newest(connection, groups)
    }
}

impl Group {
    fn add(&mut self, id: i64, time: i64, status: BackupStatus) {
        use BackupStatus::{PartialSuccess, Success, SuccessRemoved};
        self.attempts += 1;
        if self.newest.is_none_or(|newest| time >= newest) {
            if self.newest != Some(time) {
                self.ids.clear();
            }
            self.newest = Some(time);
            self.ids.push(id);
        }
        if matches!(status, Success | PartialSuccess | SuccessRemoved) {
            self.success = self.success.max(Some(time));
        }
    }
}

/// The groups under their newest backups: of one moment the one with the greatest guid.
fn newest(connection: &Connection, groups: Vec<Group>) -> Result<Tallies, StoreError> {
    let tied: Vec<i64> = groups
        .iter()
        .filter(|group| group.ids.len() > 1)
        .flat_map(|group| group.ids.iter().copied())
        .collect();
    let guids: Vec<Uuid> = backup_row::each(connection, "id, guid", &tied, |row| row.get(1))?;
    let guids: HashMap<i64, Uuid> = tied.into_iter().zip(guids).collect();
    let tally = |group: Group| {
        let newest = group.ids.into_iter().max_by_key(|id| guids.get(id))?;
        let tally = Tally {
            attempts: group.attempts,
            failed: group.failed,
        };
        Some((newest, tally))
    };
    Ok(groups.into_iter().filter_map(tally).collect())
}
