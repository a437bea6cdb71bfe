//! The records tell a story that a backup administrator would believe.

use std::collections::HashMap;

use backup_catalog::domain::record::{Record, Reference};
use backup_catalog::types::{BackupLocationStatus, BackupStatus, BackupType};

use crate::support::clock::NOON;
use crate::{DAY, DEMO, by_entity, status};

fn stored(record: &Record) -> bool {
    matches!(
        status(record),
        BackupStatus::Success | BackupStatus::PartialSuccess | BackupStatus::SuccessRemoved
    )
}

#[test]
fn a_parent_comes_before_its_children_and_was_stored() {
    for history in by_entity(&DEMO) {
        let mut seen: HashMap<&str, &Record> = HashMap::new();
        for record in history {
            assert_eq!(
                record.kind == Some(BackupType::Incremental),
                record.parent.is_some()
            );
            if let Some(parent) = &record.parent {
                let parent = seen
                    .get(parent.as_str())
                    .unwrap_or_else(|| panic!("{record:?}"));
                assert!(stored(parent), "{parent:?}");
                assert!(
                    parent.finished < record.snapshot_time,
                    "{parent:?} {record:?}"
                );
                // A chain goes as one.
                let alive = |record: &Record| status(record) == BackupStatus::Success;
                assert!(
                    !alive(record) || status(parent) != BackupStatus::SuccessRemoved,
                    "{parent:?}"
                );
            }
            seen.insert(record.id.as_ref().unwrap(), record);
        }
    }
}

#[test]
fn nothing_is_later_than_now_and_time_goes_on() {
    for history in by_entity(&DEMO) {
        assert!(history.is_sorted_by_key(|record| record.started));
        for record in history {
            assert!(record.started.unwrap() <= NOON, "{record:?}");
            let running = matches!(
                status(record),
                BackupStatus::Queued | BackupStatus::Inprogress
            );
            assert_eq!(record.finished.is_none(), running, "{record:?}");
            assert!(
                record.finished.is_none_or(|finished| finished <= NOON),
                "{record:?}"
            );
            assert!(record.started.unwrap() >= NOON - 366 * DAY, "{record:?}");
        }
    }
}

#[test]
fn sizes_and_durations_fit_each_other() {
    for record in DEMO.iter().filter(|record| stored(record)) {
        let (size, transferred) = (record.size.unwrap(), record.transferred.unwrap());
        assert!(
            size > 100 << 20 && transferred > 0 && transferred <= size,
            "{record:?}"
        );
        let times = record.times.unwrap();
        let total = times.queued_export + times.export + times.queued_store + times.store;
        assert_eq!(record.finished.unwrap() - record.started.unwrap(), total);
        // Bytes per ms: nothing is faster than 500 MB/s.
        assert!(transferred / times.export < 500_000, "{record:?}");
    }
    let growing = by_entity(&DEMO).into_iter().filter(|history| {
        let sizes: Vec<_> = history.iter().filter_map(|record| record.size).collect();
        sizes.len() > 300 && sizes.last() > sizes.first()
    });
    assert!(growing.count() > 100);
    assert!(
        DEMO.iter()
            .all(|record| stored(record) == record.size.is_some())
    );
}

#[test]
fn most_runs_go_well_and_some_do_not() {
    let share = |wanted| {
        let count = DEMO
            .iter()
            .filter(|record| status(record) == wanted)
            .count();
        count * 1000 / DEMO.len()
    };
    assert!(
        (8..40).contains(&share(BackupStatus::Failed)),
        "{}",
        share(BackupStatus::Failed)
    );
    // Most warnings are gone with their backups.
    assert!(
        (3..40).contains(&share(BackupStatus::PartialSuccess)),
        "{}",
        share(BackupStatus::PartialSuccess)
    );
    assert!(
        share(BackupStatus::SuccessRemoved) > 300,
        "{}",
        share(BackupStatus::SuccessRemoved)
    );
    for record in DEMO.iter() {
        let failed = status(record) == BackupStatus::Failed;
        assert!(
            !failed || record.status_info.is_some(),
            "a failure says why: {record:?}"
        );
        let partial = status(record) == BackupStatus::PartialSuccess;
        assert!(!partial || record.warnings.is_some(), "{record:?}");
    }
}

#[test]
fn one_is_overdue_for_weeks_one_never_worked_and_some_fail_in_a_row_now() {
    let histories = by_entity(&DEMO);
    let newest = |history: &[Record]| {
        history
            .iter()
            .filter_map(|record| record.started)
            .max()
            .unwrap()
    };
    let overdue = histories
        .iter()
        .filter(|history| (21 * DAY..30 * DAY).contains(&(NOON - newest(history))));
    assert_eq!(overdue.count(), 1);
    let never: Vec<_> = histories
        .iter()
        .filter(|history| !history.iter().any(stored))
        .collect();
    let [never] = never[..] else {
        panic!("{}", never.len())
    };
    assert!(
        never.len() > 20
            && never
                .iter()
                .all(|record| status(record) == BackupStatus::Failed)
    );
    let failing = histories.iter().filter(|history| {
        let last: Vec<_> = history.iter().rev().take(3).map(status).collect();
        history.iter().any(stored) && last.iter().all(|status| *status == BackupStatus::Failed)
    });
    assert!((2..20).contains(&failing.count()));
}

#[test]
fn one_waits_and_at_least_one_runs() {
    let count = |wanted| {
        DEMO.iter()
            .filter(|record| status(record) == wanted)
            .count()
    };
    assert_eq!(count(BackupStatus::Queued), 1);
    assert!(
        (1..20).contains(&count(BackupStatus::Inprogress)),
        "{}",
        count(BackupStatus::Inprogress)
    );
}

#[test]
fn retention_takes_the_first_copy_before_the_second() {
    let states = |record: &Record| -> Vec<BackupLocationStatus> {
        record
            .locations
            .as_ref()
            .unwrap()
            .iter()
            .filter_map(|location| location.status)
            .collect()
    };
    let half_gone = DEMO.iter().filter(|record| {
        states(record) == [BackupLocationStatus::Removed, BackupLocationStatus::Present]
    });
    assert!(half_gone.clone().count() > 1000);
    assert!(
        half_gone
            .clone()
            .all(|record| status(record) != BackupStatus::SuccessRemoved)
    );
    for record in DEMO.iter() {
        let gone = status(record) == BackupStatus::SuccessRemoved;
        let all = states(record)
            .iter()
            .all(|state| *state == BackupLocationStatus::Removed);
        assert_eq!(gone, all, "{record:?}");
    }
}

#[test]
fn a_node_had_a_bad_night() {
    let lost = DEMO.iter().filter(|record| {
        record.status_info.as_deref() == Some("node-2 was lost while the task was running")
    });
    let lost: Vec<_> = lost.collect();
    assert!(lost.len() > 10, "{}", lost.len());
    let node = Reference::Name("node-2".to_owned());
    assert!(
        lost.iter()
            .all(|record| record.node.as_ref() == Some(&node))
    );
    let times = || lost.iter().filter_map(|record| record.started);
    assert!(times().max().unwrap() - times().min().unwrap() <= DAY);
}
