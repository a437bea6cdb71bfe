//! Backups as the wire shows them. What is absent is not there, never `null`.

use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use super::catalog::{Backup, Catalog, Entity, Location, Named};
use super::words::{Kind, words};

/// Adds properties to an object, those that are not `null`.
fn add(object: &mut Value, properties: Value) {
    let (Value::Object(object), Value::Object(properties)) = (object, properties) else {
        panic!("two objects");
    };
    object.extend(properties.into_iter().filter(|(_, value)| !value.is_null()));
}

/// An object without the properties that are `null`.
pub fn object(properties: Value) -> Value {
    let mut object = Value::Object(Map::new());
    add(&mut object, properties);
    object
}

pub fn named(named: &Named) -> Value {
    json!({"guid": named.guid, "name": named.name})
}

pub fn optional(thing: Option<&Named>) -> Value {
    thing.map_or(Value::Null, named)
}

pub fn closed(name: &str) -> Value {
    words(Kind::Closed, name)
}

fn open(name: Option<&String>) -> Value {
    name.map_or(Value::Null, |name| words(Kind::Open, name))
}

pub fn entity(entity: &Entity) -> Value {
    json!({"guid": entity.guid, "name": entity.name, "type": closed(&entity.kind)})
}

fn location(location: &Location, backup: &Backup) -> Value {
    object(json!({
        "guid": location.guid,
        "backup": named(&backup.reference()),
        "snapshotTime": backup.snapshot_time,
        "backupDestination": named(&location.destination),
        "backupDestinationType": open(location.destination_type.as_ref()),
        "roleType": closed(&location.role),
        "status": closed(&location.status),
        "type": closed(&backup.kind),
        "statusInfo": location.status_info,
        "retentionHint": words(Kind::Hint, &location.hint),
        "archiveExpire": location.archive_expire,
    }))
}

impl Catalog {
    /// `BackupListRecord`.
    pub fn list_record(&self, backup: &Backup) -> Value {
        let [queued_export, export, queued_store, store] = backup.times;
        let locations = backup.locations.iter();
        let parent = self.parent(backup).map(Backup::reference);
        let at = &backup.entity;
        let infrastructure = [
            &at.hypervisor_manager,
            &at.hypervisor,
            &at.storage_provider,
            &at.cloud_service_provider,
        ];
        let infrastructure = infrastructure.into_iter().flatten().next();
        let origin = backup.origin.as_ref().map(|(kind, origin)| {
            json!({"guid": origin.guid, "name": origin.name, "type": closed(kind)})
        });
        object(json!({
            "guid": backup.guid,
            "status": closed(&backup.status),
            "type": closed(&backup.kind),
            "snapshotTime": backup.snapshot_time,
            "backupTime": backup.backup_time,
            "size": backup.size,
            "statusInfo": backup.status_info,
            "protectedEntity": entity(&backup.entity),
            "taskTimeStats": {
                "queuedExportTime": queued_export,
                "exportTime": export,
                "queuedStoreTime": queued_store,
                "storeTime": store,
            },
            "taskDurationTime": backup.duration(),
            "parentBackup": optional(parent.as_ref()),
            "backupRule": optional(backup.rule.as_ref()),
            "backupLocations": locations.map(|it| location(it, backup)).collect::<Vec<_>>(),
            "originEntity": origin,
            "warnings": backup.warnings,
            "warningsPresent": !backup.warnings.is_empty(),
            "warningsAcknowledged": backup.acknowledged,
            "description": backup.description,
            "hidden": backup.hidden,
            "archiveExpire": backup.archive_expire,
            "vmExportImportMode": open(backup.mode.as_ref()),
            "sourceProject": optional(backup.entity.project.as_ref()),
            "sourceNameAndGuid": optional(infrastructure),
            "effectiveBackupSize": backup.transferred,
            "effectiveBackupObjectsCount": backup.objects,
        }))
    }

    /// `BackupDetails`.
    pub fn details(&self, backup: &Backup) -> Value {
        let mut record = self.list_record(backup);
        let ancestors = self.ancestors(backup);
        let root = ancestors.last().copied().unwrap_or(backup);
        let destinations = backup.locations.iter().map(|it| named(&it.destination));
        add(
            &mut record,
            json!({
                "backupPolicy": optional(backup.policy.as_ref()),
                "backupDestinations": destinations.collect::<Vec<_>>(),
                "node": optional(backup.node.as_ref()),
                "rootBackup": named(&root.reference()),
                "chainPosition": ancestors.len(),
                "source": named(&backup.source),
                "sourceChecksum": checksum(backup),
            }),
        );
        record
    }

    /// `BackupExtendedDetails`.
    pub fn extended(&self, backup: &Backup) -> Value {
        let names = |backups: Vec<&Backup>| -> Vec<Value> {
            let names = backups.iter().map(|it| named(&it.reference()));
            names.collect()
        };
        let mut record = self.details(backup);
        let repository = Some(&backup.repository).filter(|it| !it.is_empty());
        add(
            &mut record,
            json!({
                "mountable": backup.mountable,
                "iscsiMountable": backup.iscsi_mountable,
                "parents": names(self.ancestors(backup)),
                "children": names(self.children(backup)),
                "repository": repository,
                "nativeId": backup.native_id,
                "run": backup.run,
                "removedTime": backup.removed_time,
                "labels": backup.labels,
            }),
        );
        record
    }
}

/// SHA-256 of source, repository and native id, a line each.
fn checksum(backup: &Backup) -> String {
    let text = [&backup.source.name, &backup.repository, &backup.native_id].map(String::as_str);
    let bytes = Sha256::digest(text.join("\n"));
    bytes
        .iter()
        .fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
}
