//! Sums kept beside the rows: by day, policy, status and type.
//!
//! Whoever writes backups writes these in the same transaction (`ingest/rollups.rs`), so that they equal a recount at
//! all times; [`Store::check`] recounts. They answer for selections of policies, statuses, type and range: whole days
//! of UTC come from here, what a range has of its first and last day from the rows. A selection by anything else sums
//! its rows.

use super::database::Connection;
use super::findings::{self, Mistaken};
use super::found::Found;
use super::restriction::Restriction;
use super::snapshot::Snapshot;
use super::sql::Sql;
use super::{Store, StoreError};
use crate::domain::selection::Selection;

/// Milliseconds of a day of UTC; leap seconds are not counted.
pub(super) const DAY: i64 = 86_400_000;

/// The scope of the sums over all policies. A policy's id is its scope, 0 that of backups without one.
pub(super) const ALL: i64 = -1;

/// What is summed of the rows of `backups b`, named as in `rollups`. A sum of sizes may pass 2^63, where databases fail:
/// the upper and the lower 32 bits are summed apart.
pub(super) const ROW: &str = "b.status AS status, b.type AS type, 1 AS backups, \
    b.size >> 32 AS size_high, b.size & 4294967295 AS size_low, \
    (b.queued_export_time + b.export_time + b.queued_store_time + b.store_time) >> 32 AS time_high, \
    (b.queued_export_time + b.export_time + b.queued_store_time + b.store_time) & 4294967295 AS time_low, \
    b.snapshot_time AS earliest, b.snapshot_time AS latest";

/// The same of the rows of `rollups r`.
const SUMMED: &str = "r.status, r.type, r.backups, r.size_high, r.size_low, r.time_high, r.time_low, r.earliest, \
    r.latest";

/// The day of a column with epoch ms, rounded down also before 1970.
const DAY_OF_ROW: &str =
    "(b.snapshot_time - ((b.snapshot_time % 86400000) + 86400000) % 86400000) / 86400000";

/// Rows with the columns of [`ROW`], many backups each, that add up to what the selection finds; none, where roll-ups do
/// not help.
pub(super) fn rows(
    connection: &Snapshot,
    selection: &Selection,
) -> Result<Option<Sql>, StoreError> {
    let covered = Selection {
        statuses: selection.statuses.clone(),
        policies: selection.policies.clone(),
        kind: selection.kind,
        from: selection.from,
        to: selection.to,
        ..Selection::default()
    };
    // They count everybody's backups.
    if covered != *selection || !connection.visible().is_all() {
        return Ok(None);
    }
    let (first, end) = whole_days(selection);
    if first >= end {
        return Ok(None);
    }
    let mut sql = Sql::new(&format!("SELECT {SUMMED} FROM rollups r WHERE r.scope IN "));
    if selection.policies.is_empty() {
        sql.bind_all([ALL]);
    } else {
        let known = policies(connection, selection)?;
        if known.is_empty() {
            return Ok(None);
        }
        sql.bind_all(known);
    }
    sql.push(" AND r.day >= ").bind(first);
    sql.push(" AND r.day < ").bind(end);
    if !selection.statuses.is_empty() {
        sql.push(" AND r.status IN ")
            .bind_all(selection.statuses.iter().map(|status| status.as_str()));
    }
    if let Some(kind) = selection.kind {
        sql.push(" AND r.type = ").bind(kind.as_str());
    }
    let before = selection.from.filter(|from| *from < first * DAY);
    let after = selection.to.filter(|to| *to >= end * DAY);
    let edges = [
        before.map(|from| (Some(from), Some(first * DAY - 1))),
        after.map(|to| (Some(end * DAY), Some(to))),
    ];
    for (from, to) in edges.into_iter().flatten() {
        let edge = Selection {
            from,
            to,
            ..selection.clone()
        };
        if let Some(found) = Found::new(connection, &edge, Restriction::None)? {
            sql.push(" UNION ALL ");
            sql.append(&found.statement(&format!("SELECT {ROW} FROM backups b"), ""));
        }
    }
    Ok(Some(sql))
}

/// The days that lie in the range from end to end: the first one, and the first one that does not.
fn whole_days(selection: &Selection) -> (i64, i64) {
    let first = selection.from.map_or(i64::MIN / DAY, |from| {
        let day = from.div_euclid(DAY);
        if from.rem_euclid(DAY) == 0 {
            day
        } else {
            day + 1
        }
    });
    let end = selection
        .to
        .map_or(i64::MAX / DAY, |to| to.saturating_add(1).div_euclid(DAY));
    (first, end)
}

fn policies(connection: &Connection, selection: &Selection) -> Result<Vec<i64>, StoreError> {
    let mut known = Vec::new();
    for guid in &selection.policies {
        known.extend(super::filter::id(connection, "policies", *guid)?);
    }
    known.sort_unstable();
    known.dedup();
    Ok(known)
}

/// A statement that counts what rows of [`ROW`] stand for.
pub(super) fn count(rows: &Sql) -> Sql {
    let mut sql = Sql::new("SELECT CAST(coalesce(sum(backups), 0) AS BIGINT) FROM (");
    sql.append(rows).push(") parts");
    sql
}

/// A roll-up that is not what its rows add up to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Policy id, 0 for none, -1 for all.
    pub scope: i64,
    /// Days since 1970.
    pub day: i64,
    /// Status and type.
    pub of: String,
    /// Backups that the roll-up has; none: there is no such roll-up.
    pub kept: Option<i64>,
    /// Backups that a recount finds; none: there are none.
    pub counted: Option<i64>,
}

/// What [`Store::check`] found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// Roll-ups that were compared.
    pub rollups: i64,
    /// Those that are wrong.
    pub differences: Vec<Difference>,
    /// What the catalog itself has found and is wrong.
    pub mistaken: Vec<Mistaken>,
}

impl Store {
    /// Recounts all backups and compares the roll-ups and findings with that, in one state of the catalog.
    pub async fn check(&self) -> Result<Checked, StoreError> {
        self.read_newest(|connection| {
            let kept = format!("SELECT r.scope, r.day, {SUMMED} FROM rollups r");
            let counted = counted();
            let number = |sql: &str| connection.query_row(sql, (), |row| row.get::<i64>(0));
            let rollups = number("SELECT count(*) FROM rollups")?;
            let mut differences: Vec<Difference> = Vec::new();
            for (sql, is_kept) in [
                (format!("{kept} EXCEPT {counted} ORDER BY 1, 2, 3, 4"), true),
                (
                    format!("{counted} EXCEPT {kept} ORDER BY 1, 2, 3, 4"),
                    false,
                ),
            ] {
                connection.query_each(&Sql::new(&sql), |row| {
                    let (status, kind): (String, String) = (row.get(2)?, row.get(3)?);
                    let (scope, day, of) = (row.get(0)?, row.get(1)?, format!("{status} {kind}"));
                    let backups = row.get(4)?;
                    let same = differences
                        .iter_mut()
                        .find(|other| (other.scope, other.day, &other.of) == (scope, day, &of));
                    match same {
                        Some(other) => other.counted = Some(backups),
                        None => differences.push(Difference {
                            scope,
                            day,
                            of,
                            kept: is_kept.then_some(backups),
                            counted: (!is_kept).then_some(backups),
                        }),
                    }
                    Ok(())
                })?;
            }
            Ok(Checked {
                rollups,
                differences,
                mistaken: findings::recount(connection)?,
            })
        })
        .await
    }
}

/// A statement with all sums, counted from the backups.
fn counted() -> String {
    format!(
        "SELECT scope, day, {GROUP} FROM (
             SELECT s.scope AS scope, {DAY_OF_ROW} AS day, {ROW} FROM backups b
             JOIN (SELECT -1 AS scope UNION ALL SELECT 0 UNION ALL SELECT id FROM policies) s
             ON s.scope = -1 OR s.scope = coalesce(b.policy_id, 0)
         ) parts GROUP BY scope, day, status, type"
    )
}

impl Store {
    /// Counts all sums anew and keeps those, and what the catalog itself finds of its backups, in one transaction: nobody writes meanwhile.
    pub async fn repair(&self) -> Result<(), StoreError> {
        self.write_aside(|transaction| {
            transaction.execute("DELETE FROM rollups", ())?;
            let insert = "INSERT INTO rollups (scope, day, status, type, backups, size_high, size_low, time_high, \
                          time_low, earliest, latest)";
            transaction.execute(&format!("{insert} {}", counted()), ())?;
            findings::repair(transaction)
        })
        .await
    }
}

/// The sums over rows of [`ROW`].
pub(super) const GROUP: &str = "status, type, CAST(sum(backups) AS BIGINT), \
    CAST(sum(size_high) AS BIGINT), CAST(sum(size_low) AS BIGINT), \
    CAST(sum(time_high) AS BIGINT), CAST(sum(time_low) AS BIGINT), min(earliest), max(latest)";

#[cfg(test)]
mod tests {
    use super::{DAY, whole_days};
    use crate::domain::selection::Selection;

    #[test]
    fn a_whole_day_is_in_the_range_from_its_first_to_its_last_millisecond() {
        let days = |from, to| {
            whole_days(&Selection {
                from: Some(from),
                to: Some(to),
                ..Selection::default()
            })
        };
        assert_eq!(days(0, DAY - 1), (0, 1));
        assert_eq!(days(1, 2 * DAY - 1), (1, 2));
        assert_eq!(days(0, DAY - 2), (0, 0));
        assert_eq!(days(-1, DAY), (0, 1));
        assert_eq!(days(-DAY, 0), (-1, 0));
        assert_eq!(days(5, 5), (1, 0));
    }
}
