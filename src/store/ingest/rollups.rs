//! Keeps `rollups` what the rows add up to: changes are gathered while records are taken, and written with the last of
//! them.

use std::collections::BTreeMap;

use super::row::Place;
use crate::domain::facts::Handle;
use crate::domain::state::State;
use crate::store::StoreError;
use crate::store::database::{Inserts, OptionalRow as _, Table, Transaction};
use crate::store::rollup::{ALL, DAY, GROUP, ROW};
use crate::types::{BackupStatus, BackupType};

/// Which sums.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    /// A policy, 0 for none, [`ALL`] for all.
    scope: i64,
    day: i64,
    status: &'static str,
    kind: &'static str,
}

/// What a backup counts for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Counted {
    policy: i64,
    status: BackupStatus,
    kind: BackupType,
    time: i64,
    size: i64,
    duration: i64,
}

impl Counted {
    pub(super) fn new(policy: Option<Handle>, state: &State) -> Self {
        Self {
            policy: policy.unwrap_or(0),
            status: state.status(),
            kind: state.kind(),
            time: state.snapshot_time(),
            size: state.size.as_ref().map_or(0, |told| told.value),
            duration: state.times().total(),
        }
    }

    pub(super) fn of(place: &Place, state: &State) -> Self {
        Self::new(place.policy, state)
    }

    fn keys(&self) -> [Key; 2] {
        [self.policy, ALL].map(|scope| Key {
            scope,
            day: self.time.div_euclid(DAY),
            status: self.status.as_str(),
            kind: self.kind.as_str(),
        })
    }
}

/// Sums of some backups.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    backups: i64,
    size: [i64; 2],
    time: [i64; 2],
    earliest: i64,
    latest: i64,
}

impl Sums {
    fn add(&mut self, counted: &Counted) {
        if self.backups == 0 {
            (self.earliest, self.latest) = (counted.time, counted.time);
        }
        self.backups += 1;
        let halves = |number: i64| [number >> 32, number & 0xffff_ffff];
        for (sum, half) in self.size.iter_mut().zip(halves(counted.size)) {
            *sum += half;
        }
        for (sum, half) in self.time.iter_mut().zip(halves(counted.duration)) {
            *sum += half;
        }
        self.earliest = self.earliest.min(counted.time);
        self.latest = self.latest.max(counted.time);
    }
}

/// Changes of the sums.
#[derive(Debug, Default)]
struct Change {
    more: Sums,
    less: Sums,
    /// What changed is not known one by one.
    unknown: bool,
}

/// The roll-ups while one transaction writes.
#[derive(Debug, Default)]
pub(super) struct Rollups {
    changes: BTreeMap<Key, Change>,
}

/// What is written of the sums of a key.
const COLUMNS: [&str; 11] = [
    "scope",
    "day",
    "status",
    "type",
    "backups",
    "size_high",
    "size_low",
    "time_high",
    "time_low",
    "earliest",
    "latest",
];

/// What becomes of sums that are there.
const ADD: &str = "ON CONFLICT (scope, day, status, type) DO UPDATE SET backups = rollups.backups + excluded.backups,
    size_high = rollups.size_high + excluded.size_high, size_low = rollups.size_low + excluded.size_low,
    time_high = rollups.time_high + excluded.time_high, time_low = rollups.time_low + excluded.time_low,
    earliest = CASE WHEN excluded.earliest < rollups.earliest THEN excluded.earliest ELSE rollups.earliest END,
    latest = CASE WHEN excluded.latest > rollups.latest THEN excluded.latest ELSE rollups.latest END";

/// Not where the earliest or the latest backup is among those that go: who comes next is not known here.
const SUBTRACT: &str = "UPDATE rollups SET backups = backups - $1, size_high = size_high - $2, size_low = size_low - $3,
    time_high = time_high - $4, time_low = time_low - $5
    WHERE scope = $6 AND day = $7 AND status = $8 AND type = $9 AND earliest < $10 AND latest > $11";

impl Rollups {
    /// A backup was added.
    pub(super) fn add(&mut self, counted: &Counted) {
        for key in counted.keys() {
            self.changes.entry(key).or_default().more.add(counted);
        }
    }

    /// A backup is no more.
    pub(super) fn remove(&mut self, counted: &Counted) {
        for key in counted.keys() {
            self.changes.entry(key).or_default().less.add(counted);
        }
    }

    /// A backup was changed.
    pub(super) fn change(&mut self, before: &Counted, after: &Counted) {
        if before == after {
            return;
        }
        self.remove(before);
        self.add(after);
    }

    /// All backups of a rule that have their policy from it, or none, get this policy. Called before they do.
    pub(super) fn rebind(
        &mut self,
        transaction: &Transaction<'_>,
        rule: Handle,
        policy: Handle,
    ) -> Result<(), StoreError> {
        let rows = transaction
            .prepare_cached(
                "SELECT coalesce(policy_id, 0), snapshot_time, status, type FROM backups
                 WHERE rule_id = $1 AND (policy_from_rule = 1 OR policy_id IS NULL)",
            )?
            .query_all([rule], |row| {
                let key = Key {
                    scope: row.get(0)?,
                    day: row.get::<i64>(1)?.div_euclid(DAY),
                    status: crate::store::codec::enumeration::<BackupStatus>(row, 2)?.as_str(),
                    kind: crate::store::codec::enumeration::<BackupType>(row, 3)?.as_str(),
                };
                Ok(key)
            })?;
        for key in rows {
            for scope in [key.scope, policy] {
                let key = Key { scope, ..key };
                self.changes.entry(key).or_default().unknown = true;
            }
        }
        Ok(())
    }

    /// Writes the changes, after all rows were written.
    pub(super) fn write(&mut self, transaction: &Transaction<'_>) -> Result<(), StoreError> {
        let mut added = Vec::new();
        for (key, change) in std::mem::take(&mut self.changes) {
            let Change {
                more,
                less,
                unknown,
            } = change;
            if unknown || less.backups > 0 && !subtract(transaction, key, &less)? {
                added.extend(recount(transaction, key)?.map(|sums| (key, sums)));
            } else if more.backups > 0 {
                added.push((key, more));
            }
        }
        // Last: other statements in between would send each row by itself.
        let mut rows = transaction.prepare_inserts(&Table::Rollups, &COLUMNS, ADD)?;
        for (key, sums) in added {
            add(&mut rows, key, &sums)?;
        }
        Ok(())
    }
}

fn add(rows: &mut Inserts<'_>, key: Key, sums: &Sums) -> Result<(), StoreError> {
    rows.add((
        key.scope,
        key.day,
        key.status,
        key.kind,
        sums.backups,
        sums.size[0],
        sums.size[1],
        sums.time[0],
        sums.time[1],
        sums.earliest,
        sums.latest,
    ))
}

fn subtract(transaction: &Transaction<'_>, key: Key, sums: &Sums) -> Result<bool, StoreError> {
    let changed = transaction.prepare_cached(SUBTRACT)?.execute((
        sums.backups,
        sums.size[0],
        sums.size[1],
        sums.time[0],
        sums.time[1],
        key.scope,
        key.day,
        key.status,
        key.kind,
        sums.earliest,
        sums.latest,
    ))?;
    Ok(changed == 1)
}

/// Sums the rows of one key anew: those of one day. What was kept of them is gone then.
fn recount(transaction: &Transaction<'_>, key: Key) -> Result<Option<Sums>, StoreError> {
    let condition = match key.scope {
        ALL => "CAST($1 AS BIGINT) = -1",
        0 => "CAST($1 AS BIGINT) = 0 AND b.policy_id IS NULL",
        _ => "b.policy_id = $1",
    };
    let scope = key.scope;
    let counted = transaction
        .query_row(
            &format!(
                "SELECT {GROUP} FROM (SELECT {ROW} FROM backups b WHERE {condition} AND b.snapshot_time >= $2
                 AND b.snapshot_time < $3 AND b.status = $4 AND b.type = $5) parts GROUP BY status, type"
            ),
            (
                scope,
                key.day * DAY,
                (key.day + 1) * DAY,
                key.status,
                key.kind,
            ),
            |row| {
                Ok(Sums {
                    backups: row.get(2)?,
                    size: [row.get(3)?, row.get(4)?],
                    time: [row.get(5)?, row.get(6)?],
                    earliest: row.get(7)?,
                    latest: row.get(8)?,
                })
            },
        )
        .optional()?;
    transaction.execute(
        "DELETE FROM rollups WHERE scope = $1 AND day = $2 AND status = $3 AND type = $4",
        (scope, key.day, key.status, key.kind),
    )?;
    Ok(counted)
}
