//! duplicity.

use backup_catalog::domain::record::Reference;
use backup_catalog::sources::SourceError;
use backup_catalog::sources::duplicity::{Options, inventories};
use backup_catalog::types::{BackupStatus, BackupType};

use crate::{refuses_bytes_that_are_no_text, refuses_each_cut, sample, status};

fn options() -> Options {
    Options {
        source: "web01".into(),
        node: Some("web01".into()),
        complete: true,
        ..Options::default()
    }
}

fn sets() -> Vec<u8> {
    [
        "duplicity-full.20261123T080313Z.jsonstat",
        "duplicity-inc.20261123T080313Z.to.20261123T080315Z.jsonstat",
        "duplicity-inc.20261123T080315Z.to.20261123T080316Z.jsonstat",
    ]
    .map(|name| sample(&format!("duplicity-3.2.1/{name}")))
    .concat()
}

#[test]
fn sets_are_a_chain_and_one_with_errors_is_partial() {
    let all = inventories(&sets(), &options()).unwrap();
    let [inventory] = &all[..] else {
        panic!("{all:?}")
    };
    assert!(inventory.complete);
    assert_eq!(inventory.scope, "duplicity:file:///srv/demo/dup3j");
    let [full, one, two] = &inventory.records[..] else {
        panic!("{inventory:?}")
    };
    let ids = [full, one, two].map(|record| record.id.as_deref().unwrap());
    assert_eq!(
        ids,
        ["20261123T080313Z", "20261123T080315Z", "20261123T080316Z"]
    );
    assert_eq!(
        [full, one, two].map(|record| record.kind.unwrap()),
        [
            BackupType::Full,
            BackupType::Incremental,
            BackupType::Incremental
        ]
    );
    assert_eq!(
        [full, one, two].map(|record| record.parent.as_deref()),
        [None, Some(ids[0]), Some(ids[1])]
    );
    assert_eq!(
        [full, one, two].map(status),
        [
            BackupStatus::Success,
            BackupStatus::Success,
            BackupStatus::PartialSuccess
        ]
    );
    assert_eq!(full.started, Some(1_795_420_993_668));
    assert_eq!(
        (one.size, one.transferred),
        (Some(3_908_485), Some(301_690))
    );
    assert_eq!(full.entity.name, "web01:ddata");
    insta::assert_json_snapshot!("duplicity-3.2-jsonstat", all);
}

#[test]
fn a_password_of_a_target_is_kept_nowhere() {
    let text = String::from_utf8(sets()).unwrap();
    let text = text.replace("file:///srv/demo/dup3j", "sftp://me:s3cret@nas//srv/dup");
    let all = inventories(text.as_bytes(), &options()).unwrap();
    assert!(!format!("{all:?}").contains("s3cret"));
    assert_eq!(
        all[0].records[0].destination,
        Some(Reference::Name("sftp://nas//srv/dup".into()))
    );
}

#[test]
fn what_is_damaged_or_of_another_command_is_refused() {
    let read = |bytes: &[u8]| inventories(bytes, &options());
    let one = sample("duplicity-3.2.1/duplicity-full.20261123T080313Z.jsonstat");
    refuses_each_cut(&one, read);
    refuses_bytes_that_are_no_text(&sets(), read);
    let text = read(&sample(
        "duplicity-3.2.1/jsonstat-collection-status.stdout.txt",
    ));
    assert!(matches!(text, Err(SourceError::Damaged { line: 1, .. })));
    let refused = read(b"{}").unwrap_err().to_string();
    assert!(refused.ends_with("missing field `StartTime`"), "{refused}");
}

#[test]
fn an_unreadable_set_is_left_out_and_the_inventory_is_not_complete() {
    let text = String::from_utf8(sets()).unwrap();
    for (from, to, reason) in [
        (
            r#""action": "inc""#,
            r#""action": "verify""#,
            "`backup_meta.action` is `verify`, not full or inc",
        ),
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
        let bad = text.replacen(from, to, 1);
        let all = inventories(bad.as_bytes(), &options()).unwrap();
        assert!(!all[0].complete, "{to}");
        assert_eq!(all[0].records.len(), 2, "{to}");
        let given = &all[0].diagnostics[0].reason;
        assert!(given.contains(reason), "{given}");
    }
}
