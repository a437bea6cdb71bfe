//! Rows of the statistics that have one a backup.

use serde_json::{Map, Value, json};

use super::Backup;

/// Whether a backup has a row among the sizes.
pub(in super::super) fn has_size(backup: &Backup) -> bool {
    backup.is_successful() || backup.status() == "SUCCESS_REMOVED"
}

/// A row of `GET /backups/size-statistics`.
pub(in super::super) fn size_row(backup: &Backup) -> Value {
    let names = [
        "guid",
        "snapshotTime",
        "backupTime",
        "protectedEntity",
        "type",
        "size",
        "effectiveBackupSize",
    ];
    picked(backup, &names)
}

/// A row of `GET /backups/time-statistics`.
pub(in super::super) fn time_row(backup: &Backup) -> Value {
    let mut row = picked(
        backup,
        &["guid", "snapshotTime", "protectedEntity", "status"],
    );
    let names = [
        "queuedExportTime",
        "exportTime",
        "queuedStoreTime",
        "storeTime",
    ];
    for (name, time) in names.iter().zip(backup.task_times()) {
        row[*name] = json!(time);
    }
    row["taskDurationTime"] = json!(backup.duration());
    row
}

fn picked(backup: &Backup, names: &[&str]) -> Value {
    let mut row = Map::new();
    for name in names {
        if let Some(value) = backup.at(&format!("/{name}")) {
            row.insert((*name).to_owned(), value.clone());
        }
    }
    Value::Object(row)
}
