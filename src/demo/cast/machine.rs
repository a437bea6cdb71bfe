//! Virtual machines, by a backup server.

use super::{GIB, numbered};
use crate::demo::plan::{MACHINES_DEVELOPMENT, MACHINES_GOLD, MACHINES_SILVER};
use crate::demo::random::Random;
use crate::demo::subject::{Style, Subject, named, tool};
use crate::domain::record::{Entity, Project};
use crate::types::ProtectedEntityType;

/// Name, GiB.
const ROLES: [(&str, i64); 14] = [
    ("erp-app", 120),
    ("sap-db", 780),
    ("k8s-worker", 90),
    ("exchange", 950),
    ("dc", 60),
    ("terminal", 140),
    ("shop-web", 45),
    ("shop-api", 40),
    ("crm", 210),
    ("print", 30),
    ("gitlab-runner", 75),
    ("analytics", 1_400),
    ("jump", 20),
    ("telephony", 55),
];

/// A virtualization platform: manager, hypervisors' common name, how many, export mode, node, has projects.
struct Platform {
    manager: &'static str,
    hypervisor: &'static str,
    hypervisors: i64,
    mode: &'static str,
    node: &'static str,
    projects: bool,
}

const PLATFORMS: [Platform; 3] = [
    Platform {
        manager: "vcenter-fra.example.com",
        hypervisor: "esx-fra",
        hypervisors: 6,
        mode: "DEFAULT",
        node: "node-fra-1",
        projects: false,
    },
    Platform {
        manager: "ovirt-waw.example.com",
        hypervisor: "kvm-waw",
        hypervisors: 4,
        mode: "DISK_IMAGE_TRANSFER",
        node: "node-waw-1",
        projects: false,
    },
    Platform {
        manager: "openstack-ams.example.com",
        hypervisor: "nova-ams",
        hypervisors: 8,
        mode: "DISK_ATTACHMENT",
        node: "node-ams-1",
        projects: true,
    },
];

const PROJECTS: [&str; 4] = ["web-shop", "data-platform", "internal-it", "research"];

pub(super) fn subject(number: usize, random: &mut Random) -> Subject {
    let ((role, gibibytes), nth) = numbered(&ROLES, number);
    let platform = &PLATFORMS[number % PLATFORMS.len()];
    let hypervisor = format!(
        "{}-{:02}",
        platform.hypervisor,
        random.between(1, platform.hypervisors)
    );
    let project = platform.projects.then(|| Project {
        uuid: None,
        name: random.pick(&PROJECTS).to_owned(),
    });
    let plan = match number % 5 {
        0 | 1 => &MACHINES_GOLD,
        4 => &MACHINES_DEVELOPMENT,
        _ => &MACHINES_SILVER,
    };
    Subject {
        entity: Entity {
            kind: Some(ProtectedEntityType::Vm),
            name: format!("{role}-{nth:02}"),
            project,
            hypervisor: Some(named(hypervisor)),
            hypervisor_manager: Some(named(platform.manager)),
            ..Entity::default()
        },
        source: "backup-server".to_owned(),
        repository: None,
        node: platform.node.to_owned(),
        tool: tool("Storware Backup & Recovery", "7.4.0"),
        style: Style::Server,
        plan,
        mode: Some(platform.mode),
        mountable: true,
        size: random.about(gibibytes * GIB, 35),
        growth: random.between(20, 900),
        change: random.between(6_000, 48_000),
        object_size: None,
        export_rate: random.between(90_000, 330_000),
        store_rate: random.between(120_000, 420_000),
        failures: 14,
        partials: 5,
    }
}
