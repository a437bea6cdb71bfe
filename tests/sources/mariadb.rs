//! mariadb-backup.

use backup_catalog::domain::record::Reference;
use backup_catalog::sources::mariadb::{Options, inventory};
use backup_catalog::sources::{Inventory, SourceError};
use backup_catalog::types::BackupType;
use jiff::tz::TimeZone;

use crate::{refuses_bytes_that_are_no_text, refuses_each_cut, sample};

fn options() -> Options {
    Options {
        source: "db01".into(),
        entity: "shop".into(),
        destination: Some("nas".into()),
        zone: Some(TimeZone::UTC),
        ..Options::default()
    }
}

fn read(bytes: &[u8]) -> Result<Inventory, SourceError> {
    inventory(bytes, &options())
}

fn history() -> Vec<u8> {
    sample("mariadb-backup-10.11.19/mysql.mariadb_backup_history.json")
}

#[test]
fn an_increment_is_chained_by_its_place_in_the_log() {
    let inventory = read(&history()).unwrap();
    assert!(!inventory.complete, "a history is not what is still there");
    let [full, increment] = &inventory.records[..] else {
        panic!("{inventory:?}")
    };
    assert_eq!(full.kind, Some(BackupType::Full));
    assert_eq!(increment.kind, Some(BackupType::Incremental));
    // Both end at the same place: an increment is not its own parent.
    assert_eq!((&full.parent, &increment.parent), (&None, &full.id));
    assert_eq!(full.policy, Some(Reference::Name("nightly".into())));
    // 2026-11-23T08:11:17 UTC, and a second later.
    assert_eq!(full.started, Some(1_795_421_477_000));
    assert_eq!(full.finished, Some(1_795_421_478_000));
    insta::assert_json_snapshot!("mariadb-10.11-history", inventory);
}

#[test]
fn of_several_that_end_at_one_place_the_last_before_is_the_parent() {
    let text = String::from_utf8(history()).unwrap();
    let third = text
        .split_once("},")
        .unwrap()
        .1
        .replace("76c137a3", "80000000")
        .replace("08:11:18", "08:12:00")
        .replace("08:11:19", "08:12:01");
    let text = format!("{},{third}", text.trim_end().trim_end_matches(']'));
    let inventory = read(text.as_bytes()).unwrap();
    let [_, second, third] = &inventory.records[..] else {
        panic!("{inventory:?}")
    };
    assert_eq!(third.parent, second.id);
}

#[test]
fn times_need_a_zone() {
    let unknown = Options {
        zone: None,
        ..options()
    };
    let refused = inventory(&history(), &unknown).unwrap_err();
    assert!(
        matches!(refused, SourceError::NoTimeZone { .. }),
        "{refused}"
    );
    let berlin = Options {
        zone: Some(TimeZone::get("Europe/Berlin").unwrap()),
        ..options()
    };
    let there = inventory(&history(), &berlin).unwrap();
    assert_eq!(there.records[0].started, Some(1_795_417_877_000));
}

#[test]
fn what_is_damaged_is_refused_and_what_is_wrong_left_out() {
    refuses_each_cut(&history(), read);
    refuses_bytes_that_are_no_text(&history(), read);
    assert!(matches!(read(b"{}"), Err(SourceError::Shape { .. })));
    assert_eq!(read(b"[]").unwrap().records, []);
    let text = String::from_utf8(history()).unwrap();
    for (from, to, reason) in [
        (
            r#""incremental": "N""#,
            r#""incremental": "?""#,
            "`incremental` is `?`, not Y or N",
        ),
        (
            r#""innodb_to_lsn": 44404"#,
            r#""innodb_to_lsn": true"#,
            "`innodb_to_lsn`: true is not a whole number",
        ),
        (
            r#""start_time": "2026-11-23 08:11:17""#,
            r#""start_time": "2026-11-31 08:11:17""#,
            "`start_time`: `2026-11-31 08:11:17` is not a time",
        ),
    ] {
        let inventory = read(text.replacen(from, to, 1).as_bytes()).unwrap();
        assert_eq!(inventory.records.len(), 1, "{to}");
        let given = &inventory.diagnostics[0].reason;
        assert!(given.contains(reason), "{given}");
    }
}
