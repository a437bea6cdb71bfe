//! A made-up fleet: machines that are backed up about once a day, in chains of seven.

use backup_catalog::domain::identity;
use backup_catalog::domain::record::{Entity, Record, Reference, Status, Times, Warning};
use backup_catalog::types::{BackupStatus, ProtectedEntityType};

/// 2026-11-23 12:00:00 UTC, when the last backup was made.
pub(crate) const END: i64 = 1_795_435_200_000;

/// Policies of the fleet.
const POLICIES: u32 = 40;

/// Machines for each 1,000 backups.
const MACHINES: u32 = 2;

fn machines(rows: u32) -> u32 {
    (rows / 1_000 * MACHINES).max(10)
}

/// When the n-th of `rows` backups was made, epoch ms: each machine once a day, one after the other.
pub(crate) fn time(rows: u32, n: u32) -> i64 {
    END - i64::from(rows - 1 - n) * (86_400_000 / i64::from(machines(rows)))
}

pub(crate) fn entity_guid(n: u32) -> uuid::Uuid {
    identity::entity(ProtectedEntityType::Vm, &format!("host-{n:05}.example.org"))
}

pub(crate) fn policy_guid(n: u32) -> uuid::Uuid {
    identity::reference(identity::ReferenceKind::Policy, &format!("policy {n}"))
}

pub(crate) fn destination_guid(n: u32) -> uuid::Uuid {
    identity::reference(
        identity::ReferenceKind::Destination,
        &format!("destination {n}"),
    )
}

pub(crate) fn node_guid(n: u32) -> uuid::Uuid {
    identity::reference(identity::ReferenceKind::Node, &format!("node {n}"))
}

pub(crate) fn hypervisor_guid(n: u32) -> uuid::Uuid {
    identity::reference(
        identity::ReferenceKind::Hypervisor,
        &format!("hypervisor {n}"),
    )
}

/// A number that looks random and is the same in every run (splitmix64).
fn dice(n: u32, sides: u64) -> u64 {
    let mut z = u64::from(n).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (z ^ (z >> 31)) % sides
}

pub(crate) fn record(rows: u32, n: u32) -> Record {
    let machines = machines(rows);
    let machine = n % machines;
    let generation = n / machines;
    let policy = machine % POLICIES;
    let started = time(rows, n);
    let roll = dice(n, 100);
    let (status, info) = match roll {
        0..4 => (
            BackupStatus::Failed,
            Some("connection lost to the host".to_owned()),
        ),
        4..8 => (
            BackupStatus::PartialSuccess,
            Some("3 files could not be read".to_owned()),
        ),
        8..18 => (BackupStatus::SuccessRemoved, None),
        _ => (BackupStatus::Success, Some("stored".to_owned())),
    };
    let size = if status == BackupStatus::Failed {
        0
    } else {
        10_000_000_000
            + i64::try_from(dice(machine, 1 << 40)).unwrap()
            + i64::from(generation) * 1_000_000
    };
    let export = 60_000 + i64::try_from(dice(n ^ 1, 600_000)).unwrap();
    Record {
        v: 1,
        source: "bench".into(),
        id: Some(format!("backup-{n}")),
        entity: Entity {
            kind: Some(ProtectedEntityType::Vm),
            name: format!("host-{machine:05}.example.org"),
            hypervisor: Some(Reference::Name(format!("hypervisor {}", machine % 50))),
            ..Entity::default()
        },
        destination: Some(Reference::Name(format!("destination {}", machine % 8))),
        node: Some(Reference::Name(format!("node {}", machine % 10))),
        policy: Some(Reference::Name(format!("policy {policy}"))),
        rule: Some(Reference::Name(
            if generation.is_multiple_of(7) {
                "weekly"
            } else {
                "daily"
            }
            .into(),
        )),
        status: Some(Status::Of(status)),
        status_info: info,
        started: Some(started),
        finished: Some(started + export),
        size: Some(size),
        transferred: Some(size / 50),
        objects: Some(i64::from(machine) * 100),
        parent: (!generation.is_multiple_of(7)).then(|| format!("backup-{}", n - machines)),
        warnings: (4..8)
            .contains(&roll)
            .then(|| vec![Warning::Text("a file changed while it was read".into())]),
        times: Some(Times {
            queued_export: 1_000,
            export,
            queued_store: 0,
            store: export / 2,
        }),
        mountable: Some(true),
        hidden: Some(roll == 99),
        ..Record::default()
    }
}
