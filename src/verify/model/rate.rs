//! Transfer rates.

use serde_json::{Value, json};

use super::Backup;
use super::aggregate::at_most;

/// The time of a task that moves data, ms.
pub(in super::super) fn task_time(backup: &Backup, task: &str) -> i64 {
    match task {
        "EXPORT" => backup.task_times()[1],
        "STORE" => backup.task_times()[3],
        _ => 0,
    }
}

/// Guid, time and rate of each backup that has a time for the task, oldest first.
pub(in super::super) fn rates(backups: &[&Backup], task: &str) -> Vec<Value> {
    let mut timed: Vec<&&Backup> = backups
        .iter()
        .filter(|it| task_time(it, task) > 0)
        .collect();
    timed.sort_by_key(|it| (it.time(), it.guid()));
    let row = |it: &&&Backup| {
        let bytes = it
            .number("/effectiveBackupSize")
            .unwrap_or_else(|| it.size());
        let rate = i128::from(bytes) * 1000 / i128::from(task_time(it, task));
        json!({ "backup": it.guid(), "snapshotTime": it.time(), "transferRate": at_most(rate) })
    };
    timed.iter().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_bytes_a_second_rounded_down() {
        let backup = Backup::new(&json!({
            "guid": "a", "snapshotTime": 1, "size": 9, "effectiveBackupSize": 7_502_820,
            "taskTimeStats": { "exportTime": 2_500, "storeTime": 0 },
        }));
        assert_eq!(rates(&[&backup], "EXPORT")[0]["transferRate"], 3_001_128);
        assert!(rates(&[&backup], "STORE").is_empty() && rates(&[&backup], "MOUNT").is_empty());
    }
}
