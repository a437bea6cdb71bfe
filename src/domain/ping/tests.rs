//! What pings mean, one after the other.

use uuid::Uuid;

use super::{Call, Ping, Pinged, Said};
use crate::domain::record::{Record, Status};
use crate::types::BackupStatus;

fn ping() -> Ping {
    Ping {
        source: "web01".into(),
        entity: "web01:/srv".into(),
        entity_type: None,
        policy: Some("nightly".into()),
        destination: None,
        node: None,
    }
}

fn call(said: Said, time: i64) -> Call {
    Call {
        said,
        log: String::new(),
        run: None,
        time,
    }
}

fn take(open: Option<i64>, call: &Call) -> Pinged {
    ping().take(Uuid::from_u128(7), open, call)
}

fn statuses(records: &[Record]) -> Vec<BackupStatus> {
    let statuses = records.iter().map(|record| match record.status {
        Some(Status::Of(status)) => status,
        other => panic!("{other:?}"),
    });
    statuses.collect()
}

#[test]
fn start_and_success_are_one_run_with_its_duration() {
    let begun = take(None, &call(Said::Start, 1_000));
    assert_eq!(statuses(&begun.records), [BackupStatus::Inprogress]);
    assert_eq!(begun.open, Some(1_000));
    let ended = take(begun.open, &call(Said::Success, 5_000));
    assert_eq!(statuses(&ended.records), [BackupStatus::Success]);
    assert_eq!(ended.open, None);
    let (first, last) = (&begun.records[0], &ended.records[0]);
    assert_eq!((first.guid, &first.run), (last.guid, &last.run));
    assert_eq!((last.started, last.finished), (Some(1_000), Some(5_000)));
}

#[test]
fn a_success_alone_is_a_run_of_its_own() {
    let one = take(None, &call(Said::Success, 1_000));
    let other = take(None, &call(Said::Success, 2_000));
    assert_ne!(one.records[0].guid, other.records[0].guid);
    assert_eq!(one.records[0].check(), Ok(()));
}

#[test]
fn a_run_that_never_ended_failed_when_the_next_one_begins() {
    let next = take(Some(1_000), &call(Said::Start, 9_000));
    assert_eq!(
        statuses(&next.records),
        [BackupStatus::Failed, BackupStatus::Inprogress]
    );
    assert_eq!(next.records[0].started, Some(1_000));
    assert_eq!(next.open, Some(9_000));
    // The same start once more is the same run.
    let again = take(Some(9_000), &call(Said::Start, 9_000));
    assert_eq!(statuses(&again.records), [BackupStatus::Inprogress]);
}

#[test]
fn a_failure_has_its_words() {
    let failed = Call {
        log: "reading\nERROR: disk full\n\nsummary\n".into(),
        ..call(Said::Failure(Some(2)), 5_000)
    };
    let record = &take(Some(1_000), &failed).records[0];
    assert_eq!(record.status_info.as_deref(), Some("ERROR: disk full"));
    assert_eq!(record.warnings.as_ref().map(Vec::len), Some(3));
    assert_eq!(record.exit_code, Some(2));
    let silent = &take(None, &call(Said::Failure(None), 5_000)).records[0];
    assert_eq!(
        silent.status_info.as_deref(),
        Some("it said that it failed")
    );
}

#[test]
fn words_are_kept_with_the_run_and_change_nothing() {
    let words = Call {
        log: "x".repeat(5_000) + "end",
        ..call(Said::Log, 3_000)
    };
    assert_eq!(take(None, &words).records, []);
    let logged = take(Some(1_000), &words);
    assert_eq!(statuses(&logged.records), [BackupStatus::Inprogress]);
    assert_eq!(logged.open, Some(1_000));
    let label = &logged.records[0].labels["log"];
    assert!(label.len() == 4_096 && label.ends_with("end"));
}

#[test]
fn runs_that_are_told_apart_do_not_end_each_other() {
    let of_run = |said, run: u128, time| Call {
        run: Some(Uuid::from_u128(run)),
        ..call(said, time)
    };
    let one = take(None, &of_run(Said::Start, 1, 1_000));
    let other = take(one.open, &of_run(Said::Start, 2, 2_000));
    assert_eq!(statuses(&other.records), [BackupStatus::Inprogress]);
    let ended = take(other.open, &of_run(Said::Success, 1, 3_000));
    assert_eq!(ended.records[0].guid, one.records[0].guid);
    assert_eq!(ended.records[0].started, None, "it is known from the start");
}
