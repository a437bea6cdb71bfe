//! The order of a list.

use std::cmp::Ordering;

use super::catalog::{Backup, Catalog};
use crate::query::Query;

/// What a backup is sorted by.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Number(i64),
    Text(String),
}

impl Catalog {
    /// Sorts by `orderBy` and `direction`; what is absent comes last both ways, and the guid breaks ties, ascending.
    pub fn sort(&self, backups: &mut [&Backup], query: &Query) {
        let by = query.one("orderBy").unwrap_or("snapshotTime");
        let by = by.strip_suffix(".name").unwrap_or(by);
        let descending = match query.one("direction") {
            Some(direction) => direction.eq_ignore_ascii_case("desc"),
            None => is_time_or_size(by),
        };
        backups.sort_by(|a, b| {
            let keys = match (self.key(a, by), self.key(b, by)) {
                (Some(a), Some(b)) if descending => b.cmp(&a),
                (Some(a), Some(b)) => a.cmp(&b),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (None, None) => Ordering::Equal,
            };
            keys.then(a.guid.cmp(&b.guid))
        });
    }

    fn key(&self, backup: &Backup, by: &str) -> Option<Key> {
        let number = |number: i64| Some(Key::Number(number));
        let text = |text: &str| Some(Key::Text(text.to_owned()));
        match by {
            "archiveExpire" => backup.archive_expire.map(Key::Number),
            "backupPolicy" => text(&backup.policy.as_ref()?.name),
            "backupRule" => text(&backup.rule.as_ref()?.name),
            "backupTime" => backup.backup_time.map(Key::Number),
            "description" => text(backup.description.as_ref()?),
            "effectiveBackupObjectsCount" => backup.objects.map(Key::Number),
            "effectiveBackupSize" => backup.transferred.map(Key::Number),
            "guid" => text(&backup.guid.to_string()),
            "hidden" => number(backup.hidden.into()),
            "node" => text(&backup.node.as_ref()?.name),
            "originEntity" => text(&backup.origin.as_ref()?.1.name),
            "parentBackup" => text(&self.parent(backup)?.reference().name),
            "protectedEntity" => text(&backup.entity.name),
            "protectedEntity.type" => text(&backup.entity.kind),
            "size" => number(backup.size),
            "snapshotTime" => number(backup.snapshot_time),
            "sourceProject" => text(&backup.entity.project.as_ref()?.name),
            "status" => text(&backup.status),
            "statusInfo" => text(backup.status_info.as_ref()?),
            "taskDurationTime" => number(backup.duration()),
            "type" => text(&backup.kind),
            "vmExportImportMode" => text(backup.mode.as_ref()?),
            "warningsAcknowledged" => number(backup.acknowledged.into()),
            "warningsPresent" => number((!backup.warnings.is_empty()).into()),
            other => panic!("no such order: {other}"),
        }
    }
}

/// Times, durations and sizes begin with the greatest where no direction is given.
fn is_time_or_size(by: &str) -> bool {
    matches!(
        by,
        "archiveExpire"
            | "backupTime"
            | "effectiveBackupSize"
            | "size"
            | "snapshotTime"
            | "taskDurationTime"
    )
}
