//! The infrastructure of protected entities, as the look-up of entities tells it.

use std::collections::BTreeMap;

use serde_json::Value;

use super::model::camel_case;

/// The guid of an entity's `hypervisor`, `hypervisor-manager`, `storage-provider` or `cloud-service-provider`.
pub(super) fn guid<'a>(
    entities: &'a BTreeMap<String, Value>,
    entity: &str,
    kind: &str,
) -> Option<&'a str> {
    entities.get(entity)?[camel_case(kind)]["guid"].as_str()
}
