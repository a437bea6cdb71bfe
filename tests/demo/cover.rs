//! Everything that the catalog can show occurs.

use std::collections::BTreeSet;

use backup_catalog::domain::record::Record;
use backup_catalog::types::{
    BackupDestinationRole, BackupLocationStatus, BackupStatus, BackupType, OriginEntityType,
    ProtectedEntityType, RetentionHint,
};

use super::year::{DAY, ENTITIES, NOW, YEAR, status, stored};

fn all<T: Ord>(of: impl Fn(&Record) -> Vec<T>) -> BTreeSet<T> {
    YEAR.iter().flat_map(of).collect()
}

#[test]
fn its_size_is_what_the_docs_say() {
    assert!((60_000..=100_000).contains(&YEAR.len()), "{}", YEAR.len());
    assert_eq!(ENTITIES.len(), 240);
}

#[test]
fn every_value_of_every_enumeration_occurs() {
    assert_eq!(
        all(|r| vec![status(r)]),
        BackupStatus::ALL.iter().copied().collect()
    );
    assert_eq!(
        all(|r| r.kind.into_iter().collect()),
        BackupType::ALL.iter().copied().collect()
    );
    assert_eq!(
        all(|r| r.entity.kind.into_iter().collect()),
        ProtectedEntityType::ALL.iter().copied().collect()
    );
    assert_eq!(
        all(|r| r.origin.iter().map(|origin| origin.kind).collect()),
        OriginEntityType::ALL.iter().copied().collect()
    );
    let locations = |r: &Record| r.locations.clone().unwrap_or_default();
    assert_eq!(
        all(|r| locations(r).iter().filter_map(|l| l.role).collect()),
        BackupDestinationRole::ALL.iter().copied().collect()
    );
    assert_eq!(
        all(|r| locations(r)
            .iter()
            .filter_map(|l| l.retention_hint)
            .collect()),
        RetentionHint::ALL.iter().copied().collect()
    );
    // Copies under way are those of runs that list none.
    assert_eq!(
        all(|r| locations(r).iter().filter_map(|l| l.status).collect()),
        [
            BackupLocationStatus::Failed,
            BackupLocationStatus::Present,
            BackupLocationStatus::Removed
        ]
        .into()
    );
}

#[test]
fn every_filter_finds_something_and_leaves_something() {
    type Has = fn(&Record) -> bool;
    let filters: [(&str, Has); 15] = [
        ("policy", |r| r.policy.is_some()),
        ("rule", |r| r.rule.is_some()),
        ("hypervisor", |r| r.entity.hypervisor.is_some()),
        ("hypervisor manager", |r| {
            r.entity.hypervisor_manager.is_some()
        }),
        ("storage provider", |r| r.entity.storage_provider.is_some()),
        ("cloud service provider", |r| {
            r.entity.cloud_service_provider.is_some()
        }),
        ("project", |r| r.entity.project.is_some()),
        ("hidden", |r| r.hidden == Some(true)),
        ("mountable", |r| r.mountable == Some(true)),
        ("description", |r| r.description.is_some()),
        ("warnings", |r| r.warnings.is_some()),
        ("archiveExpire", |r| r.archive_expire.is_some()),
        ("mode", |r| r.mode.is_some()),
        ("objects", |r| r.objects.is_some()),
        ("parent", |r| r.parent.is_some()),
    ];
    for (name, has) in filters {
        let count = YEAR.iter().filter(|record| has(record)).count();
        assert!(count > 0 && count < YEAR.len(), "{name}: {count}");
    }
}

#[test]
fn a_warning_goes_with_every_partial_success_and_with_some_successes() {
    let warned = |wanted: BackupStatus| YEAR.iter().filter(move |r| status(r) == wanted);
    assert!(warned(BackupStatus::PartialSuccess).all(|r| r.warnings.is_some()));
    assert!(warned(BackupStatus::Success).any(|r| r.warnings.is_some()));
    assert!(YEAR.iter().any(|r| {
        let listed = r
            .warnings
            .as_ref()
            .map(|warnings| i64::try_from(warnings.len()).unwrap());
        r.warning_count > listed
    }));
}

#[test]
fn every_story_is_told() {
    let newest = |of: fn(&Record) -> bool| {
        move |records: &&Vec<&Record>| records.iter().rev().find(|r| of(r)).and_then(|r| r.started)
    };
    let entities = || ENTITIES.values();
    let last_success = newest(stored);
    let never = entities()
        .filter(|records| last_success(records).is_none())
        .count();
    assert!((1..10).contains(&never), "without a success: {never}");

    let visible = |records: &&Vec<&Record>| records.iter().any(|r| r.hidden.is_none());
    let overdue = entities()
        .filter(visible)
        .filter(|records| newest(|_| true)(records).is_some_and(|last| NOW - last > 17 * DAY))
        .count();
    assert!(
        (1..10).contains(&overdue),
        "without any run for weeks: {overdue}"
    );

    let failing = entities()
        .filter(|records| {
            let failed = records
                .iter()
                .rev()
                .take_while(|r| status(r) == BackupStatus::Failed);
            failed.count() >= 3 && last_success(records).is_some()
        })
        .count();
    assert!((2..20).contains(&failing), "failing in a row: {failing}");

    let retired = entities().filter(|records| {
        records
            .iter()
            .filter(|r| stored(r))
            .all(|r| status(r) == BackupStatus::SuccessRemoved)
            && records.iter().all(|r| r.hidden == Some(true))
    });
    assert_eq!(retired.count(), 4);

    let shrunk = entities().filter(|records| {
        let sizes: Vec<i64> = records
            .iter()
            .filter(|r| stored(r))
            .filter_map(|r| r.size)
            .collect();
        sizes.windows(2).any(|pair| pair[1] < pair[0] / 20)
    });
    assert_eq!(shrunk.count(), 2);
}

#[test]
fn something_runs_and_something_waits() {
    let now = |wanted| YEAR.iter().filter(move |r| status(r) == wanted).count();
    assert!((1..40).contains(&now(BackupStatus::Inprogress)));
    assert!((1..10).contains(&now(BackupStatus::Queued)));
}

#[test]
fn most_goes_well() {
    let failed = YEAR
        .iter()
        .filter(|r| status(r) == BackupStatus::Failed)
        .count();
    let share = failed * 1_000 / YEAR.len();
    assert!((10..50).contains(&share), "{share} of 1,000 failed");
}
