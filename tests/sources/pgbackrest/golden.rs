//! Each sample, whole.

use backup_catalog::domain::record::{Reference, Status};
use backup_catalog::types::{BackupStatus, BackupType, ProtectedEntityType};

use super::{labels, pgbackrest, record};

const FULL: &str = "20261123-075752F";
const DIFF: &str = "20261123-075752F_20261123-075802D";
const INCR: &str = "20261123-075752F_20261123-075805I";

#[test]
fn a_chain_in_one_repository_and_a_full_in_the_other() {
    let all = pgbackrest("info-2.stdout.json");
    let [one, two] = &all[..] else {
        panic!("{all:?}")
    };
    assert_eq!(
        (one.scope.as_str(), two.scope.as_str()),
        ("pgbackrest:main:1", "pgbackrest:main:2")
    );
    assert!(one.complete && two.complete);
    assert_eq!(labels(one), [FULL, DIFF, INCR]);
    assert_eq!(labels(two), ["20261123-075808F"]);
    let [full, diff, incr] = [FULL, DIFF, INCR].map(|label| record(one, label));
    assert_eq!(full.entity.kind, Some(ProtectedEntityType::App));
    assert_eq!(full.entity.name, "main");
    assert_eq!(full.status, Some(Status::Of(BackupStatus::Success)));
    assert_eq!(full.policy, Some(Reference::Name("nightly".into())));
    assert_eq!(full.repository.as_deref(), Some("7642011472967116994:1"));
    // 2026-11-23T07:57:52Z, and nine seconds later.
    assert_eq!(full.started, Some(1_795_420_672_000));
    assert_eq!(full.finished, Some(1_795_420_681_000));
    assert_eq!(
        (full.size, full.transferred),
        (Some(33_852_376), Some(5_410_693))
    );
    assert_eq!(
        [full.kind, diff.kind, incr.kind],
        [
            Some(BackupType::Full),
            Some(BackupType::Incremental),
            Some(BackupType::Incremental)
        ]
    );
    assert_eq!(
        [&full.parent, &diff.parent, &incr.parent].map(Option::as_deref),
        [None, Some(FULL), Some(DIFF)]
    );
    assert_eq!(incr.root.as_deref(), Some(FULL));
    assert_eq!(
        two.records[0].destination,
        Some(Reference::Name("repo2".into()))
    );
    insta::assert_json_snapshot!("pgbackrest-2.45-info", all);
}

#[test]
fn an_expired_full_is_absent_with_all_that_depends_on_it() {
    let before = pgbackrest("info-2.stdout.json");
    let after = pgbackrest("info-3-after-expire.stdout.json");
    assert_eq!(labels(&after[0]), ["20261123-075816F", "20261123-075823F"]);
    assert_eq!(after[1], before[1], "the other repository is as it was");
}

#[test]
fn a_stanza_without_backups_is_an_empty_inventory_of_each_repository() {
    let all = pgbackrest("info-1-empty-stanza.stdout.json");
    assert_eq!(all.len(), 2);
    for inventory in all {
        assert!(inventory.complete && inventory.records.is_empty());
    }
}

#[test]
fn a_backup_that_runs_is_not_listed() {
    let during = pgbackrest("info-4-while-running.stdout.json");
    assert_eq!(during[0].records.len(), 2);
    let all = pgbackrest("info-5-after-running.stdout.json");
    let scopes: Vec<_> = all
        .iter()
        .map(|inventory| inventory.scope.as_str())
        .collect();
    assert!(scopes.contains(&"pgbackrest:main:1"), "{scopes:?}");
    assert!(scopes.contains(&"pgbackrest:ck:1"), "{scopes:?}");
    assert!(all.iter().all(|inventory| inventory.complete));
}

#[test]
fn a_page_that_fails_its_checksum_is_no_success() {
    let short = pgbackrest("ck-info.stdout.json").remove(0);
    let long = pgbackrest("ck-info-set.stdout.json").remove(0);
    for inventory in [&short, &long] {
        let record = record(inventory, "20261123-075930F");
        assert_eq!(
            record.status,
            Some(Status::Of(BackupStatus::PartialSuccess))
        );
        assert_eq!(record.warnings.as_ref().unwrap().len(), 1);
    }
    insta::assert_json_snapshot!("pgbackrest-2.45-bad-page", long);
    assert!(short.complete);
}

#[test]
fn what_set_prints_is_one_backup_and_never_complete() {
    let all = pgbackrest("info-set.stdout.json");
    let [one] = &all[..] else { panic!("{all:?}") };
    assert_eq!(labels(one), [FULL]);
    assert!(!one.complete);
    let listed = pgbackrest("info-2.stdout.json");
    assert_eq!(one.records[0], *record(&listed[0], FULL));
}
