//! The same each time, and nothing missing.

use std::collections::HashSet;

use backup_catalog::demo::Fleet;
use backup_catalog::types::{BackupStatus, BackupType, OriginEntityType, ProtectedEntityType};

use crate::support::clock::NOON;
use crate::{DAY, DEMO, by_entity, status};

#[test]
fn the_same_seed_makes_the_same_records_and_another_others() {
    let fleet = Fleet {
        entities: 40,
        days: 30,
        now: NOON,
        seed: 1,
    };
    let records: Vec<_> = fleet.records().collect();
    assert_eq!(fleet.records().collect::<Vec<_>>(), records);
    let other = Fleet { seed: 2, ..fleet };
    assert_ne!(other.records().collect::<Vec<_>>(), records);
}

#[test]
fn the_demo_is_of_the_size_that_it_says() {
    assert!((60_000..=80_000).contains(&DEMO.len()), "{}", DEMO.len());
    assert_eq!(by_entity(&DEMO).len(), 200);
    let names: HashSet<_> = DEMO.iter().map(|record| &record.entity.name).collect();
    assert_eq!(names.len(), 200, "each entity has its own name");
}

#[test]
fn every_status_type_and_kind_occurs() {
    let statuses: HashSet<_> = DEMO.iter().map(status).collect();
    assert_eq!(statuses.len(), BackupStatus::ALL.len(), "{statuses:?}");
    let types: HashSet<_> = DEMO.iter().filter_map(|record| record.kind).collect();
    assert_eq!(types.len(), BackupType::ALL.len(), "{types:?}");
    let kinds: HashSet<_> = DEMO
        .iter()
        .filter_map(|record| record.entity.kind)
        .collect();
    assert_eq!(kinds.len(), ProtectedEntityType::ALL.len(), "{kinds:?}");
    let origins: HashSet<_> = DEMO
        .iter()
        .filter_map(|record| Some(record.origin.as_ref()?.kind))
        .collect();
    assert_eq!(origins.len(), OriginEntityType::ALL.len(), "{origins:?}");
}

#[test]
fn eighty_entities_are_enough_for_every_kind() {
    let fleet = Fleet {
        entities: 80,
        days: 20,
        now: NOON,
        seed: 3,
    };
    let kinds: HashSet<_> = fleet
        .records()
        .filter_map(|record| record.entity.kind)
        .collect();
    assert_eq!(kinds.len(), ProtectedEntityType::ALL.len(), "{kinds:?}");
}

#[test]
fn whatever_can_be_filtered_by_is_there() {
    let has = |what: &str, present: usize| assert!(present > 0, "{what}");
    has(
        "project",
        DEMO.iter()
            .filter(|record| record.entity.project.is_some())
            .count(),
    );
    has(
        "hypervisor",
        DEMO.iter()
            .filter(|record| record.entity.hypervisor.is_some())
            .count(),
    );
    has(
        "manager",
        DEMO.iter()
            .filter(|record| record.entity.hypervisor_manager.is_some())
            .count(),
    );
    has(
        "storage",
        DEMO.iter()
            .filter(|record| record.entity.storage_provider.is_some())
            .count(),
    );
    has(
        "cloud",
        DEMO.iter()
            .filter(|record| record.entity.cloud_service_provider.is_some())
            .count(),
    );
    has(
        "hidden",
        DEMO.iter()
            .filter(|record| record.hidden == Some(true))
            .count(),
    );
    has(
        "description",
        DEMO.iter()
            .filter(|record| record.description.is_some())
            .count(),
    );
    has(
        "warnings",
        DEMO.iter()
            .filter(|record| record.warnings.is_some())
            .count(),
    );
    has(
        "archived",
        DEMO.iter()
            .filter(|record| record.archive_expire.is_some())
            .count(),
    );
    assert!(DEMO.iter().all(|record| {
        record.policy.is_some() && record.rule.is_some() && record.node.is_some()
    }));
}

#[test]
fn every_record_is_one_that_the_catalog_takes_and_has_an_id_of_its_own() {
    let mut ids = HashSet::new();
    for record in DEMO.iter() {
        assert_eq!(record.check(), Ok(()), "{record:?}");
        assert!(
            ids.insert((&record.source, &record.repository, &record.id)),
            "{record:?}"
        );
    }
}

#[test]
fn a_fleet_of_tomorrow_has_the_past_of_today() {
    let fleet = Fleet {
        entities: 60,
        days: 20,
        now: NOON,
        seed: 3,
    };
    let tomorrow = Fleet {
        now: NOON + DAY,
        ..fleet
    };
    let ran = |fleet: Fleet| -> HashSet<_> {
        let old = fleet.records().filter(|record| {
            (NOON - 15 * DAY..NOON - 5 * DAY).contains(&record.started.unwrap())
                // Their stories are told relative to now.
                && !matches!(status(record), BackupStatus::Failed)
        });
        old.map(|record| (record.entity.name, record.started))
            .collect()
    };
    let (today, later) = (ran(fleet), ran(tomorrow));
    let same = today.intersection(&later).count();
    assert!(same * 100 > today.len() * 98, "{same} of {}", today.len());
}

#[test]
fn a_fleet_of_nobody_and_of_no_days_is_empty() {
    let fleet = Fleet {
        entities: 0,
        days: 30,
        now: NOON,
        seed: 1,
    };
    assert_eq!(fleet.records().count(), 0);
    let today = Fleet {
        entities: 20,
        days: 0,
        ..fleet
    };
    // Only what runs and waits at this moment.
    assert!(today.records().all(|record| record.finished.is_none()));
}
