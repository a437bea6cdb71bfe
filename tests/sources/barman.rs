//! Barman.

use backup_catalog::sources::barman::{Options, inventories};
use backup_catalog::sources::{Inventory, SourceError};
use backup_catalog::types::{BackupStatus, BackupType};
use jiff::tz::TimeZone;

use crate::{refuses_bytes_that_are_no_text, refuses_each_cut, sample, status};

fn options() -> Options {
    Options {
        source: "backup01".into(),
        node: Some("db01".into()),
        zone: Some(TimeZone::UTC),
        complete: true,
        ..Options::default()
    }
}

fn read(name: &str) -> Result<Vec<Inventory>, SourceError> {
    let sample = sample(&format!("barman-3.19.1/{name}.stdout.json"));
    inventories(&sample, &options())
}

#[test]
fn a_list_says_what_is_done_and_what_failed() {
    let all = read("rs-list-backups-json").unwrap();
    let [rsync, slow] = &all[..] else {
        panic!("{all:?}")
    };
    assert_eq!(
        (rsync.scope.as_str(), slow.scope.as_str()),
        ("barman:shop-rsync", "barman:shop-slow")
    );
    assert!(rsync.complete && slow.complete);
    let [old, young] = &rsync.records[..] else {
        panic!("{rsync:?}")
    };
    assert_eq!(young.id.as_deref(), Some("20261123T080135"));
    assert_eq!(status(young), BackupStatus::Success);
    assert_eq!(young.size, Some(51_796_397));
    assert_eq!(
        (old.kind, young.kind),
        (None, None),
        "only `show-backup` says it"
    );
    let failed = &slow.records[0];
    assert_eq!(status(failed), BackupStatus::Failed);
    // 2026-11-23T08:01:43, which only its id says.
    assert_eq!(
        (failed.started, failed.finished),
        (Some(1_795_420_903_000), None)
    );
    insta::assert_json_snapshot!("barman-3.19-list", all);
}

#[test]
fn one_backup_is_shown_with_its_times_and_what_it_is_based_on() {
    let shown = read("show-backup-20261123T080009").unwrap().remove(0);
    assert!(!shown.complete, "one backup is not all");
    let record = &shown.records[0];
    assert_eq!(record.kind, Some(BackupType::Full));
    assert_eq!(record.started, Some(1_795_420_809_000));
    assert_eq!(record.finished, Some(1_795_420_811_000));
    // With the WAL that it needs, as a list has it.
    assert_eq!(record.size, Some(35_180_199));
    assert_eq!(record.transferred, Some(35_163_671));
    assert_eq!(record.parent, None, "`previous_backup` is words here");
    insta::assert_json_snapshot!("barman-3.19-show", shown);
    // What is linked to an earlier backup belongs to this one as well.
    let full = read("rs-show-20261123T080131").unwrap().remove(0);
    let linked = read("rs-show-20261123T080135").unwrap().remove(0);
    let (full, linked) = (&full.records[0], &linked.records[0]);
    assert_eq!(full.kind, Some(BackupType::Full));
    assert_eq!(linked.kind, Some(BackupType::Incremental));
    assert_eq!(linked.size, Some(52_207_550));
    assert_eq!(linked.transferred, Some(4_681_439));
}

#[test]
fn an_older_version_says_the_same_in_other_words() {
    let read = |name: &str| {
        let sample = sample(&format!("barman-3.4.0/{name}.stdout.json"));
        inventories(&sample, &options()).unwrap().remove(0)
    };
    let listed = read("list-backups-json");
    let of = |id: &str| {
        let found = listed
            .records
            .iter()
            .find(|it| it.id.as_deref() == Some(id));
        found.unwrap()
    };
    // The WAL up to the next backup, 33,554,432, is more than the backup itself.
    let listed_one = of("20261129T150522");
    assert_eq!(listed_one.size, Some(56_684_535));
    let shown = &read("show-backup-20261129T150522").records[0];
    assert_eq!(shown.size, listed_one.size);
    assert_eq!(shown.transferred, Some(23_130_103));
    assert_eq!(
        (shown.kind, listed_one.kind),
        (Some(BackupType::Full), None)
    );
    let failed = &read("show-backup-20261129T150709").records[0];
    assert_eq!(status(failed), BackupStatus::Failed);
    assert_eq!(status(of("20261129T150709")), BackupStatus::Failed);
    let why = failed.status_info.as_deref().unwrap();
    assert!(why.starts_with("failure copying files"), "{why}");
}

#[test]
fn a_backup_that_runs_is_in_progress_and_then_says_why_it_failed() {
    let running = read("slow-list-while-running").unwrap().remove(0);
    let failed = read("slow-show-failed-id").unwrap().remove(0);
    let (running, failed) = (&running.records[0], &failed.records[0]);
    assert_eq!(running.id, failed.id);
    assert_eq!(status(running), BackupStatus::Inprogress);
    assert_eq!(status(failed), BackupStatus::Failed);
    let why = failed.status_info.as_deref().unwrap();
    assert!(why.starts_with("failure copying files"), "{why}");
}

#[test]
fn a_deleted_backup_is_absent() {
    let after = read("list-backups-after-delete").unwrap().remove(0);
    assert!(after.complete);
    assert_eq!(after.records.len(), 1);
    assert_eq!(after.records[0].id.as_deref(), Some("20261123T080011"));
}

#[test]
fn ids_are_local_times_and_need_a_zone() {
    let unknown = Options {
        zone: None,
        ..options()
    };
    let list = sample("barman-3.19.1/list-backups-json.stdout.json");
    let refused = inventories(&list, &unknown).unwrap_err();
    assert!(
        matches!(refused, SourceError::NoTimeZone { .. }),
        "{refused}"
    );
    let shown = sample("barman-3.19.1/show-backup-20261123T080009.stdout.json");
    assert_eq!(
        inventories(&shown, &unknown).unwrap(),
        read("show-backup-20261123T080009").unwrap(),
        "what is shown has its zone"
    );
}

#[test]
fn what_is_damaged_or_of_another_command_is_refused() {
    let read_bytes = |bytes: &[u8]| inventories(bytes, &options());
    let whole = sample("barman-3.19.1/rs-list-backups-json.stdout.json");
    refuses_each_cut(&whole, read_bytes);
    refuses_bytes_that_are_no_text(&whole, read_bytes);
    let error = read("slow-show-failed").unwrap_err().to_string();
    assert!(error.contains("Unknown backup 'latest'"), "{error}");
    let other = read("list-servers").unwrap_err();
    assert!(matches!(other, SourceError::Shape { .. }), "{other}");
    assert!(matches!(read_bytes(b"{}"), Err(SourceError::Bare { .. })));
}

#[test]
fn an_unknown_state_is_never_a_success() {
    let list = sample("barman-3.19.1/list-backups-json.stdout.json");
    let list = String::from_utf8(list).unwrap();
    for (from, to, reason) in [
        (
            r#""status": "DONE""#,
            r#""status": "RETRIEVED""#,
            "`status` is `RETRIEVED`, which is not known",
        ),
        (
            r#""size_bytes": 35180199"#,
            r#""size_bytes": "much""#,
            "`size_bytes`: \"much\" is not a whole number",
        ),
        (
            r#""backup_id": "20261123T080011""#,
            r#""backup_id": "latest""#,
            "`backup_id` is `latest`, not a time",
        ),
        (
            r#""backup_type": "full""#,
            r#""backup_type": "magic""#,
            "`backup_type` is `magic`, which is not known",
        ),
    ] {
        let bad = list.replacen(from, to, 1);
        let inventory = inventories(bad.as_bytes(), &options()).unwrap().remove(0);
        assert!(!inventory.complete, "{to}");
        assert_eq!(inventory.records.len(), 1, "{to}");
        let reason_given = &inventory.diagnostics[0].reason;
        assert!(reason_given.contains(reason), "{reason_given}");
    }
}
