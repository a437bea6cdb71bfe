//! The fleet of `serve --demo`, made once.

use std::collections::HashMap;
use std::sync::LazyLock;

use backup_catalog::demo::Fleet;
use backup_catalog::domain::record::{Record, Status};
use backup_catalog::types::BackupStatus;

/// 2026-11-23T12:00:00Z
pub(super) const NOW: i64 = 1_795_435_200_000;
/// A day, ms.
pub(super) const DAY: i64 = 86_400_000;

/// Its records.
pub(super) static YEAR: LazyLock<Vec<Record>> =
    LazyLock::new(|| Fleet::demo(NOW).records().collect());

/// Its records by entity, oldest first.
pub(super) static ENTITIES: LazyLock<HashMap<&str, Vec<&Record>>> = LazyLock::new(|| {
    let mut entities: HashMap<&str, Vec<&Record>> = HashMap::new();
    for record in YEAR.iter() {
        entities
            .entry(&record.entity.name)
            .or_default()
            .push(record);
    }
    entities
});

/// The status of a record.
pub(super) fn status(record: &Record) -> BackupStatus {
    match record.status {
        Some(Status::Of(status)) => status,
        other => panic!("{other:?}"),
    }
}

/// There is, or was, a backup.
pub(super) fn stored(record: &Record) -> bool {
    matches!(
        status(record),
        BackupStatus::Success | BackupStatus::PartialSuccess | BackupStatus::SuccessRemoved
    )
}
