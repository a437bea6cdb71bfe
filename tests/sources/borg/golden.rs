//! Each sample, whole.

use backup_catalog::domain::record::{Reference, Status};
use backup_catalog::sources::borg::{Options, inventory};
use backup_catalog::types::{BackupStatus, BackupType};
use jiff::tz::TimeZone;

use super::{REPOSITORY, borg, ids, options, record};
use crate::sample;

#[test]
fn info_says_sizes_host_and_times() {
    let inventory = borg("info-archives.stdout.json");
    assert_eq!(inventory.scope, format!("borg:{REPOSITORY}"));
    assert!(inventory.complete);
    assert_eq!(inventory.diagnostics, []);
    assert_eq!(
        ids(&inventory),
        ["5839762a", "6826caa2", "5c00aa33", "898f6976", "77050ea6"]
    );
    let full = record(&inventory, "5839762a");
    assert_eq!(full.kind, Some(BackupType::Full));
    assert_eq!(full.status, Some(Status::Of(BackupStatus::Success)));
    assert_eq!(full.entity.name, "vm:web01-data");
    assert_eq!(full.policy, Some(Reference::Name("nightly".into())));
    // 2026-11-23T07:56:44
    assert_eq!(full.snapshot_time, Some(1_795_420_604_000));
    assert_eq!(full.finished, Some(1_795_420_604_000));
    assert_eq!((full.size, full.files), (Some(6_002_838), Some(201)));
    let next = record(&inventory, "6826caa2");
    assert_eq!(next.kind, Some(BackupType::Incremental));
    assert_eq!(next.parent, None, "borg has no parents");
    assert_eq!(next.policy, None);
    insta::assert_json_snapshot!("borg-1.4-info", inventory);
}

#[test]
fn an_archive_without_files_is_no_success() {
    let inventory = borg("info-archives.stdout.json");
    let empty = record(&inventory, "77050ea6");
    assert_eq!(empty.status, Some(Status::Of(BackupStatus::PartialSuccess)));
    assert_eq!((empty.files, empty.size), (Some(0), Some(0)));
    assert_eq!(empty.warnings.as_ref().map(Vec::len), Some(1));
}

#[test]
fn a_list_says_less_and_with_a_format_a_little_more() {
    let plain = borg("list.stdout.json");
    let full = borg("list-full.stdout.json");
    let info = borg("info-archives.stdout.json");
    assert_eq!(ids(&plain), ids(&info));
    assert_eq!(ids(&full), ids(&info));
    for ((plain, full), info) in plain.records.iter().zip(&full.records).zip(&info.records) {
        assert_eq!(plain.snapshot_time, info.snapshot_time);
        assert_eq!((&plain.node, plain.size), (&None, None));
        assert_eq!(
            (&full.entity, &full.node, full.finished, &full.policy),
            (&info.entity, &info.node, info.finished, &info.policy)
        );
        assert_eq!((full.size, full.files), (None, None));
    }
    assert_eq!(plain.records[0].entity.name, "web01-data");
    insta::assert_json_snapshot!("borg-1.4-list", plain);
}

#[test]
fn two_time_zones_give_the_same_instants() {
    let utc = borg("info-archives-after-prune.stdout.json");
    let new_york = Options {
        zone: Some(TimeZone::get("America/New_York").unwrap()),
        ..options()
    };
    let new_york = inventory(
        &sample("borg-1.4.5/list-TZ-America_New_York.stdout.json"),
        &new_york,
    )
    .unwrap();
    assert_eq!(ids(&new_york), ids(&utc));
    for (one, other) in new_york.records.iter().zip(&utc.records) {
        assert_eq!(one.snapshot_time, other.snapshot_time);
    }
}

#[test]
fn a_checkpoint_is_as_far_as_a_run_came() {
    let inventory = borg("list-consider-checkpoints.stdout.json");
    let checkpoint = record(&inventory, "a107ffab");
    assert_eq!(
        checkpoint.status,
        Some(Status::Of(BackupStatus::PartialSuccess))
    );
    assert_eq!(checkpoint.entity.name, "interrupted");
    assert_eq!(checkpoint.labels["archive"], "interrupted.checkpoint");
    let whole = record(&inventory, "abf93411");
    assert_eq!(whole.status, Some(Status::Of(BackupStatus::Success)));
    assert!(!ids(&borg("list-after-interrupt.stdout.json")).contains(&"a107ffab"));
}

#[test]
fn a_part_of_a_list_does_not_say_which_is_the_first() {
    let part = Options {
        complete: false,
        ..options()
    };
    let part = inventory(&sample("borg-1.4.5/info-archives.stdout.json"), &part).unwrap();
    assert!(!part.complete);
    let kinds: Vec<_> = part.records.iter().map(|record| record.kind).collect();
    assert_eq!(
        kinds[..3],
        [
            None,
            Some(BackupType::Incremental),
            Some(BackupType::Incremental)
        ]
    );
}

#[test]
fn names_are_the_callers_else_those_of_the_repository() {
    let bare = Options {
        destination: None,
        policy: Some("by hand".into()),
        ..options()
    };
    let inventory = inventory(&sample("borg-1.4.5/info-archives.stdout.json"), &bare).unwrap();
    let policy = |id| record(&inventory, id).policy.clone();
    assert_eq!(policy("5839762a"), Some(Reference::Name("nightly".into())));
    assert_eq!(policy("6826caa2"), Some(Reference::Name("by hand".into())));
    assert_eq!(
        record(&inventory, "5839762a").destination,
        Some(Reference::Name("/srv/demo/brepo14".into()))
    );
}
