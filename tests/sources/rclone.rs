//! rclone.

use backup_catalog::domain::record::Record;
use backup_catalog::sources::SourceError;
use backup_catalog::sources::rclone::{Options, run};
use backup_catalog::types::{BackupStatus, BackupType};

use crate::{refuses_bytes_that_are_no_text, sample, status};

fn options(exit_code: Option<i64>) -> Options {
    Options {
        source: "web01".into(),
        entity: "web01:/srv/data".into(),
        destination: Some("nas".into()),
        exit_code,
        ..Options::default()
    }
}

fn read(name: &str, exit_code: Option<i64>) -> Result<Record, SourceError> {
    run(
        &sample(&format!("rclone-1.60.1/{name}")),
        &options(exit_code),
    )
}

#[test]
fn the_last_stats_are_the_result() {
    let good = read("sync-3-ok-stats.stderr.jsonl", None).unwrap();
    assert_eq!(status(&good), BackupStatus::Success);
    assert_eq!(good.kind, Some(BackupType::Synchronization));
    assert_eq!((good.transferred, good.files), (Some(6), Some(1)));
    // 2026-11-23T08:08:12.948Z and .951Z.
    assert_eq!(good.started, Some(1_795_421_292_948));
    assert_eq!(good.finished, Some(1_795_421_292_951));
    insta::assert_json_snapshot!("rclone-1.60-sync", good);
}

#[test]
fn a_run_with_errors_is_partial_and_one_that_brought_nothing_failed() {
    let partial = read("sync-1-errors.stderr.jsonl", None).unwrap();
    assert_eq!(status(&partial), BackupStatus::PartialSuccess);
    assert_eq!(partial.warnings.as_ref().unwrap().len(), 3);
    let info = partial.status_info.as_deref().unwrap();
    assert!(info.ends_with("permission denied"), "{info}");
    assert_eq!(
        status(&read("sync-1-errors.stderr.jsonl", Some(1)).unwrap()),
        BackupStatus::PartialSuccess
    );
    let log = String::from_utf8(sample("rclone-1.60.1/sync-1-errors.stderr.jsonl")).unwrap();
    for (from, to) in [
        (
            r#""totalTransfers":2,"transferTime":0,"transfers":2"#,
            r#""totalTransfers":0,"transferTime":0,"transfers":0"#,
        ),
        (r#""fatalError":false"#, r#""fatalError":true"#),
    ] {
        assert!(log.contains(from), "{from}");
        let record = run(log.replace(from, to).as_bytes(), &options(None)).unwrap();
        assert_eq!(status(&record), BackupStatus::Failed, "{to}");
    }
}

#[test]
fn newer_versions_put_the_time_first_and_say_last_that_they_failed() {
    let read = |name: &str| {
        let log = sample(&format!("rclone-1.75.2/{name}.stderr.jsonl"));
        run(&log, &options(None)).unwrap()
    };
    assert_eq!(status(&read("sync-2-ok")), BackupStatus::Success);
    let partial = read("sync-1-errors");
    assert_eq!(status(&partial), BackupStatus::PartialSuccess);
    let failed = read("sync-3-no-source");
    assert_eq!(status(&failed), BackupStatus::Failed);
    assert_eq!(failed.status_info.as_deref(), Some("directory not found"));
    let failed = read("sync-4-no-remote");
    assert_eq!(status(&failed), BackupStatus::Failed);
    let info = failed.status_info.as_deref().unwrap();
    assert!(info.contains("didn't find section"), "{info}");
}

#[test]
fn without_stats_only_the_exit_status_tells() {
    let name = "sync-2-ok.stderr.jsonl";
    assert_eq!(read(name, None).unwrap_err(), SourceError::NoResult);
    let good = read(name, Some(0)).unwrap();
    assert_eq!(status(&good), BackupStatus::Success);
    let bad = read(name, Some(7)).unwrap();
    assert_eq!(status(&bad), BackupStatus::Failed);
    assert_eq!(
        status(&read("sync-3-ok-stats.stderr.jsonl", Some(9)).unwrap()),
        BackupStatus::PartialSuccess,
        "rclone itself says that it failed"
    );
}

#[test]
fn stats_of_a_run_that_still_runs_are_no_result() {
    let log = String::from_utf8(sample("rclone-1.60.1/sync-3-ok-stats.stderr.jsonl")).unwrap();
    let still = log.replace(r#""totalTransfers":1"#, r#""totalTransfers":2"#);
    let more = format!("{log}{}\n", log.lines().nth(1).unwrap());
    for log in [still, more] {
        let refused = run(log.as_bytes(), &options(None)).unwrap_err();
        assert_eq!(refused, SourceError::NoResult);
        let ended = run(log.as_bytes(), &options(Some(0))).unwrap();
        assert_eq!(status(&ended), BackupStatus::Success);
    }
}

#[test]
fn a_log_that_is_damaged_is_refused() {
    let whole = sample("rclone-1.60.1/sync-3-ok-stats.stderr.jsonl");
    let read = |bytes: &[u8]| run(bytes, &options(Some(0)));
    for length in 1..whole.len() {
        // What ends with a line is a shorter log.
        if whole[length - 1] != b'\n' {
            let refused = read(&whole[..length]).unwrap_err();
            assert!(matches!(refused, SourceError::Damaged { .. }), "{refused}");
        }
    }
    refuses_bytes_that_are_no_text(&whole, read);
    let text = String::from_utf8(whole).unwrap();
    for (from, to, reason) in [
        (
            r#""level":"info""#,
            r#""level":5"#,
            "line 2, column 1: `level`: invalid type",
        ),
        (
            r#""errors":0"#,
            r#""errors":"none""#,
            "line 3, column 1: `stats.errors`: invalid type",
        ),
        (
            "2026-11-23T08:08:12.948179+00:00",
            "2026-11-23T08:08:12",
            "`time`: `2026-11-23T08:08:12` is not a time",
        ),
    ] {
        let refused = read(text.replacen(from, to, 1).as_bytes()).unwrap_err();
        assert!(refused.to_string().contains(reason), "{refused}");
    }
    let none = read(b"rclone: command not found\n").unwrap_err();
    assert!(
        none.to_string().ends_with("it has no line of JSON"),
        "{none}"
    );
}
