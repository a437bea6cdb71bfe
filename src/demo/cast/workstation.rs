//! Workstations.

use super::GIB;
use crate::demo::plan::WORKSTATIONS;
use crate::demo::random::Random;
use crate::demo::subject::{Style, Subject, tool};
use crate::domain::record::Entity;
use crate::types::ProtectedEntityType;

pub(super) fn subject(number: usize, random: &mut Random) -> Subject {
    let site = ["ber", "waw", "ams"][number % 3];
    Subject {
        entity: Entity {
            kind: Some(ProtectedEntityType::Os),
            name: format!("ws-{site}-{:04}", number + 1),
            ..Entity::default()
        },
        source: "endpoint-agent".to_owned(),
        repository: None,
        node: "node-waw-1".to_owned(),
        tool: tool("Storware Backup & Recovery", "7.4.0"),
        style: Style::Server,
        plan: &WORKSTATIONS,
        mode: None,
        mountable: true,
        size: random.about(160 * GIB, 60),
        growth: random.between(50, 1_100),
        change: random.between(9_000, 60_000),
        object_size: Some(random.between(90_000, 220_000)),
        export_rate: random.between(25_000, 80_000),
        store_rate: random.between(120_000, 240_000),
        failures: 45,
        partials: 12,
    }
}
