//! Each sample, whole.

use backup_catalog::domain::record::{Reference, Status};
use backup_catalog::sources::restic::{Options, inventory};
use backup_catalog::types::{BackupStatus, BackupType};

use super::{REPOSITORY, ids, options, read, record, restic};
use crate::sample;

#[test]
fn restic_0_14_says_when_and_what_but_neither_size_nor_end() {
    let inventory = restic("snapshots.json");
    assert_eq!(inventory.scope, format!("restic:{REPOSITORY}"));
    assert!(inventory.complete);
    assert_eq!(inventory.diagnostics, []);
    assert_eq!(
        ids(&inventory),
        ["6baa04e8", "aa5592c6", "025433af", "6c9958b1"]
    );
    let full = record(&inventory, "6baa04e8");
    assert_eq!(full.kind, Some(BackupType::Full));
    assert_eq!(full.status, Some(Status::Of(BackupStatus::Success)));
    assert_eq!(full.entity.name, "web01:/srv/demo/data");
    assert_eq!(full.policy, Some(Reference::Name("nightly".into())));
    // 2026-11-23T07:52:58.677219472Z
    assert_eq!(full.snapshot_time, Some(1_795_420_378_677));
    assert_eq!(
        (full.finished, full.size, full.transferred),
        (None, None, None)
    );
    let incremental = record(&inventory, "aa5592c6");
    assert_eq!(incremental.kind, Some(BackupType::Incremental));
    assert_eq!(incremental.parent, full.id);
    let dump = record(&inventory, "6c9958b1");
    assert_eq!(
        (dump.policy.as_ref(), dump.entity.name.as_str()),
        (None, "db01:/dump.sql")
    );
    insta::assert_json_snapshot!("restic-0.14-snapshots", inventory);
}

#[test]
fn restic_0_17_adds_sizes_times_and_its_version() {
    let inventory = read("documented/restic-0.17-snapshots.json").unwrap();
    let record = &inventory.records[0];
    // 2026-11-22T01:00:01.5+01:00, and 200 s later.
    assert_eq!(record.snapshot_time, Some(1_795_305_601_500));
    assert_eq!(record.started, Some(1_795_305_601_500));
    assert_eq!(record.finished, Some(1_795_305_801_500));
    assert_eq!(record.size, Some(5_368_709_120));
    assert_eq!(record.transferred, Some(2_097_152));
    assert_eq!(record.files, Some(910));
    insta::assert_json_snapshot!("restic-0.17-snapshots", inventory);
}

#[test]
fn rustic_groups_its_snapshots_and_keeps_a_backup_of_nothing() {
    let inventory = read("rustic-0.11.4/snapshots.stdout.json").unwrap();
    assert_eq!(inventory.diagnostics, []);
    assert_eq!(inventory.records.len(), 4);
    let times: Vec<_> = inventory
        .records
        .iter()
        .map(|record| record.snapshot_time)
        .collect();
    assert!(times.is_sorted(), "{times:?}");
    assert!(
        inventory
            .records
            .iter()
            .all(|record| record.original.is_none())
    );
    let empty = record(&inventory, "0d98be3b");
    assert_eq!(empty.files, Some(0));
    assert_eq!(empty.warnings.as_ref().map(Vec::len), Some(1));
    assert_eq!(
        inventory
            .records
            .iter()
            .filter(|record| record.warnings.is_some())
            .count(),
        1
    );
    assert_eq!(
        record(&inventory, "6254f166").rule,
        Some(Reference::Name("files".into()))
    );
    insta::assert_json_snapshot!("rustic-0.11-snapshots", inventory);
}

#[test]
fn rustic_after_forget_lists_what_is_left() {
    let inventory = read("rustic-0.11.4/snapshots-after.stdout.json").unwrap();
    assert_eq!(ids(&inventory), ["7d3ac61d", "0d98be3b"]);
    // Its parent is forgotten, and it still says so.
    assert!(
        record(&inventory, "7d3ac61d")
            .parent
            .as_ref()
            .unwrap()
            .starts_with("9818a983")
    );
}

#[test]
fn two_readers_of_one_repository_say_the_same() {
    let restic = restic("snapshots-after-forget.json");
    let other = read("rustic-0.11.4/rustic-snapshots-of-restic0.14-repo.stdout.json").unwrap();
    assert_eq!(other, restic);
}

#[test]
fn restic_0_14_reads_a_rustic_repository_without_the_summaries() {
    let rustic = read("rustic-0.11.4/snapshots-after.stdout.json").unwrap();
    let old = read("rustic-0.11.4/restic0.14-snapshots-of-rustic-repo.stdout.json").unwrap();
    assert_eq!(ids(&old), ids(&rustic));
    for (one, other) in old.records.iter().zip(&rustic.records) {
        assert_eq!(
            (&one.entity, one.snapshot_time, &one.parent, &one.policy),
            (
                &other.entity,
                other.snapshot_time,
                &other.parent,
                &other.policy
            )
        );
        assert_eq!((one.size, one.finished), (None, None));
    }
}

#[test]
fn a_policy_of_the_caller_is_for_snapshots_without_one() {
    let options = Options {
        policy: Some("by hand".into()),
        destination: None,
        ..options()
    };
    let inventory = inventory(
        &sample("restic-0.14.0/snapshots.json"),
        Some(&sample("restic-0.14.0/cat-config.json")),
        &options,
    )
    .unwrap();
    let policy = |id| record(&inventory, id).policy.clone();
    assert_eq!(policy("6baa04e8"), Some(Reference::Name("nightly".into())));
    assert_eq!(policy("6c9958b1"), Some(Reference::Name("by hand".into())));
    assert_eq!(
        record(&inventory, "6c9958b1").destination,
        Some(Reference::Name(REPOSITORY.into())),
        "a destination without a name is called after the repository"
    );
}

#[test]
fn every_record_is_one_that_the_catalog_takes() {
    for path in [
        "restic-0.14.0/snapshots.json",
        "restic-0.14.0/snapshots-copied-repo.json",
        "documented/restic-0.17-snapshots.json",
        "rustic-0.11.4/snapshots.stdout.json",
    ] {
        for record in read(path).unwrap().records {
            assert_eq!(record.check(), Ok(()), "{path}: {record:?}");
        }
    }
}

#[test]
fn an_inventory_becomes_an_envelope() {
    let inventory = restic("snapshots.json");
    let records = inventory.records.clone();
    let envelope = inventory.into_envelope("nas".into(), 1_795_435_200_000);
    assert_eq!((envelope.v, envelope.source.as_str()), (1, "nas"));
    assert_eq!(envelope.scope, format!("restic:{REPOSITORY}"));
    assert!(envelope.complete);
    assert_eq!(envelope.taken_at, Some(1_795_435_200_000));
    assert_eq!(envelope.backups, records);
}
