//! Sizes, times and rates are believable.

use backup_catalog::domain::record::Record;
use backup_catalog::types::{BackupStatus, BackupType};

use super::year::{DAY, ENTITIES, NOW, YEAR, status, stored};

const MIB: i64 = 1 << 20;
const TIB: i64 = 1 << 40;

#[test]
fn every_record_is_one_that_the_catalog_takes() {
    for record in YEAR.iter() {
        assert_eq!(record.check(), Ok(()), "{record:?}");
    }
}

#[test]
fn nothing_is_from_the_future_or_before_the_year() {
    for record in YEAR.iter() {
        let started = record.started.unwrap();
        assert!((NOW - 365 * DAY..=NOW).contains(&started), "{record:?}");
        let open = matches!(
            status(record),
            BackupStatus::Inprogress | BackupStatus::Queued
        );
        assert_eq!(record.finished.is_none(), open, "{record:?}");
        assert!(
            record
                .finished
                .is_none_or(|finished| (started..=NOW).contains(&finished))
        );
        assert!(NOW - started < 2 * DAY || !open, "{record:?}");
    }
}

#[test]
fn sizes_are_what_a_backup_of_that_kind_has() {
    for record in YEAR.iter() {
        let size = record.size.unwrap();
        if !stored(record) {
            assert_eq!((size, record.transferred, record.stored), (0, None, None));
            continue;
        }
        let (transferred, kept) = (record.transferred.unwrap(), record.stored.unwrap());
        assert!((5 * MIB..30 * TIB).contains(&size), "{record:?}");
        assert!(transferred <= size && kept <= transferred, "{record:?}");
        match record.kind {
            Some(BackupType::Full) => assert_eq!(transferred, size),
            Some(BackupType::Incremental) => assert!(transferred < size / 2, "{record:?}"),
            _ => {}
        }
    }
}

#[test]
fn most_entities_grow_steadily() {
    let sizes = |records: &[&Record]| -> Vec<i64> {
        records
            .iter()
            .filter(|r| stored(r))
            .filter_map(|r| r.size)
            .collect()
    };
    let mut grown = 0;
    for records in ENTITIES.values() {
        let sizes = sizes(records);
        let (Some(first), Some(last)) = (sizes.first(), sizes.last()) else {
            continue;
        };
        if last > first {
            grown += 1;
        }
        assert!(*last < first * 4, "{}", records[0].entity.name);
        let jumps = sizes
            .windows(2)
            .filter(|pair| pair[1] > pair[0] + pair[0] / 50);
        assert!(jumps.count() <= 1, "{}", records[0].entity.name);
    }
    assert!(grown > ENTITIES.len() * 8 / 10, "{grown}");
}

#[test]
fn times_add_up() {
    for record in YEAR.iter() {
        let Some(times) = record.times else { continue };
        let total = times.queued_export + times.export + times.queued_store + times.store;
        let end = record.finished.unwrap_or(NOW);
        assert_eq!(record.started.unwrap() + total, end, "{record:?}");
        assert!(
            [
                times.queued_export,
                times.export,
                times.queued_store,
                times.store
            ]
            .iter()
            .all(|ms| *ms >= 0)
        );
    }
}

#[test]
fn rates_are_those_of_disks_and_networks() {
    let mut rates = 0;
    for record in YEAR.iter().filter(|r| stored(r)) {
        let (Some(times), Some(transferred)) = (record.times, record.transferred) else {
            continue;
        };
        rates += 1;
        for time in [times.export, times.store] {
            let mebibytes = transferred / time * 1_000 / MIB;
            assert!(mebibytes < 2_000, "{mebibytes} MiB/s: {record:?}");
        }
    }
    assert!(rates > 10_000);
}

#[test]
fn no_entity_runs_twice_at_once() {
    for records in ENTITIES.values() {
        for pair in records.windows(2) {
            assert!(
                pair[0].finished.unwrap() <= pair[1].started.unwrap(),
                "{:?}",
                pair[1]
            );
        }
    }
}

#[test]
fn the_outage_is_visible_and_ends() {
    let full = |from: i64, to: i64| {
        let day = NOW - to * DAY..NOW - from * DAY;
        let runs = YEAR.iter().filter(|r| day.contains(&r.started.unwrap()));
        runs.filter(|r| {
            r.status_info.as_deref() == Some("ExternalAPIException: No space left on device")
        })
        .count()
    };
    assert!(full(44, 47) > 60, "{}", full(44, 47));
    assert_eq!(full(0, 44) + full(47, 365), 0);
}
