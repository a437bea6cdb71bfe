//! Bacula.

use backup_catalog::domain::record::Reference;
use backup_catalog::sources::bacula::{Options, inventory};
use backup_catalog::sources::{Inventory, SourceError};
use backup_catalog::types::{BackupStatus, BackupType};
use jiff::tz::TimeZone;
use serde_json::Value;

use crate::{refuses_bytes_that_are_no_text, refuses_each_cut, sample, status};

fn options() -> Options {
    Options {
        source: "backup01".into(),
        catalog: "main".into(),
        zone: Some(TimeZone::UTC),
        complete: true,
        ..Options::default()
    }
}

fn read(bytes: &[u8]) -> Result<Inventory, SourceError> {
    inventory(bytes, &options())
}

fn jobs() -> Vec<u8> {
    sample("bacula-9.6.7/catalog-jobs.json")
}

#[test]
fn jobs_are_a_chain_and_what_failed_is_kept() {
    let inventory = read(&jobs()).unwrap();
    assert!(inventory.complete);
    assert_eq!(inventory.scope, "bacula:main");
    let [full, one, two, failed] = &inventory.records[..] else {
        panic!("{inventory:?}")
    };
    assert_eq!(
        [full, one, two, failed].map(status),
        [
            BackupStatus::Success,
            BackupStatus::Success,
            // Its status is `T` as well: only the number of errors tells.
            BackupStatus::PartialSuccess,
            BackupStatus::Failed
        ]
    );
    assert_eq!(
        [full, one, two, failed].map(|record| record.kind.unwrap()),
        [
            BackupType::Full,
            BackupType::Incremental,
            BackupType::Incremental,
            BackupType::Full
        ]
    );
    assert_eq!(
        [full, one, two, failed].map(|record| record.parent.as_ref()),
        [None, full.id.as_ref(), one.id.as_ref(), None]
    );
    assert_eq!(full.entity.name, "web01-fd:Site");
    assert_eq!(full.destination, Some(Reference::Name("Nightly".into())));
    assert_eq!(full.policy, Some(Reference::Name("web01-site".into())));
    // 2026-11-23T08:14:52
    assert_eq!(full.started, Some(1_795_421_692_000));
    insta::assert_json_snapshot!("bacula-9.6-jobs", inventory);
}

#[test]
fn each_letter_of_its_table_is_known() {
    let table: Vec<Value> =
        serde_json::from_slice(&sample("bacula-9.6.7/status-table.json")).unwrap();
    let jobs = String::from_utf8(jobs()).unwrap();
    assert!(table.len() > 20);
    for row in table {
        let letter = row["JobStatus"].as_str().unwrap();
        let text = jobs.replacen(
            r#""JobStatus":"T""#,
            &format!(r#""JobStatus":"{letter}""#),
            1,
        );
        let inventory = read(text.as_bytes()).unwrap();
        assert!(inventory.complete, "{letter}");
        let job = status(&inventory.records[0]);
        assert_eq!(job == BackupStatus::Success, letter == "T", "{letter}");
        let running = !["T", "E", "e", "f", "A", "D", "I"].contains(&letter);
        let waits = [BackupStatus::Queued, BackupStatus::Inprogress].contains(&job);
        assert_eq!(waits, running, "{letter}");
        assert_eq!(inventory.records[0].finished.is_none(), running);
    }
}

#[test]
fn a_job_that_is_no_backup_is_passed_over() {
    let jobs = String::from_utf8(jobs()).unwrap();
    let text = jobs.replacen(r#""Type":"B""#, r#""Type":"R""#, 1);
    let inventory = read(text.as_bytes()).unwrap();
    assert!(inventory.complete);
    assert_eq!(inventory.records.len(), 3);
    assert_eq!(inventory.records[0].parent, None);
}

#[test]
fn a_differential_is_based_on_the_last_full() {
    let jobs = String::from_utf8(jobs()).unwrap();
    let (before, after) = jobs.split_at(jobs.find(r#"{"JobId":3"#).unwrap());
    let text = format!(
        "{before}{}",
        after.replacen(r#""Level":"I""#, r#""Level":"D""#, 1)
    );
    let inventory = read(text.as_bytes()).unwrap();
    assert_eq!(inventory.records[2].parent, inventory.records[0].id);
}

#[test]
fn what_is_damaged_or_of_another_query_is_refused() {
    refuses_each_cut(&jobs(), read);
    refuses_bytes_that_are_no_text(&jobs(), read);
    for name in ["catalog-after-delete.json", "status-table.json"] {
        let refused = read(&sample(&format!("bacula-9.6.7/{name}"))).unwrap_err();
        assert!(matches!(refused, SourceError::Shape { .. }), "{refused}");
        assert!(refused.to_string().contains("missing field"), "{refused}");
    }
    let table = read(&sample("bacula-9.6.7/list-jobs.txt")).unwrap_err();
    assert!(matches!(table, SourceError::Damaged { .. }), "{table}");
    let unknown = Options {
        zone: None,
        ..options()
    };
    let refused = inventory(&jobs(), &unknown).unwrap_err();
    assert!(
        matches!(refused, SourceError::NoTimeZone { .. }),
        "{refused}"
    );
}

#[test]
fn an_unreadable_job_is_left_out_and_the_inventory_is_not_complete() {
    let jobs = String::from_utf8(jobs()).unwrap();
    for (from, to, reason) in [
        (
            r#""JobStatus":"T""#,
            r#""JobStatus":"Z""#,
            "`JobStatus` is `Z`, which is not known",
        ),
        (
            r#""JobBytes":500006"#,
            r#""JobBytes":-1"#,
            "`JobBytes`: invalid value",
        ),
        (
            r#""StartTime":"2026-11-23 08:14:52""#,
            r#""StartTime":"soon""#,
            "`StartTime`: `soon` is not a time",
        ),
        (
            r#""Client":"web01-fd""#,
            r#""Client":"web\u0000""#,
            "holds the character U+0000",
        ),
    ] {
        let inventory = read(jobs.replacen(from, to, 1).as_bytes()).unwrap();
        assert!(!inventory.complete, "{to}");
        assert_eq!(inventory.records.len(), 3, "{to}");
        let given = &inventory.diagnostics[0].reason;
        assert!(given.contains(reason), "{given}");
    }
}
