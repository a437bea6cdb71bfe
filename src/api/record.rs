//! Backups as the wire has them.

use super::wire::open_enumeration;
use crate::domain::backup::{
    Backup, BackupDetails, BackupWithChain, Location, TaskTimes, backup_name,
};
use crate::domain::reference::Named;
use crate::types;

/// A backup in a list.
pub(super) fn list_record(backup: Backup) -> types::BackupListRecord {
    let reference = reference(&backup);
    types::BackupListRecord {
        archive_expire: backup.archive_expire,
        attempts: None,
        backup_locations: locations(
            backup.locations,
            &reference,
            backup.snapshot_time,
            backup.kind,
        ),
        backup_rule: backup.rule.map(Into::into),
        backup_time: backup.backup_time,
        description: backup.description,
        effective_backup_objects_count: backup.objects,
        effective_backup_size: backup.transferred,
        failed_attempts: None,
        guid: backup.guid,
        hidden: backup.hidden,
        origin_entity: backup.origin.map(Into::into),
        parent_backup: backup.parent.map(Into::into),
        protected_entity: (&backup.entity.reference).into(),
        size: backup.size,
        snapshot_time: backup.snapshot_time,
        source_name_and_guid: backup.entity.infrastructure().cloned().map(Into::into),
        source_project: backup.entity.project.clone().map(Into::into),
        status: backup.status.into(),
        status_info: backup.status_info,
        task_duration_time: Some(backup.times.total()),
        task_time_stats: task_times(backup.times),
        type_: Some(backup.kind.into()),
        vm_export_import_mode: backup.mode.map(open_enumeration),
        warnings_acknowledged: backup.warnings_acknowledged,
        warnings_present: !backup.warnings.is_empty(),
        warnings: backup.warnings,
    }
}

/// A backup in detail: all that a list shows, and more.
pub(super) fn details(details: BackupDetails) -> types::BackupDetails {
    let destinations = destinations(&details.backup.locations);
    let source_checksum = checksum(&details);
    let record = list_record(details.backup);
    types::BackupDetails {
        archive_expire: record.archive_expire,
        attempts: record.attempts,
        backup_destinations: destinations,
        backup_locations: record.backup_locations,
        backup_policy: details.policy.map(Into::into),
        backup_rule: record.backup_rule,
        backup_time: record.backup_time,
        chain_position: Some(details.chain_position),
        description: record.description,
        effective_backup_objects_count: record.effective_backup_objects_count,
        effective_backup_size: record.effective_backup_size,
        failed_attempts: record.failed_attempts,
        guid: record.guid,
        hidden: record.hidden,
        node: details.node.map(Into::into),
        origin_entity: record.origin_entity,
        parent_backup: record.parent_backup,
        protected_entity: record.protected_entity,
        root_backup: Some(details.root.into()),
        size: record.size,
        snapshot_time: record.snapshot_time,
        source: Some(details.source.into()),
        source_checksum: Some(source_checksum),
        source_name_and_guid: record.source_name_and_guid,
        source_project: record.source_project,
        status: record.status,
        status_info: record.status_info,
        task_duration_time: record.task_duration_time,
        task_time_stats: record.task_time_stats,
        type_: record.type_,
        vm_export_import_mode: record.vm_export_import_mode,
        warnings: record.warnings,
        warnings_acknowledged: record.warnings_acknowledged,
        warnings_present: record.warnings_present,
    }
}

/// Everything that is known of a backup.
pub(super) fn extended(found: BackupWithChain) -> types::BackupExtendedDetails {
    let BackupWithChain {
        details: known,
        parents,
        children,
    } = found;
    let (mountable, iscsi_mountable) = (known.mountable, known.iscsi_mountable);
    let repository = (!known.repository.is_empty()).then(|| known.repository.clone());
    let (native_id, run, removed_time) = (
        known.native_id.clone(),
        known.run.clone(),
        known.removed_time,
    );
    let labels = known.labels.clone();
    let record = details(known);
    types::BackupExtendedDetails {
        archive_expire: record.archive_expire,
        attempts: record.attempts,
        backup_destinations: record.backup_destinations,
        backup_locations: record.backup_locations,
        backup_policy: record.backup_policy,
        backup_rule: record.backup_rule,
        backup_time: record.backup_time,
        chain_position: record.chain_position,
        children: children.into_iter().map(Into::into).collect(),
        description: record.description,
        effective_backup_objects_count: record.effective_backup_objects_count,
        effective_backup_size: record.effective_backup_size,
        failed_attempts: record.failed_attempts,
        guid: record.guid,
        hidden: record.hidden,
        iscsi_mountable: Some(iscsi_mountable),
        labels,
        mountable: Some(mountable),
        native_id,
        network_interface_cards: Vec::new(),
        node: record.node,
        origin_entity: record.origin_entity,
        parent_backup: record.parent_backup,
        parents: parents.into_iter().map(Into::into).collect(),
        protected_entity: record.protected_entity,
        removed_time,
        repository,
        root_backup: record.root_backup,
        run,
        size: record.size,
        snapshot_time: record.snapshot_time,
        source: record.source,
        source_checksum: record.source_checksum,
        source_name_and_guid: record.source_name_and_guid,
        source_project: record.source_project,
        status: record.status,
        status_info: record.status_info,
        task_duration_time: record.task_duration_time,
        task_time_stats: record.task_time_stats,
        type_: record.type_,
        vm_export_import_mode: record.vm_export_import_mode,
        warnings: record.warnings,
        warnings_acknowledged: record.warnings_acknowledged,
        warnings_present: record.warnings_present,
    }
}

/// A backup as others refer to it.
pub(super) fn reference(backup: &Backup) -> types::NameAndGuid {
    types::NameAndGuid {
        guid: backup.guid,
        name: backup_name(&backup.entity.reference.name, backup.snapshot_time),
    }
}

fn task_times(times: TaskTimes) -> types::TaskTimeStats {
    types::TaskTimeStats {
        queued_export_time: times.queued_export,
        export_time: times.export,
        queued_store_time: times.queued_store,
        store_time: times.store,
    }
}

fn locations(
    locations: Vec<Location>,
    backup: &types::NameAndGuid,
    snapshot_time: i64,
    kind: types::BackupType,
) -> Vec<types::BackupLocationListRecord> {
    let record = |location: Location| types::BackupLocationListRecord {
        archive_expire: location.archive_expire,
        backup: backup.clone(),
        backup_destination: location.destination.into(),
        backup_destination_type: location.destination_type.map(open_enumeration),
        guid: location.guid,
        retention_hint: location.retention_hint.into(),
        role_type: Some(location.role.into()),
        snapshot_time,
        status: location.status.into(),
        status_info: location.status_info,
        // No tool reports that a copy is of another type than the backup.
        type_: Some(kind.into()),
    };
    locations.into_iter().map(record).collect()
}

/// The destinations of the locations, each once, in their order.
fn destinations(locations: &[Location]) -> Vec<types::NameAndGuid> {
    let mut destinations: Vec<types::NameAndGuid> = Vec::new();
    for Location {
        destination: Named { guid, name },
        ..
    } in locations
    {
        if !destinations.iter().any(|known| known.guid == *guid) {
            destinations.push(types::NameAndGuid {
                guid: *guid,
                name: name.clone(),
            });
        }
    }
    destinations
}

/// SHA-256, in hex, of source, repository and native id: equal for the same backup in two catalogs.
fn checksum(details: &BackupDetails) -> String {
    crate::domain::identity::checksum(
        &details.source.name,
        &details.repository,
        details
            .native_id
            .as_deref()
            .or(details.run.as_deref())
            .unwrap_or_default(),
    )
}
