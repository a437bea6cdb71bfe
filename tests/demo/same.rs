//! The same fleet gives the same records.

use std::collections::HashSet;

use backup_catalog::demo::Fleet;
use backup_catalog::domain::record::{Rules, from_text};

use super::year::{DAY, NOW};

const SMALL: Fleet = Fleet {
    entities: 60,
    days: 40,
    now: NOW,
    seed: 7,
};

fn text(fleet: Fleet) -> Vec<u8> {
    let mut text = Vec::new();
    let lines = fleet.write(&mut text).unwrap();
    assert_eq!(
        lines,
        text.split_inclusive(|byte| *byte == b'\n').count() as u64
    );
    text
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    assert!(text(SMALL) == text(SMALL));
}

#[test]
fn seed_and_time_matter() {
    let text_of_small = text(SMALL);
    assert!(text(Fleet { seed: 8, ..SMALL }) != text_of_small);
    assert!(
        text(Fleet {
            now: NOW + DAY,
            ..SMALL
        }) != text_of_small
    );
}

#[test]
fn the_first_line_is_as_it_was() {
    // Whoever measured with a fleet wants the same one again: a change of it must be meant.
    let text = String::from_utf8(text(SMALL)).unwrap();
    insta::assert_snapshot!(
        "first-lines",
        text.lines().take(4).collect::<Vec<_>>().join("\n")
    );
}

#[test]
fn a_line_is_read_back_as_the_record_it_was() {
    let rules = Rules {
        strict: true,
        source: None,
    };
    let text = String::from_utf8(text(SMALL)).unwrap();
    for (line, record) in text.lines().zip(SMALL.records()) {
        let mut read = from_text(line, rules).unwrap();
        // `objects` and `files` are two names of one number.
        read.files = None;
        assert_eq!(read, record, "{line}");
    }
}

#[test]
fn a_fleet_can_be_small_or_empty() {
    let fleet = |entities, days| Fleet {
        entities,
        days,
        ..SMALL
    };
    assert_eq!(fleet(0, 365).records().count(), 0);
    assert!(fleet(1, 30).records().count() > 20);
    for entities in 1..25 {
        assert!(
            fleet(entities, 1)
                .records()
                .all(|record| record.check().is_ok())
        );
        assert!(
            fleet(entities, 0)
                .records()
                .all(|record| record.check().is_ok())
        );
    }
}

#[test]
fn a_fleet_of_tomorrow_has_the_past_of_today() {
    let past = |fleet: Fleet| -> HashSet<_> {
        let days = NOW - 20 * DAY..NOW - 2 * DAY;
        let runs = fleet
            .records()
            .filter(|r| days.contains(&r.started.unwrap()));
        runs.map(|r| (r.entity.name, r.started, r.id, r.size))
            .collect()
    };
    let tomorrow = Fleet {
        now: NOW + DAY,
        ..SMALL
    };
    let (today, tomorrow) = (past(SMALL), past(tomorrow));
    // Not all: "it has failed for five days" is told from now.
    let same = today.intersection(&tomorrow).count();
    assert!(same * 100 > today.len() * 97, "{same} of {}", today.len());
}
