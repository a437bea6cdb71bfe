//! What the first page of the dashboard shows, read in one state of the catalog.

use std::collections::HashMap;

use super::found::Found;
use super::restriction::Restriction;
use super::rollup;
use super::snapshot::Snapshot;
use super::sql::Sql;
use super::standings::{self, EntityStanding};
use super::{Store, StoreError, codec};
use crate::domain::page::{Listing, Page};
use crate::domain::selection::Selection;
use crate::domain::timeline::{Day, Sums, graver};
use crate::types::{BackupStatus, ProtectionState};

/// Which entities the overview lists.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OverviewQuery {
    /// In any of these states; empty: any.
    pub states: Vec<ProtectionState>,
    /// The name contains this, in any case.
    pub name_like: Option<String>,
}

/// The first page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overview {
    /// Entities by state, whatever state was asked for: those whose name contains what was asked for.
    pub counts: Vec<(ProtectionState, i64)>,
    /// The entities that were asked for, the most urgent first.
    pub entities: Listing<Line>,
    /// All backups, day by day.
    pub days: Vec<Sums>,
}

/// An entity of the overview.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// How it stands.
    pub entity: EntityStanding,
    /// The gravest status of each day; none: there was no backup.
    pub days: Vec<Option<BackupStatus>>,
}

impl Store {
    /// How all entities stand at `now` (epoch ms), a page of them with some `days` that follow one another, and the sums of
    /// all backups of those days.
    pub async fn overview(
        &self,
        query: OverviewQuery,
        now: i64,
        page: Page,
        days: Vec<Day>,
    ) -> Result<Overview, StoreError> {
        self.select(move |snapshot| {
            let mut rows = standings::all(snapshot, query.name_like.as_deref(), now)?;
            let count = |state: &ProtectionState| {
                let count = rows
                    .iter()
                    .filter(|(_, row)| row.standing.state == *state)
                    .count();
                (*state, i64::try_from(count).unwrap_or(i64::MAX))
            };
            let counts = ProtectionState::ALL.iter().map(count).collect();
            if !query.states.is_empty() {
                rows.retain(|(_, row)| query.states.contains(&row.standing.state));
            }
            rows.sort_by(|(_, one), (_, other)| standings::key(one).cmp(&standings::key(other)));
            let total = i64::try_from(rows.len()).unwrap_or(i64::MAX);
            let rows = standings::paged(rows, page);
            let ids: Vec<i64> = rows.iter().map(|(id, _)| *id).collect();
            let mut strips = strips(snapshot, &ids, &days)?;
            let line = |(id, entity): (i64, EntityStanding)| Line {
                entity,
                days: strips.remove(&id).unwrap_or_else(|| vec![None; days.len()]),
            };
            Ok(Overview {
                counts,
                entities: Listing {
                    rows: rows.into_iter().map(line).collect(),
                    total,
                },
                days: sums(snapshot, &days)?,
            })
        })
        .await
    }
}

/// The range of some days, both ends included, epoch ms.
fn range(days: &[Day]) -> Option<(i64, i64)> {
    Some((days.first()?.start, days.last()?.end.saturating_sub(1)))
}

/// For each of these entities the gravest status of each day; nothing for those without backups.
fn strips(
    snapshot: &Snapshot<'_>,
    entities: &[i64],
    days: &[Day],
) -> Result<HashMap<i64, Vec<Option<BackupStatus>>>, StoreError> {
    let mut strips: HashMap<i64, Vec<Option<BackupStatus>>> = HashMap::new();
    let Some((from, to)) = range(days) else {
        return Ok(strips);
    };
    let mut sql = Sql::new(
        "SELECT b.entity_id, b.snapshot_time, b.status FROM backups b WHERE b.entity_id IN ",
    );
    sql.bind_ids(snapshot.engine(), entities);
    sql.push(" AND b.snapshot_time >= ").bind(from);
    sql.push(" AND b.snapshot_time <= ").bind(to);
    snapshot
        .visible()
        .add(&mut sql, " AND ", "b", snapshot.engine());
    snapshot.query_each(&sql, |row| {
        let time: i64 = row.get(1)?;
        let strip = strips
            .entry(row.get(0)?)
            .or_insert_with(|| vec![None; days.len()]);
        let day = &mut strip[days.partition_point(|day| day.end <= time)];
        *day = Some(graver(*day, codec::enumeration(row, 2)?));
        Ok(())
    })?;
    Ok(strips)
}

/// The sums of all backups of each day.
fn sums(snapshot: &Snapshot<'_>, days: &[Day]) -> Result<Vec<Sums>, StoreError> {
    let mut sums = vec![Sums::default(); days.len()];
    let Some((from, to)) = range(days) else {
        return Ok(sums);
    };
    let selection = Selection {
        from: Some(from),
        to: Some(to),
        ..Selection::default()
    };
    // Sums of many backups have the time of the first of them, which is of the same day.
    let rows = match rollup::rows(snapshot, &selection)? {
        Some(rows) => rows,
        None => match Found::new(snapshot, &selection, Restriction::None)? {
            Some(found) => found.statement(&format!("SELECT {} FROM backups b", rollup::ROW), ""),
            None => return Ok(sums),
        },
    };
    let mut sql =
        Sql::new("SELECT earliest, status, CAST(backups AS BIGINT), size_high, size_low FROM (");
    sql.append(&rows).push(") parts");
    snapshot.query_each(&sql, |row| {
        let (time, high, low): (i64, i64, i64) = (row.get(0)?, row.get(3)?, row.get(4)?);
        let size = (i128::from(high) << 32) + i128::from(low);
        let day = days.partition_point(|day| day.end <= time);
        sums[day].add_many(codec::enumeration(row, 1)?, row.get(2)?, size);
        Ok(())
    })?;
    Ok(sums)
}
