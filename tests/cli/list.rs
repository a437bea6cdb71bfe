//! `list`.

use std::io::Read as _;
use std::process::Stdio;

use serde_json::Value;

use crate::program::Server;
use crate::{column, filled};

fn entities(rows: &Value) -> Vec<&str> {
    rows.as_array()
        .unwrap()
        .iter()
        .map(|row| row["protectedEntity"]["name"].as_str().unwrap())
        .collect()
}

#[test]
fn a_table_is_for_people() {
    let server = filled();
    let table = server.run(&["list"]).ok();
    assert_eq!(
        column(&table, "SNAPSHOT (UTC)"),
        [
            "2026-11-23 01:00:00",
            "2026-11-22 01:00:00",
            "2026-11-21 01:00:00"
        ]
    );
    assert_eq!(
        column(&table, "STATUS"),
        ["PARTIAL_SUCCESS", "FAILED", "SUCCESS"]
    );
    assert_eq!(
        column(&table, "ENTITY"),
        ["orders", "web01:/srv", "web01:/srv"]
    );
    assert_eq!(
        column(&table, "DESTINATIONS"),
        ["vault", "(offsite)", "offsite"]
    );
    for text in ["5.00 GiB", "1h 10m", "7.16 MiB", "2m 05s"] {
        assert!(table.contains(text), "{text} in {table}");
    }
    assert!(
        table.lines().all(|line| line == line.trim_end()),
        "{table:?}"
    );
}

#[test]
fn json_is_the_answer_of_the_server() {
    let server = filled();
    let rows = server.run(&["list", "-o", "json"]).json();
    assert_eq!(entities(&rows), ["orders", "web01:/srv", "web01:/srv"]);
    assert_eq!(rows[0]["size"], 5_368_709_120_i64);
    assert_eq!(
        rows[0]["warnings"],
        serde_json::json!(["one table was locked"])
    );
    assert_eq!(rows[1]["warnings"], serde_json::json!([]));
    assert_eq!(rows[0]["taskDurationTime"], 4_200_000);
}

#[test]
fn flags_select_and_order() {
    let server = filled();
    let rows = server.run(&["list", "-o", "json"]).json();
    let guid = |row: usize, of: &str| rows[row][of]["guid"].as_str().unwrap().to_owned();
    let entity = guid(0, "protectedEntity");
    let full = rows[2]["guid"].as_str().unwrap();
    let destination = rows[2]["backupLocations"][0]["backupDestination"]["guid"]
        .as_str()
        .unwrap();
    let cases: &[(&[&str], &[usize])] = &[
        (&["--status", "failed,SUCCESS"], &[1, 2]),
        (
            &["--status", "FAILED", "--status", "PARTIAL_SUCCESS"],
            &[0, 1],
        ),
        (&["--protected-entity", &entity], &[0]),
        (&["--protected-entity-type", "app"], &[0]),
        (&["--backup-destination", destination], &[1, 2]),
        (&["--parent-backup", full], &[1]),
        (&["--root-backup", full], &[1, 2]),
        (&["--type", "INCREMENTAL"], &[1]),
        (&["--from", "2026-11-22"], &[0, 1]),
        (&["--to", "2026-11-22"], &[1, 2]),
        (
            &["--from", "2026-11-22", "--to", "2026-11-22T01:00:00Z"],
            &[1],
        ),
        (&["--from", "1795222800001"], &[0, 1]),
        (&["--min-size", "7502820"], &[0, 2]),
        (&["--name-like", "WEB"], &[1, 2]),
        (&["--filter", "disk full"], &[1]),
        (&["--order-by", "size"], &[0, 2, 1]),
        (
            &["--order-by", "snapshotTime", "--direction", "ASC"],
            &[2, 1, 0],
        ),
        (&["--page", "1", "--size", "2"], &[2]),
        (&["--without-hidden"], &[0, 1, 2]),
        (&["--hypervisor", &entity], &[]),
        (&["--project-uuid", &entity.replace('-', "")], &[]),
        (&["--status", "SUCCESS", "--fail-on-non-successful"], &[2]),
    ];
    for (flags, expected) in cases {
        let arguments = [&["list", "-o", "json"], *flags].concat();
        let answer = server.run(&arguments).json();
        let expected: Vec<&Value> = expected.iter().map(|row| &rows[*row]["guid"]).collect();
        let found: Vec<&Value> = answer
            .as_array()
            .unwrap()
            .iter()
            .map(|row| &row["guid"])
            .collect();
        assert_eq!(found, expected, "{flags:?}");
    }
}

#[test]
fn a_page_says_how_many_there_are() {
    let server = filled();
    let ended = server.run(&["list", "--size", "2"]);
    assert_eq!(ended.stderr, "2 of 3 backups\n");
    assert_eq!(ended.ok().lines().count(), 3);
    assert_eq!(server.run(&["list"]).stderr, "");
}

#[test]
fn a_chain_that_is_broken_is_exit_code_1() {
    let server = filled();
    let said = server.run(&["list", "--fail-on-non-successful"]).failed(1);
    assert!(said.contains('1'), "{said}");
}

#[test]
fn a_flag_that_is_not_understood_is_refused_with_what_is_allowed() {
    let server = Server::start();
    let cases = [
        (&["--status", "OK"], "[possible values: FAILED, INPROGRESS"),
        (&["--parent-backup", "web01"], "invalid value 'web01'"),
        (
            &["--from", "yesterday"],
            "`yesterday` is no time; write 2026-11-23",
        ),
        (&["--size", "0"], "a page has 1 to 1000 backups"),
        (&["--size", "1001"], "a page has 1 to 1000 backups"),
        (&["--min-size", "-1"], "-1 is not in 0.."),
        (&["--order-by", "colour"], "snapshotTime"),
        (&["--direction", "up"], "[possible values: asc, desc]"),
    ];
    for (flags, said) in cases {
        let arguments = [&["list"], &flags[..]].concat();
        let stderr = server.run(&arguments).failed(2);
        assert!(stderr.contains(said), "{flags:?}: {stderr}");
    }
    // The server's own refusal.
    let said = server
        .run(&["list", "--from", "2026-11-23", "--to", "2026-11-21"])
        .failed(2);
    assert!(said.contains("from") && said.contains("to"), "{said}");
}

#[test]
fn a_name_cannot_steer_the_terminal() {
    let server = Server::start();
    let record = r#"{"v":1,"source":"s","entity":{"name":"a\u001b[2Jb"},"exitCode":0,"finished":1795000000000}"#;
    server.pipe(&["ingest", "-"], record).ok();
    let table = server.run(&["list"]).ok();
    assert!(
        table.contains("a\u{fffd}[2Jb") && !table.contains('\u{1b}'),
        "{table:?}"
    );
    let rows = server.run(&["list", "-o", "json"]).json();
    assert_eq!(entities(&rows), ["a\u{1b}[2Jb"], "JSON has the name itself");
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let server = filled();
    for format in ["table", "json"] {
        let mut child = server
            .command(&["list", "-o", format])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // Gone before the first byte.
        drop(child.stdout.take());
        let mut said = String::new();
        child
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut said)
            .unwrap();
        assert_eq!(
            (child.wait().unwrap().code(), said.as_str()),
            (Some(0), ""),
            "{format}"
        );
    }
}
