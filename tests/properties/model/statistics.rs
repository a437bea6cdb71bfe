//! Rows of the statistics that have one a backup.

use serde_json::{Value, json};

use super::catalog::Backup;
use super::wire::{closed, entity};

/// `SizeBackupStatistics`; none for a backup that never had data.
pub fn size(backup: &Backup) -> Option<Value> {
    let mut row = json!({
        "guid": backup.guid,
        "snapshotTime": backup.snapshot_time,
        "protectedEntity": entity(&backup.entity),
        "type": closed(&backup.kind),
        "size": backup.size,
    });
    if let Some(time) = backup.backup_time {
        row["backupTime"] = json!(time);
    }
    if let Some(bytes) = backup.transferred {
        row["effectiveBackupSize"] = json!(bytes);
    }
    (backup.is_successful() || backup.status == "SUCCESS_REMOVED").then_some(row)
}

/// `TimeBackupStatisticsResponseDto`.
pub fn time(backup: &Backup) -> Value {
    let [queued_export, export, queued_store, store] = backup.times;
    json!({
        "guid": backup.guid,
        "snapshotTime": backup.snapshot_time,
        "protectedEntity": entity(&backup.entity),
        "status": closed(&backup.status),
        "queuedExportTime": queued_export,
        "exportTime": export,
        "queuedStoreTime": queued_store,
        "storeTime": store,
        "taskDurationTime": backup.duration(),
    })
}
