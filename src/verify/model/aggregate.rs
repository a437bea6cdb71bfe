//! Counts and sums by status and type.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::Backup;

/// One row a (status, type) that occurs, ordered by both.
pub(in super::super) fn aggregate(backups: &[&Backup]) -> Vec<Value> {
    let mut cells: BTreeMap<(&str, &str), Vec<&Backup>> = BTreeMap::new();
    for backup in backups {
        let kind = backup.text("/type/name").unwrap_or_default();
        cells
            .entry((backup.status(), kind))
            .or_default()
            .push(backup);
    }
    cells.into_values().map(|backups| row(&backups)).collect()
}

fn row(backups: &[&Backup]) -> Value {
    let sum =
        |value: fn(&Backup) -> i64| backups.iter().map(|it| i128::from(value(it))).sum::<i128>();
    let (size, duration) = (sum(Backup::size), sum(Backup::duration));
    let times = || backups.iter().map(|it| it.time());
    let count = i128::try_from(backups.len()).unwrap_or(i128::MAX);
    json!({
        "status": backups[0].at("/status"),
        "type": backups[0].at("/type"),
        "count": backups.len(),
        "size": at_most(size),
        "exactSize": size.to_string(),
        "averageSize": at_most(size / count),
        "duration": at_most(duration),
        "firstSnapshotTime": times().min(),
        "lastSnapshotTime": times().max(),
    })
}

/// Sums stay at the greatest number that the wire has.
pub(super) fn at_most(sum: i128) -> i64 {
    i64::try_from(sum).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_exact_beyond_64_bits() {
        let backup = |time: i64| {
            Backup::new(&json!({
                "status": { "name": "SUCCESS" }, "type": { "name": "FULL" }, "size": i64::MAX, "snapshotTime": time,
                "taskTimeStats": { "exportTime": 3, "storeTime": 4 },
            }))
        };
        let (a, b) = (backup(5), backup(9));
        let rows = aggregate(&[&a, &b]);
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0]["exactSize"], "18446744073709551614");
        assert_eq!(rows[0]["size"], i64::MAX);
        assert_eq!(rows[0]["averageSize"], i64::MAX);
        assert_eq!(rows[0]["duration"], 14);
        assert_eq!(
            (&rows[0]["firstSnapshotTime"], &rows[0]["lastSnapshotTime"]),
            (&json!(5), &json!(9))
        );
    }
}
