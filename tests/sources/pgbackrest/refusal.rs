//! Output that is damaged, of something else, or partly unreadable.

use backup_catalog::sources::pgbackrest::{Options, inventories};
use backup_catalog::sources::{Inventory, SourceError};

use super::{options, read};
use crate::sample;

fn info() -> String {
    String::from_utf8(sample("pgbackrest-2.45/info-2.stdout.json")).unwrap()
}

/// The sample with one text in place of another that it has.
fn with(from: &str, to: &str) -> Result<Vec<Inventory>, SourceError> {
    let info = info();
    assert!(info.contains(from), "{from}");
    inventories(info.replacen(from, to, 1).as_bytes(), &options())
}

#[test]
fn output_that_ends_early_anywhere_is_refused() {
    let info = info();
    let whole = info.trim_end();
    for length in 1..whole.len() {
        let refused = inventories(&whole.as_bytes()[..length], &options()).expect_err("cut off");
        assert!(
            matches!(refused, SourceError::Damaged { line: 1, .. }),
            "{length}: {refused}"
        );
    }
}

#[test]
fn bytes_that_are_no_text_are_named_by_their_place() {
    for byte in [0xE9, 0] {
        let mut bytes = info().into_bytes();
        let at = info().find("nightly").unwrap();
        bytes[at] = byte;
        let refused = inventories(&bytes, &options()).unwrap_err().to_string();
        assert!(
            refused.contains("is damaged at line 1, column"),
            "{refused}"
        );
        assert!(refused.contains("Nothing was imported"), "{refused}");
    }
}

#[test]
fn no_stanza_is_not_an_empty_repository() {
    let refused = read("info-0-before-stanza.stdout.json").unwrap_err();
    assert_eq!(
        refused.to_string(),
        "`pgbackrest info --output=json` lists no stanza: is this the right configuration, user and repository? \
         Nothing was imported"
    );
    let text = read("info-2-text.stdout.txt").unwrap_err();
    assert!(matches!(text, SourceError::Damaged { .. }), "{text}");
    let object = inventories(b"{}", &options()).unwrap_err();
    assert!(object.to_string().ends_with("it is not a list"), "{object}");
}

#[test]
fn a_stanza_that_cannot_be_read_is_refused_by_its_field() {
    for (from, to, reason) in [
        (r#""name":"main","#, "", "in stanza 1, missing field `name`"),
        (
            r#""system-id":7642011472967116994"#,
            r#""system-id":"x""#,
            "in stanza 1, `db[0].system-id`: invalid type",
        ),
        (
            r#""key":1,"status":{"code":0"#,
            r#""key":1,"status":{"code":"ok""#,
            "in stanza 1, `repo[0].status.code`: invalid type",
        ),
        (
            r#""key":2,"status""#,
            r#""key":3,"status""#,
            "stanza `main` has a backup in repository 2, which it does not list",
        ),
    ] {
        let refused = with(from, to).unwrap_err().to_string();
        assert!(refused.contains(reason), "{refused}");
    }
}

#[test]
fn an_unreadable_backup_is_left_out_and_its_repository_is_not_complete() {
    for (from, to, reason) in [
        (
            r#""type":"diff""#,
            r#""type":"synthetic""#,
            "`type` is `synthetic`, not full, diff or incr",
        ),
        (
            r#""timestamp":{"start":1795420682"#,
            r#""timestamp":{"start":"monday""#,
            "`timestamp.start`: invalid type",
        ),
        (
            r#""start":1795420682"#,
            r#""start":9223372036854775807"#,
            "`timestamp.start`: 9223372036854775807 is not a time",
        ),
        (
            r#""size":34221016"#,
            r#""size":-1"#,
            "`info.size`: invalid value",
        ),
        (
            r#""prior":"20261123-075752F""#,
            r#""prior":"2026\u0000""#,
            "`parent` holds the character U+0000",
        ),
    ] {
        let all = with(from, to).unwrap();
        assert!(!all[0].complete && all[1].complete, "{to}");
        assert_eq!(all[0].records.len(), 2, "{to}");
        let [diagnostic] = &all[0].diagnostics[..] else {
            panic!("{to}")
        };
        assert_eq!(diagnostic.entry, 2);
        assert!(diagnostic.reason.contains(reason), "{}", diagnostic.reason);
    }
}

#[test]
fn a_repository_that_cannot_be_reached_is_not_complete() {
    let text = info().replace(
        r#""key":2,"status":{"code":0,"message":"ok"}"#,
        r#""key":2,"status":{"code":99,"message":"[HostConnectError] timeout"}"#,
    );
    let all = inventories(text.as_bytes(), &options()).unwrap();
    assert!(all[0].complete && !all[1].complete);
    let said = all[1].diagnostics[0].to_string();
    assert!(
        said.contains("repo2 of stanza main") && said.contains("[HostConnectError] timeout"),
        "{said}"
    );
}

#[test]
fn a_listing_that_may_be_a_part_is_never_complete() {
    let part = Options {
        complete: false,
        ..options()
    };
    let all = inventories(info().as_bytes(), &part).unwrap();
    assert!(all.iter().all(|inventory| !inventory.complete));
}
