//! duplicity.

use backup_catalog::domain::record::{Record, Reference};
use backup_catalog::sources::duplicity::{File, Options, inventories};
use backup_catalog::sources::{Inventory, SourceError};
use backup_catalog::types::{BackupStatus, BackupType};

use crate::{refuses_bytes_that_are_no_text, refuses_each_cut, sample, status};

const FULL: &str = "duplicity-full.20261123T080313Z.jsonstat";

fn options() -> Options {
    Options {
        source: "web01".into(),
        node: Some("web01".into()),
        complete: true,
        ..Options::default()
    }
}

fn file(name: &str, bytes: Vec<u8>) -> File {
    File {
        folder: "/home/ann/.cache/duplicity/data".into(),
        name: name.into(),
        bytes,
    }
}

fn sets() -> Vec<File> {
    let names = [
        FULL,
        "duplicity-inc.20261123T080313Z.to.20261123T080315Z.jsonstat",
        "duplicity-inc.20261123T080315Z.to.20261123T080316Z.jsonstat",
    ];
    let sets = names.map(|name| file(name, sample(&format!("duplicity-3.2.1/{name}"))));
    sets.into()
}

/// The same with another text in the statistics.
fn changed(from: &str, to: &str) -> Vec<File> {
    let mut sets = sets();
    let found = sets.iter_mut().find_map(|file| {
        let text = String::from_utf8(file.bytes.clone()).unwrap();
        let found = text.contains(from);
        file.bytes = text.replacen(from, to, 1).into_bytes();
        found.then_some(())
    });
    assert!(found.is_some(), "{from}");
    sets
}

fn only(all: &[Inventory]) -> &Inventory {
    let [inventory] = all else { panic!("{all:?}") };
    inventory
}

/// Id, type and parent.
fn places(records: &[Record]) -> Vec<(&str, BackupType, Option<&str>)> {
    let places = records.iter().map(|record| {
        let id = record.id.as_deref().unwrap();
        (id, record.kind.unwrap(), record.parent.as_deref())
    });
    places.collect()
}

#[test]
fn sets_are_a_chain_and_one_with_errors_is_partial() {
    use BackupType::{Full, Incremental};
    let all = inventories(&sets(), &options()).unwrap();
    let inventory = only(&all);
    assert!(inventory.complete);
    assert_eq!(inventory.scope, "duplicity:file:///srv/demo/dup3j");
    assert_eq!(
        places(&inventory.records),
        [
            ("20261123T080313Z", Full, None),
            ("20261123T080315Z", Incremental, Some("20261123T080313Z")),
            ("20261123T080316Z", Incremental, Some("20261123T080315Z")),
        ]
    );
    let statuses: Vec<_> = inventory.records.iter().map(status).collect();
    assert_eq!(
        statuses,
        [
            BackupStatus::Success,
            BackupStatus::Success,
            BackupStatus::PartialSuccess
        ]
    );
    let [full, one, _] = &inventory.records[..] else {
        panic!()
    };
    assert_eq!(full.started, Some(1_795_420_993_668));
    assert_eq!(
        (one.size, one.transferred),
        (Some(3_908_485), Some(301_690))
    );
    assert_eq!(full.entity.name, "web01:ddata");
    insta::assert_json_snapshot!("duplicity-3.2-jsonstat", all);
}

#[test]
fn a_set_is_called_as_its_files_are_whatever_its_statistics_say() {
    // Statistics begin up to a second later, and a full set that nobody asked for is `inc` there.
    let later = sets().into_iter().map(|file| {
        let text = String::from_utf8(file.bytes).unwrap();
        let text = text.replace(r#""action": "full""#, r#""action": "inc""#);
        let text = text.replace("20261123T08", "20261123T09");
        File {
            bytes: text.into_bytes(),
            ..file
        }
    });
    let later: Vec<_> = later.collect();
    let all = inventories(&later, &options()).unwrap();
    let before = inventories(&sets(), &options()).unwrap();
    assert_eq!(places(&only(&all).records), places(&only(&before).records));
}

#[test]
fn a_set_without_statistics_has_its_manifest() {
    let manifest = b"Hostname vm\nLocaldir \"/srv/my\\x20data\"\nVolume 1:\n    Hash SHA1 5f\n";
    let name = "duplicity-inc.20261123T080316Z.to.20261123T080400Z.manifest";
    let own = file(name, manifest.to_vec());
    let mut files = sets();
    files.push(own.clone());
    // Neither of these is a set.
    for other in [
        "duplicity-full-signatures.20261123T080313Z.sigtar.gz",
        "duplicity-inc.20261123T080400Z.to.20261123T080500Z.manifest.part",
        "duplicity-full.20261123T080313Z.manifest.gpg",
    ] {
        files.push(file(other, b"\xff".to_vec()));
    }
    let all = inventories(&files, &options()).unwrap();
    let [.., last] = &only(&all).records[..] else {
        panic!()
    };
    assert_eq!(last.id.as_deref(), Some("20261123T080400Z"));
    assert_eq!(last.parent.as_deref(), Some("20261123T080316Z"));
    assert_eq!(last.root.as_deref(), Some("20261123T080313Z"));
    assert_eq!(last.entity.name, "web01:/srv/my data");
    assert_eq!(status(last), BackupStatus::Success);
    // 2026-11-23T08:04:00Z.
    assert_eq!((last.started, last.size), (Some(1_795_421_040_000), None));

    // Alone it does not say which target it is of.
    let alone = inventories(std::slice::from_ref(&own), &options()).unwrap_err();
    assert!(matches!(alone, SourceError::NoTarget(_)), "{alone}");
    let given = Options {
        target: Some("sftp://me:s3cret@nas//srv/dup".into()),
        ..options()
    };
    let all = inventories(std::slice::from_ref(&own), &given).unwrap();
    assert_eq!(only(&all).scope, "duplicity:sftp://nas//srv/dup");
    let other = File {
        folder: "/home/ann/.cache/duplicity/other".into(),
        ..own.clone()
    };
    let two = inventories(&[own, other], &given).unwrap_err();
    assert_eq!(two, SourceError::OneTarget(2));
}

#[test]
fn a_password_of_a_target_is_kept_nowhere() {
    let sets = sets().into_iter().map(|file| {
        let text = String::from_utf8(file.bytes).unwrap();
        let text = text.replace("file:///srv/demo/dup3j", "sftp://me:s3cret@nas//srv/dup");
        File {
            bytes: text.into_bytes(),
            ..file
        }
    });
    let sets: Vec<_> = sets.collect();
    let all = inventories(&sets, &options()).unwrap();
    assert!(!format!("{all:?}").contains("s3cret"));
    assert_eq!(
        all[0].records[0].destination,
        Some(Reference::Name("sftp://nas//srv/dup".into()))
    );
}

#[test]
fn what_is_damaged_or_of_another_command_is_refused() {
    let read = |bytes: &[u8]| inventories(&[file(FULL, bytes.to_vec())], &options());
    let one = sample(&format!("duplicity-3.2.1/{FULL}"));
    refuses_each_cut(&one, read);
    refuses_bytes_that_are_no_text(&one, read);
    let text = read(&sample(
        "duplicity-3.2.1/jsonstat-collection-status.stdout.txt",
    ));
    assert!(matches!(text, Err(SourceError::Damaged { line: 1, .. })));
    let refused = read(b"{}").unwrap_err().to_string();
    assert!(refused.ends_with("missing field `StartTime`"), "{refused}");
    let none = inventories(&[file("notes.txt", Vec::new())], &options()).unwrap_err();
    assert!(matches!(none, SourceError::Bare { .. }), "{none}");
}

#[test]
fn an_unreadable_set_is_left_out_and_the_inventory_is_not_complete() {
    for (from, to, reason) in [
        (
            r#""Errors": 0"#,
            r#""Errors": null"#,
            "`Errors`: invalid type",
        ),
        (
            r#""StartTime": 1795420993.6684866"#,
            r#""StartTime": -1"#,
            "`StartTime`: -1 is not a time",
        ),
        (
            r#""source": "ddata""#,
            r#""source": "dd\u0000ta""#,
            "`entity.name` holds the character U+0000",
        ),
    ] {
        let all = inventories(&changed(from, to), &options()).unwrap();
        assert!(!only(&all).complete, "{to}");
        assert_eq!(all[0].records.len(), 2, "{to}");
        let given = &all[0].diagnostics[0].reason;
        assert!(given.contains(reason), "{given}");
    }
}
