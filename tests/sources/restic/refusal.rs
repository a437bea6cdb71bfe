//! Output that is damaged, of something else, or partly unreadable.

use backup_catalog::sources::restic::{Options, inventory};
use backup_catalog::sources::{Inventory, SourceError};

use super::{REPOSITORY, options, read};
use crate::sample;

fn list(text: &str) -> Result<Inventory, SourceError> {
    let options = Options {
        repository: Some(REPOSITORY.into()),
        ..options()
    };
    inventory(text.as_bytes(), None, &options)
}

fn message(result: Result<Inventory, SourceError>) -> String {
    result.expect_err("it should be refused").to_string()
}

#[test]
fn output_that_ends_early_anywhere_is_refused() {
    let whole = sample("restic-0.14.0/snapshots.json");
    let text = std::str::from_utf8(&whole).unwrap().trim_end();
    for length in 0..text.len() {
        let refused = list(&text[..length]).expect_err("cut off");
        if length > 0 {
            assert!(
                matches!(refused, SourceError::Damaged { line: 1, .. }),
                "{length}: {refused}"
            );
        }
    }
    assert_eq!(list(text).unwrap().records.len(), 4);
}

#[test]
fn damage_is_named_with_line_and_column() {
    let message = message(list("[\n {\"id\": \"6baa\",\n  \"time\" 5}\n]"));
    assert!(
        message.contains("`restic snapshots --json` is damaged at line 3, column 10: expected `:`"),
        "{message}"
    );
    assert!(message.contains("Nothing was imported"), "{message}");
}

#[test]
fn two_documents_are_refused_where_the_second_begins() {
    let refused = read("restic-0.14.0/backup-1-full.stdout.jsonl").unwrap_err();
    assert!(
        matches!(refused, SourceError::Damaged { line: 2, .. }),
        "{refused}"
    );
    let refused = read("restic-0.14.0/forget-prune.out").unwrap_err();
    assert!(matches!(refused, SourceError::Damaged { .. }), "{refused}");
}

#[test]
fn output_of_another_command_is_refused() {
    for path in [
        "restic-0.14.0/cat-snapshot0.json",
        "restic-0.14.0/cat-config.json",
        "restic-0.14.0/forget-dry-run.json",
        "rustic-0.11.4/forget.stdout.json",
        "rustic-0.11.4/backup-1-full.stdout.json",
    ] {
        let refused = read(path).unwrap_err();
        assert!(
            matches!(refused, SourceError::Shape { .. }),
            "{path}: {refused}"
        );
    }
    let refused = read("restic-0.14.0/backup-6-no-repo.stderr.txt").unwrap_err();
    assert!(
        matches!(refused, SourceError::Damaged { line: 1, .. }),
        "{refused}"
    );
    let failure =
        r#"{"message_type":"exit_error","code":10,"message":"repository does not exist"}"#;
    assert!(message(list(failure)).ends_with("it says `repository does not exist`"));
}

#[test]
fn no_output_is_not_an_empty_repository() {
    assert_eq!(
        list(" \n").unwrap_err(),
        SourceError::Nothing {
            what: "`restic snapshots --json`"
        }
    );
    for empty in ["[]", "null\n"] {
        let inventory = list(empty).unwrap();
        assert!(
            inventory.complete && inventory.records.is_empty(),
            "{empty}"
        );
    }
}

#[test]
fn an_unreadable_entry_is_left_out_and_the_inventory_is_not_complete() {
    let id = "ab".repeat(32);
    let good = |id: &str| {
        format!(r#"{{"id":"{id}","time":"2026-11-23T07:52:58Z","hostname":"h","paths":["/a"]}}"#)
    };
    let cases = [
        ("{}", "missing field `id`"),
        ("5", "invalid type: integer `5`, expected struct Snapshot"),
        (
            r#"{"id":"6baa04e8","time":"2026-11-23T07:52:58Z","paths":["/a"]}"#,
            "`id` is `6baa04e8`, not the 64 hexadecimal digits of a snapshot",
        ),
        (
            &format!(r#"{{"id":"{id}","paths":["/a"]}}"#),
            "missing field `time`",
        ),
        (
            &format!(r#"{{"id":"{id}","time":"2026-11-23T07:52:58","paths":["/a"]}}"#),
            "`time`: `2026-11-23T07:52:58` is not a time",
        ),
        (
            &format!(r#"{{"id":"{id}","time":"2026-11-23T07:52:58Z"}}"#),
            "it has neither `hostname` nor `paths`",
        ),
        (
            &format!(r#"{{"id":"{id}","time":"2026-11-23T07:52:58Z","paths":"/a"}}"#),
            "`paths`: invalid type: string",
        ),
        (
            &format!(
                r#"{{"id":"{id}","time":"2026-11-23T07:52:58Z","paths":["/a"],"summary":{{"total_bytes_processed":-1}}}}"#
            ),
            "`summary.total_bytes_processed`: invalid value: integer `-1`",
        ),
        (
            &format!(
                r#"{{"id":"{id}","time":"2026-11-23T07:52:58Z","paths":["/a"],"summary":{{"total_bytes_processed":9007199254740992}}}}"#
            ),
            "9007199254740992 is greater than 9007199254740991",
        ),
    ];
    for (bad, reason) in cases {
        let text = format!("[{},{bad}]", good(&"cd".repeat(32)));
        let inventory = list(&text).unwrap();
        assert!(!inventory.complete, "{bad}");
        assert_eq!(inventory.records.len(), 1, "{bad}");
        let [diagnostic] = &inventory.diagnostics[..] else {
            panic!("{bad}")
        };
        assert_eq!(diagnostic.entry, 2);
        assert!(diagnostic.reason.contains(reason), "{}", diagnostic.reason);
    }
}

#[test]
fn the_repository_has_to_be_known() {
    let snapshots = sample("restic-0.14.0/snapshots.json");
    let config = sample("restic-0.14.0/cat-config.json");
    let given = |repository: &str| Options {
        repository: Some(repository.into()),
        ..options()
    };
    assert_eq!(
        inventory(&snapshots, None, &options()),
        Err(SourceError::NoRepository)
    );
    assert_eq!(
        inventory(&snapshots, None, &given("rrepo")),
        Err(SourceError::RepositoryId("rrepo".into()))
    );
    let upper = inventory(&snapshots, None, &given(&REPOSITORY.to_uppercase())).unwrap();
    assert_eq!(
        upper,
        inventory(&snapshots, Some(&config), &options()).unwrap()
    );
    let other = "0".repeat(64);
    assert_eq!(
        inventory(&snapshots, Some(&config), &given(&other)),
        Err(SourceError::RepositoryMismatch {
            config: REPOSITORY.into(),
            given: other
        })
    );
    assert_eq!(
        message(inventory(&snapshots, Some(b"{\"version\":2}"), &options())),
        "this is not the output of `restic cat config`: it has no `id`"
    );
}

#[test]
fn a_listing_that_may_be_a_part_is_never_complete() {
    let options = Options {
        repository: Some(REPOSITORY.into()),
        complete: false,
        ..options()
    };
    let part = inventory(&sample("restic-0.14.0/snapshots.json"), None, &options).unwrap();
    assert!(!part.complete);
}
