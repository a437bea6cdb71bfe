//! `check --overdue`

use crate::program::{Ended, Server, program};

fn ingest(server: &Server, records: &str) {
    server.pipe(&["ingest", "-"], records).ok();
}

#[test]
fn exit_code_and_first_line_are_what_monitors_read() {
    let server = Server::start();
    assert_eq!(
        server.run(&["check", "--overdue"]).ok(),
        "OK - none of 0 entities is overdue | overdue=0 never=0 entities=0\n"
    );
    ingest(
        &server,
        r#"{"v":1,"source":"s","id":"1","entity":{"name":"old|one"},"status":"SUCCESS","finished":"2020-01-01T01:00:00Z"}
{"v":1,"source":"s","id":"2","entity":{"name":"new"},"status":"SUCCESS","finished":"2099-01-01T01:00:00Z"}
"#,
    );
    let warned = server.run(&["check", "--overdue"]);
    assert_eq!(warned.code, 1);
    let mut lines = warned.stdout.lines();
    assert_eq!(
        lines.next().unwrap(),
        "WARNING - 1 of 2 entities overdue, 0 never backed up | overdue=1 never=0 entities=2"
    );
    let line = lines.next().unwrap();
    assert!(
        line.starts_with("old/one: last success 2020-01-01 01:00:00 UTC, ")
            && line.ends_with(" ago, expected every 7 d (assumed), last SUCCESS"),
        "{line}"
    );
    assert_eq!(lines.next(), None);
    ingest(
        &server,
        r#"{"v":1,"source":"s","id":"3","entity":{"name":"never"},"status":"FAILED","finished":"2020-01-01T01:00:00Z"}"#,
    );
    let alarm = server.run(&["check", "--overdue"]);
    assert_eq!(alarm.code, 2);
    assert!(
        alarm.stdout.contains("\nnever: no success, last FAILED\n"),
        "{}",
        alarm.stdout
    );
    assert_eq!(alarm.stderr, "");
}

#[test]
fn what_cannot_be_asked_is_unknown() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = program(&folder);
    command
        .args(["check", "--overdue", "--server", "http://127.0.0.1:1"])
        .env("BACKUP_CATALOG_PASSWORD", "x");
    let ended = Ended::of(&mut command);
    assert_eq!(ended.code, 3);
    assert!(ended.stdout.starts_with("UNKNOWN - "), "{}", ended.stdout);
}

#[test]
fn without_a_database_or_overdue_it_is_wrong_usage() {
    let folder = tempfile::tempdir().unwrap();
    let said = Ended::of(program(&folder).arg("check")).failed(2);
    assert!(said.contains("--overdue"), "{said}");
}
