//! Guids that follow from names: UUID v5 in one namespace, of the parts joined by line ends.

use uuid::Uuid;

use crate::pool::{Entity, Thing};

fn derive(parts: &[&str]) -> Uuid {
    let namespace = Uuid::new_v5(&Uuid::NAMESPACE_DNS, b"backup-catalog");
    Uuid::new_v5(&namespace, parts.join("\n").as_bytes())
}

pub fn backup(source: &str, repository: &str, id: &str) -> Uuid {
    derive(&[source, repository, id])
}

/// A thing of a kind: `source`, `policy`, `destination`, `node`, `project`, `hypervisor`, …
pub fn thing(kind: &str, thing: Thing) -> Uuid {
    thing.guid.unwrap_or_else(|| derive(&[kind, thing.name]))
}

pub fn entity(entity: &Entity) -> Uuid {
    let kind = entity.kind.unwrap_or("OS_AGENT");
    let derived = || derive(&["entity", kind, entity.thing.name]);
    entity.thing.guid.unwrap_or_else(derived)
}

/// A rule beside the policy that its record names, if it names one.
pub fn rule(rule: Thing, policy: Option<Thing>) -> Uuid {
    let policy = policy.map(|policy| thing("policy", policy).to_string());
    let derived = || derive(&["rule", &policy.unwrap_or_default(), rule.name]);
    rule.guid.unwrap_or_else(derived)
}

pub fn origin(kind: &str, name: &str) -> Uuid {
    derive(&["origin", kind, name])
}

pub fn location(backup: Uuid, destination: Uuid) -> Uuid {
    derive(&["location", &backup.to_string(), &destination.to_string()])
}
