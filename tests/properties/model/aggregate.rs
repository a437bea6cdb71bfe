//! Counts and sums by status and type.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::catalog::Backup;
use super::wire::closed;

/// One row a (status, type) that occurs, ordered by both.
pub fn aggregate(backups: &[&Backup]) -> Vec<Value> {
    let mut cells: BTreeMap<(&str, &str), Vec<&Backup>> = BTreeMap::new();
    for backup in backups {
        cells
            .entry((&backup.status, &backup.kind))
            .or_default()
            .push(backup);
    }
    let rows = cells.into_iter();
    rows.map(|((status, kind), backups)| row(status, kind, &backups))
        .collect()
}

fn row(status: &str, kind: &str, backups: &[&Backup]) -> Value {
    let size: i128 = backups.iter().map(|it| i128::from(it.size)).sum();
    let duration: i128 = backups.iter().map(|it| i128::from(it.duration())).sum();
    let times = || backups.iter().map(|it| it.snapshot_time);
    json!({
        "status": closed(status),
        "type": closed(kind),
        "count": backups.len(),
        "size": at_most(size),
        "exactSize": size.to_string(),
        "averageSize": at_most(size / i128::try_from(backups.len()).unwrap()),
        "duration": at_most(duration),
        "firstSnapshotTime": times().min(),
        "lastSnapshotTime": times().max(),
    })
}

/// Sums stay at the greatest number that the wire has.
pub fn at_most(sum: i128) -> i64 {
    i64::try_from(sum).unwrap_or(i64::MAX)
}
