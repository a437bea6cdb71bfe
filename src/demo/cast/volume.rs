//! Volumes of storage systems.

use super::{GIB, numbered};
use crate::demo::plan::VOLUMES;
use crate::demo::random::Random;
use crate::demo::subject::{Style, Subject, named, tool};
use crate::domain::record::Entity;
use crate::types::ProtectedEntityType;

/// Provider, volume, GiB.
const VOLUMES_OF: [(&str, &str, i64); 6] = [
    ("ceph-fra", "rbd/kubernetes", 2_600),
    ("netapp-waw", "/vol/projects", 3_900),
    ("ceph-fra", "rbd/registry", 810),
    ("netapp-waw", "/vol/profiles", 1_250),
    ("ceph-fra", "rbd/media", 5_200),
    ("netapp-waw", "/vol/scans", 640),
];

pub(super) fn subject(number: usize, random: &mut Random) -> Subject {
    let ((provider, volume, gibibytes), nth) = numbered(&VOLUMES_OF, number);
    Subject {
        entity: Entity {
            kind: Some(ProtectedEntityType::Storage),
            name: format!("{provider}:{volume}-{nth:02}"),
            storage_provider: Some(named(provider)),
            ..Entity::default()
        },
        source: "backup-server".to_owned(),
        repository: None,
        node: "node-fra-2".to_owned(),
        tool: tool("Storware Backup & Recovery", "7.4.0"),
        style: Style::Server,
        plan: &VOLUMES,
        mode: None,
        mountable: true,
        size: random.about(gibibytes * GIB, 30),
        growth: random.between(100, 1_500),
        change: random.between(1_500, 12_000),
        object_size: None,
        export_rate: random.between(260_000, 540_000),
        store_rate: random.between(300_000, 600_000),
        failures: 9,
        partials: 4,
    }
}
