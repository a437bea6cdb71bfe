//! What the catalogs of these tests hold: 200 entities, five days, a backup a day each.

use uuid::Uuid;

use super::super::Store;
use crate::domain::identity::{self, ReferenceKind};
use crate::domain::record::{Entity, Project, Record, Reference, Status};
use crate::ingest::ingest_records;
use crate::types::{BackupStatus, ProtectedEntityType};

/// 2026-11-23T00:00:00Z, the last of the days.
pub(super) const LAST_DAY: i64 = 1_795_392_000_000;
pub(super) const DAY: i64 = 86_400_000;
/// Days that there are records of.
pub(super) const DAYS: i64 = 5;
const ENTITIES: i64 = 200;
const POLICIES: i64 = 40;
/// Things of each other kind that records refer to.
const OTHERS: i64 = 10;

/// Reports all of it.
pub(super) async fn report(store: &Store) {
    let records = (0..DAYS * ENTITIES).map(record);
    let report = ingest_records(store, records, LAST_DAY).await.unwrap();
    assert_eq!(report.created, (DAYS * ENTITIES).unsigned_abs());
}

/// Reports one good backup more, of an entity that has five.
pub(super) async fn report_another(store: &Store) {
    let report = ingest_records(store, [record(DAYS * ENTITIES + 7)], LAST_DAY);
    assert_eq!(report.await.unwrap().created, 1);
}

fn name(kind: &str, n: i64) -> Reference {
    Reference::Name(format!("{kind} {}", n % OTHERS))
}

fn record(n: i64) -> Record {
    let (day, machine) = (n / ENTITIES, n % ENTITIES);
    let status = match n * 7_919 % 25 {
        0 => BackupStatus::Failed,
        1 => BackupStatus::PartialSuccess,
        2 | 3 => BackupStatus::SuccessRemoved,
        _ => BackupStatus::Success,
    };
    let started = LAST_DAY - (DAYS - 1 - day) * DAY + machine * 60_000;
    Record {
        v: 1,
        source: "s".into(),
        id: Some(n.to_string()),
        entity: Entity {
            kind: Some(if machine % 4 == 0 {
                ProtectedEntityType::Storage
            } else {
                ProtectedEntityType::Vm
            }),
            name: format!("host {machine}"),
            project: Some(Project {
                uuid: None,
                name: format!("project {}", machine % OTHERS),
            }),
            hypervisor: Some(name("hypervisor", machine)),
            hypervisor_manager: Some(name("manager", machine / 100)),
            storage_provider: (machine % 4 == 0).then(|| name("provider", machine)),
            ..Entity::default()
        },
        destination: Some(name("destination", machine)),
        node: Some(name("node", machine / OTHERS)),
        policy: Some(Reference::Name(format!("policy {}", machine % POLICIES))),
        rule: Some(Reference::Name("daily".into())),
        status: Some(Status::Of(status)),
        status_info: (status == BackupStatus::Failed).then(|| "connection lost".into()),
        started: Some(started),
        finished: Some(started + 30_000),
        size: Some(1_000_000_000 + n * 1_000_000),
        transferred: Some(1_000_000),
        parent: (day > 0).then(|| (n - ENTITIES).to_string()),
        mountable: Some(true),
        hidden: Some(n % 100 == 99),
        ..Record::default()
    }
}

/// A backup in the middle of a chain.
pub(super) fn backup() -> Uuid {
    identity::backup("s", "", &(2 * ENTITIES + 7).to_string())
}

/// The first backup of its chain.
pub(super) fn root() -> Uuid {
    identity::backup("s", "", "7")
}

pub(super) fn entity() -> Uuid {
    identity::entity(ProtectedEntityType::Vm, "host 7")
}

pub(super) fn policy(n: i64) -> Uuid {
    identity::reference(ReferenceKind::Policy, &format!("policy {n}"))
}

pub(super) fn rule() -> Uuid {
    identity::rule(Some(policy(7)), "daily")
}

pub(super) fn reference(kind: ReferenceKind, name: &str) -> Uuid {
    identity::reference(kind, name)
}
