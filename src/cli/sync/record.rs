//! A backup of another server as a record of ours.

use serde_json::{Value, json};

use crate::domain::record::{
    Entity, Location, Origin, Project, Record, Reference, Status, Times, Warning,
};
use crate::types::{BackupDetails, BackupStatus, NameAndGuid};

/// The record that makes a backup here what it is there. Its guid stays; guids of all that it refers to stay as well.
pub(super) fn of(backup: BackupDetails, source: &str) -> Record {
    let BackupDetails {
        backup_time,
        snapshot_time,
        protected_entity: entity,
        task_time_stats: times,
        ..
    } = backup;
    let finished = backup_time.filter(|_| !is_running(backup.status.name));
    Record {
        v: 1,
        source: source.to_owned(),
        id: Some(backup.guid.to_string()),
        guid: Some(backup.guid),
        entity: Entity {
            kind: Some(entity.type_.name),
            guid: Some(entity.guid),
            name: entity.name,
            project: backup.source_project.map(|project| Project {
                uuid: Some(project.guid),
                name: project.name,
            }),
            ..Entity::default()
        },
        node: backup.node.map(reference),
        policy: backup.backup_policy.map(reference),
        rule: backup.backup_rule.map(reference),
        status: Some(Status::Of(backup.status.name)),
        status_info: backup.status_info,
        kind: backup.type_.map(|kind| kind.name),
        // What has ended says when; when it started nobody says.
        started: finished.is_none().then_some(snapshot_time),
        finished,
        snapshot_time: Some(snapshot_time),
        // 0 stands for what is not known, too.
        size: (backup.size != 0).then_some(backup.size),
        transferred: backup.effective_backup_size,
        objects: backup
            .effective_backup_objects_count
            .filter(|count| *count > 0),
        parent: backup.parent_backup.map(|parent| parent.guid.to_string()),
        warnings: Some(backup.warnings.into_iter().map(Warning::Text).collect()),
        times: Some(Times {
            queued_export: times.queued_export_time,
            export: times.export_time,
            queued_store: times.queued_store_time,
            store: times.store_time,
        }),
        locations: Some(
            backup
                .backup_locations
                .into_iter()
                .map(|copy| Location {
                    destination: reference(copy.backup_destination),
                    destination_type: copy.backup_destination_type.map(|kind| kind.name),
                    role: copy.role_type.map(|role| role.name),
                    status: Some(copy.status.name),
                    retention_hint: Some(copy.retention_hint.name),
                    archive_expire: copy.archive_expire,
                    status_info: copy.status_info,
                })
                .collect(),
        ),
        hidden: Some(backup.hidden),
        description: backup.description,
        origin: backup.origin_entity.map(|origin| Origin {
            kind: origin.type_.name,
            name: origin.name,
        }),
        mode: backup.vm_export_import_mode.map(|mode| mode.name),
        archive_expire: backup.archive_expire,
        ..Record::default()
    }
}

/// Whether a backup is still to come to an end.
pub(super) const fn is_running(status: BackupStatus) -> bool {
    matches!(status, BackupStatus::Queued | BackupStatus::Inprogress)
}

/// The record of a backup that is gone there.
pub(super) fn gone(guid: &str, source: &str) -> Value {
    json!({"v": 1, "source": source, "id": guid, "status": "REMOVED"})
}

/// The record of a run that was under way, as it was, and that is not known there any more.
pub(super) fn lost(mut record: Value, server: &str) -> Value {
    record["status"] = json!("FAILED");
    record["statusInfo"] = json!(format!(
        "it was under way, and {server} does not know it any more"
    ));
    record
}

fn reference(named: NameAndGuid) -> Reference {
    Reference::Known {
        guid: named.guid,
        name: named.name,
    }
}
