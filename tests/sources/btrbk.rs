//! btrbk.

use backup_catalog::domain::record::Reference;
use backup_catalog::sources::btrbk::{Options, inventories};
use backup_catalog::sources::{Inventory, SourceError};
use jiff::tz::TimeZone;

use crate::{refuses_bytes_that_are_no_text, sample};

fn options() -> Options {
    Options {
        source: "web01".into(),
        node: Some("web01".into()),
        complete: true,
        ..Options::default()
    }
}

fn read(bytes: &[u8]) -> Result<Vec<Inventory>, SourceError> {
    inventories(bytes, &options())
}

fn list() -> Vec<u8> {
    sample("btrbk-0.32.5/list-backups-raw.txt")
}

#[test]
fn a_backup_is_a_subvolume_at_a_time() {
    let all = read(&list()).unwrap();
    let [inventory] = &all[..] else {
        panic!("{all:?}")
    };
    assert!(inventory.complete);
    assert_eq!(inventory.scope, "btrbk:/mnt/btr/bkp");
    let first = &inventory.records[0];
    assert_eq!(first.id.as_deref(), Some("home.20261123T080439+0000"));
    assert_eq!(first.entity.name, "web01:/mnt/btr/home");
    assert_eq!(first.started, Some(1_795_421_079_000));
    assert_eq!(
        first.destination,
        Some(Reference::Name("/mnt/btr/bkp".into()))
    );
    insta::assert_json_snapshot!("btrbk-0.32-list", all);
}

#[test]
fn each_folder_is_an_inventory() {
    let text = String::from_utf8(list()).unwrap();
    let text = text.replacen("/mnt/btr/bkp", "ssh://nas/mnt/bkp", 2);
    let all = read(text.as_bytes()).unwrap();
    let scopes: Vec<_> = all
        .iter()
        .map(|inventory| inventory.scope.as_str())
        .collect();
    assert_eq!(scopes, ["btrbk:/mnt/btr/bkp", "btrbk:ssh://nas/mnt/bkp"]);
}

#[test]
fn a_name_with_a_local_time_needs_a_zone() {
    let text = String::from_utf8(list()).unwrap();
    for (name, instant) in [
        ("20261123T0804", 1_795_421_040_000),
        ("20261123T0804_1", 1_795_421_040_000),
        ("20261123", 1_795_392_000_000),
    ] {
        let text = text.replace("20261123T080439+0000", name);
        let refused = read(text.as_bytes()).unwrap_err();
        assert!(
            matches!(refused, SourceError::NoTimeZone { .. }),
            "{refused}"
        );
        let utc = Options {
            zone: Some(TimeZone::UTC),
            ..options()
        };
        let all = inventories(text.as_bytes(), &utc).unwrap();
        let times: Vec<_> = all[0].records.iter().map(|record| record.started).collect();
        assert!(times.contains(&Some(instant)), "{name}: {times:?}");
    }
}

#[test]
fn what_is_damaged_or_of_another_command_is_refused() {
    let whole = list();
    for length in 1..whole.len() {
        // What ends with a line is a shorter list.
        if whole[length - 1] != b'\n' {
            let refused = read(&whole[..length]).unwrap_err();
            assert!(matches!(refused, SourceError::Damaged { .. }), "{refused}");
        }
    }
    refuses_bytes_that_are_no_text(&list(), read);
    for name in ["list-snapshots-raw.txt", "run-2.stdout.txt"] {
        let refused = read(&sample(&format!("btrbk-0.32.5/{name}"))).unwrap_err();
        assert!(
            refused.to_string().ends_with("not `backups`"),
            "{name}: {refused}"
        );
    }
    let table = read(&sample("btrbk-0.32.5/list-all-long.txt")).unwrap_err();
    assert!(
        matches!(
            table,
            SourceError::Damaged {
                line: 1,
                column: 1,
                ..
            }
        ),
        "{table}"
    );
}

#[test]
fn an_unreadable_backup_is_left_out_and_its_folder_is_not_complete() {
    let text = String::from_utf8(list()).unwrap();
    for (from, to, reason) in [
        (
            "source_url='/mnt/btr/home'",
            "source_url=''",
            "`source_url` is missing",
        ),
        (
            "target_url='/mnt/btr/bkp/home.20261123T080439+0000'",
            "target_url='/mnt/btr/bkp/home.yesterday'",
            "`target_url`: `home.yesterday` does not end in a time",
        ),
        (
            "target_url='/mnt/btr/bkp/home.20261123T080439+0000'",
            "target_url='/mnt/btr/bkp/home.20261131T080439+0000'",
            "`target_url`: `2026-11-31T08:04:39+00:00` is not a time",
        ),
    ] {
        let all = read(text.replacen(from, to, 1).as_bytes()).unwrap();
        assert!(!all[0].complete, "{to}");
        assert_eq!(all[0].records.len(), 1, "{to}");
        let given = &all[0].diagnostics[0].reason;
        assert!(given.contains(reason), "{given}");
    }
}
