//! Output that is damaged, of something else, or partly unreadable.

use backup_catalog::sources::borg::{Options, inventory};
use backup_catalog::sources::{Inventory, SourceError};

use super::{REPOSITORY, options, read};
use crate::sample;

fn of(archives: &str) -> Result<Inventory, SourceError> {
    let text = format!(r#"{{"archives":[{archives}],"repository":{{"id":"{REPOSITORY}"}}}}"#);
    inventory(text.as_bytes(), &options())
}

#[test]
fn output_that_ends_early_anywhere_is_refused() {
    for name in ["info-archives.stdout.json", "list.stdout.json"] {
        let whole = sample(&format!("borg-1.4.5/{name}"));
        let whole = whole.trim_ascii_end();
        for length in 0..whole.len() {
            let refused = inventory(&whole[..length], &options()).expect_err("cut off");
            if length > 0 {
                assert!(
                    matches!(refused, SourceError::Damaged { .. }),
                    "{length}: {refused}"
                );
            }
        }
        assert_eq!(inventory(whole, &options()).unwrap().records.len(), 5);
    }
}

#[test]
fn damage_is_named_with_line_and_column() {
    let mut bytes = sample("borg-1.4.5/list.stdout.json");
    let at = bytes.windows(4).position(|at| at == b"data").unwrap();
    for (byte, reason) in [
        (0xE9, "invalid unicode code point"),
        (0, "control character"),
    ] {
        bytes[at] = byte;
        let refused = inventory(&bytes, &options()).unwrap_err().to_string();
        assert!(
            refused.contains("is damaged at line 4, column"),
            "{refused}"
        );
        assert!(refused.contains(reason), "{refused}");
        assert!(refused.contains("Nothing was imported"), "{refused}");
    }
}

#[test]
fn output_of_another_command_is_refused() {
    for (name, reason) in [
        ("info-repo.stdout.json", "it has no list `archives`"),
        ("create-1-full.stdout.json", "it has no list `archives`"),
    ] {
        let refused = read(name).unwrap_err();
        assert!(matches!(refused, SourceError::Shape { .. }), "{refused}");
        assert!(refused.to_string().ends_with(reason), "{refused}");
    }
    let failed = read("create-6-no-repo.stderr.jsonl").unwrap_err();
    assert!(
        failed.to_string().contains("no list `archives`"),
        "{failed}"
    );
    let text = read("rename-after.txt").unwrap_err();
    assert!(
        matches!(text, SourceError::Damaged { line: 2, .. }),
        "{text}"
    );
}

#[test]
fn a_repository_without_its_id_is_refused() {
    for (repository, reason) in [
        ("", "it has no `repository`"),
        (r#","repository":{}"#, "in `repository`, missing field `id`"),
        (
            r#","repository":{"id":"brepo"}"#,
            "`id` is `brepo`, not the 64 hexadecimal digits of a repository",
        ),
        (
            r#","repository":{"id":5}"#,
            "in `repository`, `id`: invalid type",
        ),
    ] {
        let text = format!(r#"{{"archives":[]{repository}}}"#);
        let refused = inventory(text.as_bytes(), &options()).unwrap_err();
        assert!(refused.to_string().contains(reason), "{refused}");
    }
}

#[test]
fn no_output_is_not_an_empty_repository() {
    let nothing = inventory(b" \n", &options()).unwrap_err();
    assert!(matches!(nothing, SourceError::Nothing { .. }), "{nothing}");
    let empty = of("").unwrap();
    assert!(empty.complete && empty.records.is_empty());
}

#[test]
fn times_need_a_zone() {
    let unknown = Options {
        zone: None,
        ..options()
    };
    let refused = inventory(&sample("borg-1.4.5/list.stdout.json"), &unknown).unwrap_err();
    let message = refused.to_string();
    assert!(
        message.contains("have no time zone (`2026-11-23T07:56:44.000000`)")
            && message.contains("--time-zone"),
        "{message}"
    );
    let id = "ab".repeat(32);
    let text = format!(
        r#"{{"archives":[{{"id":"{id}","name":"a","start":"2026-11-23T08:56:44+01:00"}}],"repository":{{"id":"{REPOSITORY}"}}}}"#
    );
    let zoned = inventory(text.as_bytes(), &unknown).unwrap();
    assert_eq!(zoned.records[0].started, Some(1_795_420_604_000));
}

#[test]
fn an_unreadable_archive_is_left_out_and_the_inventory_is_not_complete() {
    let archive = |id: &str, rest: &str| format!(r#"{{"id":"{id}","name":"a"{rest}}}"#);
    let good = archive(&"cd".repeat(32), r#","start":"2026-11-23T07:56:44.000000""#);
    let id = "ab".repeat(32);
    let cases = [
        ("{}".to_owned(), "missing field `id`"),
        ("5".to_owned(), "invalid type: integer `5`"),
        (
            archive("58397", r#","start":"2026-11-23T07:56:44""#),
            "`id` is `58397`, not the 64 hexadecimal digits of an archive",
        ),
        (archive(&id, ""), "missing field `start`"),
        (
            archive(&id, r#","start":1795420604"#),
            "`start`: invalid type: integer",
        ),
        (
            archive(&id, r#","start":"this morning""#),
            "`start`: `this morning` is not a time",
        ),
        (
            archive(
                &id,
                r#","start":"2026-11-23T07:56:44","stats":{"original_size":-1}"#,
            ),
            "`stats.original_size`: invalid value: integer `-1`",
        ),
        (
            archive(
                &id,
                r#","start":"2026-11-23T07:56:44","stats":{"nfiles":"many"}"#,
            ),
            "`stats.nfiles`: invalid type: string",
        ),
        (
            archive(
                &id,
                r#","start":"2026-11-23T07:56:44","hostname":"we\u0000b""#,
            ),
            "`node` holds the character U+0000",
        ),
    ];
    for (bad, reason) in cases {
        let inventory = of(&format!("{good},{bad}")).unwrap();
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
fn a_name_that_is_no_utf_8_costs_neither_the_archive_nor_the_inventory() {
    let id = "ab".repeat(32);
    let inventory = of(&format!(
        r#"{{"id":"{id}","name":"caf\udce9-2026-11-23","start":"2026-11-23T07:56:44","command_line":["borg","\udcff"]}}"#
    ))
    .unwrap();
    assert!(inventory.complete);
    assert_eq!(inventory.records[0].entity.name, "caf\u{fffd}");
}

#[test]
fn a_clock_that_was_set_back_leaves_the_end_unknown() {
    let id = "ab".repeat(32);
    let inventory = of(&format!(
        r#"{{"id":"{id}","name":"a","start":"2026-11-23T07:56:44","end":"2026-11-23T07:00:00"}}"#
    ))
    .unwrap();
    assert_eq!(inventory.records[0].finished, None);
}
