//! Policies, destinations and sources with what is known of their backups.

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use super::found::Found;
use super::restriction::Restriction;
use super::snapshot::Snapshot;
use super::sql::Sql;
use super::{Store, StoreError, codec, standings};
use crate::domain::reference::Named;
use crate::domain::selection::Selection;
use crate::types::BackupStatus;

/// What backups are grouped by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlaceKind {
    /// By their policy.
    Policies,
    /// By the destinations of their locations: one with two locations counts on both.
    Destinations,
    /// By who reported them.
    Sources,
}

/// A policy, destination or source, and its backups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceStanding {
    /// What it is.
    pub place: Named,
    /// Entities with a backup there.
    pub entities: i64,
    /// How many of those are overdue, or never had a success.
    pub late: i64,
    /// Backups, whatever became of them.
    pub backups: i64,
    /// Of those, how many failed.
    pub failed: i64,
    /// Sum of their sizes, bytes.
    pub size: i128,
    /// The point in time of the newest success that is still there, epoch ms.
    pub last_success: Option<i64>,
    /// The point in time of the newest backup, epoch ms.
    pub last: i64,
}

/// The backups of one entity at one place that went alike.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    pub(super) place: i64,
    pub(super) entity: i64,
    pub(super) status: BackupStatus,
    pub(super) count: i64,
    /// Bytes.
    pub(super) size: i128,
    /// The newest of their times, epoch ms.
    pub(super) last: i64,
}

impl PlaceKind {
    /// The table of the places, and the column of `backups b` or `locations l` that refers to them.
    const fn table(self) -> (&'static str, &'static str) {
        match self {
            Self::Policies => ("policies", "b.policy_id"),
            Self::Destinations => ("destinations", "l.destination_id"),
            Self::Sources => ("sources", "b.source_id"),
        }
    }
}

impl Store {
    /// All places of a kind that have backups, by name, and how their entities stand at `now` (epoch ms).
    pub async fn places(
        &self,
        kind: PlaceKind,
        now: i64,
    ) -> Result<Vec<PlaceStanding>, StoreError> {
        self.select(move |snapshot| {
            let late: HashSet<i64> = standings::all(snapshot, None, now)?
                .into_iter()
                .filter(|(_, row)| row.standing.is_late())
                .map(|(id, _)| id)
                .collect();
            let sums = sums(parts(snapshot, kind)?, &late);
            let mut names = names(snapshot, kind)?;
            let mut places: Vec<PlaceStanding> = sums
                .into_iter()
                .filter_map(|(id, sum)| {
                    let place = names.remove(&id)?;
                    Some(PlaceStanding { place, ..sum })
                })
                .collect();
            places.sort_by(|one, other| {
                let key = |it: &PlaceStanding| (it.place.name.clone(), it.place.guid);
                key(one).cmp(&key(other))
            });
            Ok(places)
        })
        .await
    }
}

/// From memory, where that has the state that is asked for.
fn parts(snapshot: &Snapshot<'_>, kind: PlaceKind) -> Result<Vec<Part>, StoreError> {
    let selection = Selection::default();
    let known =
        snapshot
            .reading()
            .columns(&selection, Restriction::None, |columns, condition| {
                Ok(columns.parts(condition, kind))
            })?;
    match known {
        Some(parts) => Ok(parts),
        None => read(snapshot, kind, &selection),
    }
}

fn read(
    snapshot: &Snapshot<'_>,
    kind: PlaceKind,
    selection: &Selection,
) -> Result<Vec<Part>, StoreError> {
    let mut parts = Vec::new();
    let Some(found) = Found::new(snapshot, selection, Restriction::None)? else {
        return Ok(parts);
    };
    let (_, column) = kind.table();
    let join = match kind {
        PlaceKind::Destinations => " JOIN locations l ON l.backup_id = b.id",
        _ => "",
    };
    let rows = found.statement(
        &format!(
            "SELECT {column} AS place, b.entity_id AS entity, b.status AS status, b.size AS size, \
             b.snapshot_time AS time FROM backups b{join}"
        ),
        "",
    );
    let mut sql = Sql::new(
        "SELECT place, entity, status, CAST(count(*) AS BIGINT), CAST(sum(size >> 32) AS BIGINT), \
         CAST(sum(size & 4294967295) AS BIGINT), max(time) FROM (",
    );
    sql.append(&rows)
        .push(") parts WHERE place IS NOT NULL GROUP BY place, entity, status");
    snapshot.query_each(&sql, |row| {
        let (high, low): (i64, i64) = (row.get(4)?, row.get(5)?);
        parts.push(Part {
            place: row.get(0)?,
            entity: row.get(1)?,
            status: codec::enumeration(row, 2)?,
            count: row.get(3)?,
            size: (i128::from(high) << 32) + i128::from(low),
            last: row.get(6)?,
        });
        Ok(())
    })?;
    Ok(parts)
}

fn sums(parts: Vec<Part>, late: &HashSet<i64>) -> HashMap<i64, PlaceStanding> {
    let mut sums: HashMap<i64, PlaceStanding> = HashMap::new();
    let mut entities: HashSet<(i64, i64)> = HashSet::new();
    for part in parts {
        let sum = sums.entry(part.place).or_insert_with(|| PlaceStanding {
            place: Named {
                guid: Uuid::nil(),
                name: String::new(),
            },
            entities: 0,
            late: 0,
            backups: 0,
            failed: 0,
            size: 0,
            last_success: None,
            last: part.last,
        });
        if entities.insert((part.place, part.entity)) {
            sum.entities += 1;
            sum.late += i64::from(late.contains(&part.entity));
        }
        sum.backups += part.count;
        sum.size += part.size;
        sum.last = sum.last.max(part.last);
        match part.status {
            BackupStatus::Success | BackupStatus::PartialSuccess => {
                sum.last_success = sum.last_success.max(Some(part.last));
            }
            BackupStatus::Failed => sum.failed += part.count,
            _ => {}
        }
    }
    sums
}

fn names(snapshot: &Snapshot<'_>, kind: PlaceKind) -> Result<HashMap<i64, Named>, StoreError> {
    let (table, _) = kind.table();
    let mut names = HashMap::new();
    let sql = Sql::new(&format!("SELECT t.id, t.guid, t.name FROM {table} t"));
    snapshot.query_each(&sql, |row| {
        let named = Named {
            guid: row.get(1)?,
            name: row.get(2)?,
        };
        names.insert(row.get(0)?, named);
        Ok(())
    })?;
    Ok(names)
}
