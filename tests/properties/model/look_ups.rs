//! The things that backups refer to, by kind.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use uuid::Uuid;

use super::catalog::{Backup, Catalog, Entity, Named};
use super::fold::contains;
use super::wire::{entity, named, object, optional};

impl Catalog {
    /// The rows of `GET /catalog/{kind}` whose name contains the text, by name, before paging.
    pub fn look_up(&self, kind: &str, text: Option<&str>) -> Vec<Value> {
        // By name and then by guid: the key is the order.
        let mut rows: BTreeMap<(String, Uuid), Value> = BTreeMap::new();
        for backup in &self.backups {
            for (thing, row) in rows_of(kind, backup) {
                if text.is_none_or(|text| contains(&thing.name, text)) {
                    rows.insert((thing.name, thing.guid), row);
                }
            }
        }
        rows.into_values().collect()
    }
}

/// What a backup refers to, of one kind.
fn rows_of(kind: &str, backup: &Backup) -> Vec<(Named, Value)> {
    let at = &backup.entity;
    let things: Vec<&Named> = match kind {
        "entities" => {
            let thing = Named {
                guid: at.guid,
                name: at.name.clone(),
            };
            return vec![(thing, entity_record(at))];
        }
        "rules" => {
            // The policy of a backup with a rule is the rule's.
            let row = |rule: &Named| {
                object(json!({
                    "guid": rule.guid,
                    "name": rule.name,
                    "backupPolicy": optional(backup.policy.as_ref()),
                }))
            };
            let rule = backup.rule.iter();
            return rule.map(|rule| (rule.clone(), row(rule))).collect();
        }
        "policies" => backup.policy.iter().collect(),
        "destinations" => backup.locations.iter().map(|it| &it.destination).collect(),
        "nodes" => backup.node.iter().collect(),
        "sources" => vec![&backup.source],
        "projects" => at.project.iter().collect(),
        "infrastructure/hypervisor" => at.hypervisor.iter().collect(),
        "infrastructure/hypervisor-manager" => at.hypervisor_manager.iter().collect(),
        "infrastructure/storage-provider" => at.storage_provider.iter().collect(),
        "infrastructure/cloud-service-provider" => at.cloud_service_provider.iter().collect(),
        other => panic!("no such kind: {other}"),
    };
    things
        .into_iter()
        .map(|it| (it.clone(), named(it)))
        .collect()
}

/// `ProtectedEntityRecord`.
fn entity_record(at: &Entity) -> Value {
    let mut record = entity(at);
    let places = object(json!({
        "project": optional(at.project.as_ref()),
        "hypervisor": optional(at.hypervisor.as_ref()),
        "hypervisorManager": optional(at.hypervisor_manager.as_ref()),
        "storageProvider": optional(at.storage_provider.as_ref()),
        "cloudServiceProvider": optional(at.cloud_service_provider.as_ref()),
    }));
    let places = places.as_object().unwrap().clone();
    record.as_object_mut().unwrap().extend(places);
    record
}
