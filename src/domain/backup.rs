//! A backup as it is read from the catalog.

use std::collections::BTreeMap;
use std::sync::Arc;

use uuid::Uuid;

use super::reference::{EntityReference, Named, OriginReference};
use crate::types;

/// How long each task of a backup took, ms; 0 where unknown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TaskTimes {
    /// Waiting for the export, ms.
    pub queued_export: i64,
    /// Export, ms.
    pub export: i64,
    /// Waiting for the store, ms.
    pub queued_store: i64,
    /// Store, ms.
    pub store: i64,
}

impl TaskTimes {
    /// The sum of the four, ms; it stays at the greatest number there is.
    pub fn total(&self) -> i64 {
        [
            self.queued_export,
            self.export,
            self.queued_store,
            self.store,
        ]
        .into_iter()
        .fold(0, i64::saturating_add)
    }
}

/// One copy of a backup on one destination.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// Identity, derived from the backup and the destination.
    pub guid: Uuid,
    /// Where the copy is.
    pub destination: Named,
    /// Kind of destination (`FILESYSTEM`, `S3`, …), if it was reported.
    pub destination_type: Option<String>,
    /// Which copy it is.
    pub role: types::BackupDestinationRole,
    /// State of the copy.
    pub status: types::BackupLocationStatus,
    /// What retention does with it.
    pub retention_hint: types::RetentionHint,
    /// When a copy marked to keep expires, epoch ms.
    pub archive_expire: Option<i64>,
    /// The state in words.
    pub status_info: Option<String>,
}

/// A backup as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// Identity.
    pub guid: Uuid,
    /// Life cycle.
    pub status: types::BackupStatus,
    /// How much it contains on its own.
    pub kind: types::BackupType,
    /// The point in time that was backed up, epoch ms.
    pub snapshot_time: i64,
    /// When the data was stored, epoch ms.
    pub backup_time: Option<i64>,
    /// Bytes protected.
    pub size: i64,
    /// Bytes transferred.
    pub transferred: Option<i64>,
    /// Number of objects (files).
    pub objects: Option<i64>,
    /// The status in words.
    pub status_info: Option<String>,
    /// What was backed up.
    pub entity: Arc<Entity>,
    /// How long each task took.
    pub times: TaskTimes,
    /// The policy rule.
    pub rule: Option<Named>,
    /// Who or what started it.
    pub origin: Option<OriginReference>,
    /// How the data was exported (vendor: `vmExportImportMode`).
    pub mode: Option<String>,
    /// The backup it depends on directly, if it is known here; its name is a [`backup_name`].
    pub parent: Option<Named>,
    /// The copies, the primary one first.
    pub locations: Vec<Location>,
    /// Warnings in force.
    pub warnings: Vec<String>,
    /// Somebody has acknowledged the warnings.
    pub warnings_acknowledged: bool,
    /// A person's note.
    pub description: Option<String>,
    /// Left out of lists by `without-hidden`.
    pub hidden: bool,
    /// When a backup marked to keep expires, epoch ms.
    pub archive_expire: Option<i64>,
    /// Grows with every change: the `ETag`.
    pub revision: i64,
}

/// A protected entity with its surroundings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entity {
    /// Its guid, name and kind.
    pub reference: EntityReference,
    /// Its project.
    pub project: Option<Named>,
    /// Its hypervisor manager.
    pub hypervisor_manager: Option<Named>,
    /// Its hypervisor.
    pub hypervisor: Option<Named>,
    /// Its storage provider.
    pub storage_provider: Option<Named>,
    /// Its cloud service provider.
    pub cloud_service_provider: Option<Named>,
}

impl Entity {
    /// What it lives on: hypervisor manager, hypervisor, storage provider or cloud service provider, the first that is
    /// known (chosen).
    pub fn infrastructure(&self) -> Option<&Named> {
        [
            &self.hypervisor_manager,
            &self.hypervisor,
            &self.storage_provider,
            &self.cloud_service_provider,
        ]
        .into_iter()
        .find_map(Option::as_ref)
    }
}

/// A backup with its policy, node, chain and source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupDetails {
    /// What a list shows.
    pub backup: Backup,
    /// The policy it was recorded with, else its rule's.
    pub policy: Option<Named>,
    /// The node that ran it.
    pub node: Option<Named>,
    /// The farthest known ancestor; itself where it has none.
    pub root: Named,
    /// Number of known ancestors.
    pub chain_position: i64,
    /// Files can be restored from it one by one.
    pub mountable: bool,
    /// It can be exported over iSCSI.
    pub iscsi_mountable: bool,
    /// Who reported it.
    pub source: Named,
    /// The tool's own id of the repository; empty where it has none.
    pub repository: String,
    /// The backup's id at the source.
    pub native_id: Option<String>,
    /// The id of the run that made it.
    pub run: Option<String>,
    /// When it was found to be gone, epoch ms.
    pub removed_time: Option<i64>,
    /// What the source says beside.
    pub labels: BTreeMap<String, String>,
}

/// One backup with everything that is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupWithChain {
    /// The backup.
    pub details: BackupDetails,
    /// Its ancestors, the nearest first.
    pub parents: Vec<Named>,
    /// The backups that depend on it directly, oldest first.
    pub children: Vec<Named>,
}

/// The name by which references call a backup: `<entity> - <yyyy-mm-dd hh:mm:ss>` in UTC (inferred: a vendor
/// client takes what stands after the last ` - ` for a date).
pub fn backup_name(entity: &str, snapshot_time: i64) -> String {
    let Ok(time) = jiff::Timestamp::from_millisecond(snapshot_time) else {
        // Outside the years that have a calendar date.
        return format!("{entity} - {snapshot_time}");
    };
    let time = jiff::tz::TimeZone::UTC.to_datetime(time);
    if !(0..=9999).contains(&time.year()) {
        return format!("{entity} - {}", time.strftime("%Y-%m-%d %H:%M:%S"));
    }
    // A page has a hundred names: digit by digit takes a tenth of the time of a format that is read.
    let mut name = String::with_capacity(entity.len() + 22);
    name.push_str(entity);
    name.push_str(" - ");
    let two = |name: &mut String, number: i16| {
        for digit in [number / 10, number % 10] {
            name.push(char::from(b'0' + u8::try_from(digit).unwrap_or_default()));
        }
    };
    two(&mut name, time.year() / 100);
    two(&mut name, time.year() % 100);
    for (mark, number) in [
        ('-', time.month()),
        ('-', time.day()),
        (' ', time.hour()),
        (':', time.minute()),
        (':', time.second()),
    ] {
        name.push(mark);
        two(&mut name, i16::from(number));
    }
    name
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::backup_name;

    #[test]
    fn a_backup_is_named_after_its_entity_and_time() {
        assert_eq!(
            backup_name("web01:/srv - old", 1_795_420_381_625),
            "web01:/srv - old - 2026-11-23 07:53:01"
        );
        assert_eq!(backup_name("x", i64::MAX), format!("x - {}", i64::MAX));
        // Before the epoch, and before the year 1.
        assert_eq!(backup_name("x", -1), "x - 1969-12-31 23:59:59");
        let ancient = -100_000_000_000_000;
        let time = jiff::Timestamp::from_millisecond(ancient).unwrap();
        assert_eq!(
            backup_name("x", ancient),
            format!("x - {}", time.strftime("%Y-%m-%d %H:%M:%S"))
        );
    }
}
