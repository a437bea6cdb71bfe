//! `-o`: one result, five looks.

use serde_json::Value;

use crate::filled;

fn yaml(text: &str) -> Value {
    yaml_serde::from_str(text).unwrap()
}

/// Lines of comma-separated values of which none needs quotes.
fn lines(text: &str) -> Vec<Vec<&str>> {
    text.lines().map(|line| line.split(',').collect()).collect()
}

#[test]
fn yaml_says_what_json_says() {
    let server = filled();
    let rows = server.run(&["list", "-o", "json"]).json();
    let guid = rows[0]["guid"].as_str().unwrap();
    for command in [&["list"][..], &["stats"], &["show", guid], &["ack", guid]] {
        let of = |format| server.run(&[command, &["-o", format]].concat());
        assert_eq!(yaml(&of("yaml").ok()), of("json").json(), "{command:?}");
    }
}

#[test]
fn values_for_spreadsheets_are_exact() {
    let server = filled();
    let text = server.run(&["list", "-o", "csv"]).ok();
    let list = lines(&text);
    assert_eq!(
        list[0],
        [
            "snapshotTime",
            "status",
            "type",
            "protectedEntity",
            "size",
            "taskDurationTime",
            "destinations",
            "warnings",
            "backupRule",
            "statusInfo",
            "description",
            "guid"
        ]
    );
    assert_eq!(
        list[1][..8],
        [
            "1795395600000",
            "PARTIAL_SUCCESS",
            "FULL",
            "orders",
            "5368709120",
            "4200000",
            "vault",
            "1"
        ]
    );
    let guid = list[1][11];
    let text = server.run(&["stats", "-o", "csv"]).ok();
    let stats = lines(&text);
    let sum = stats.iter().find(|line| line[0] == "SUCCESS").unwrap();
    assert_eq!(sum[1..6], ["FULL", "1", "7502820", "7502820", "125000"]);
    let text = server.run(&["show", guid, "-o", "csv"]).ok();
    assert!(text.starts_with("property,value\n"), "{text}");
    assert!(text.contains("\nEntity,orders\n"), "{text}");
}

#[test]
fn a_value_with_commas_quotes_and_lines_stays_one_value() {
    let server = filled();
    let rows = server.run(&["list", "-o", "json"]).json();
    let guid = rows[2]["guid"].as_str().unwrap();
    let body = r#"{"value":"a,\"b\"\nc"}"#;
    let path = format!("/backups/{guid}/description");
    server.run(&["api", "put", &path, "--data", body]).ok();
    let text = server.run(&["list", "-o", "csv"]).ok();
    assert!(text.contains("\"a,\"\"b\"\"\nc\""), "{text}");
    let table = server.run(&["list", "-o", "wide"]).ok();
    assert!(table.contains("a,\"b\"\u{fffd}c"), "{table}");
}

#[test]
fn a_wide_table_has_more_columns() {
    let server = filled();
    let header = |format| {
        let table = server.run(&["list", "-o", format]).ok();
        table.lines().next().unwrap().to_owned()
    };
    assert!(!header("table").contains("STATUS INFO"));
    assert!(header("wide").contains("STATUS INFO"));
    let table = server.run(&["list", "-o", "wide"]).ok();
    assert!(table.contains("disk full"), "{table}");
}

#[cfg(target_os = "linux")]
#[test]
fn colours_are_for_terminals() {
    let server = filled();
    let table = server.run(&["list"]).ok();
    assert!(!table.contains('\u{1b}'), "{table:?}");
    // `script` gives the program a terminal.
    let on_terminal = |no_color: &str| {
        let program = env!("CARGO_BIN_EXE_backup-catalog");
        let mut command = std::process::Command::new("script");
        command
            .args(["-qec", &format!("{program} list"), "/dev/null"])
            .env("BACKUP_CATALOG_SERVER", &server.url)
            .env("BACKUP_CATALOG_PASSWORD", crate::program::PASSWORD)
            .env("NO_COLOR", no_color)
            .stdin(std::process::Stdio::null());
        crate::program::Ended::of(&mut command).ok()
    };
    let coloured = on_terminal("");
    let failed = coloured.lines().find(|line| line.contains("FAILED"));
    assert!(failed.unwrap().contains("\u{1b}["), "{coloured:?}");
    assert!(!on_terminal("1").contains("\u{1b}["));
}

#[test]
fn a_report_of_records_has_the_formats_too() {
    let server = filled();
    let ingest = |format| server.pipe(&["ingest", "-", "-o", format], crate::RECORDS);
    assert_eq!(ingest("json").json()["unchanged"], 3);
    assert_eq!(yaml(&ingest("yaml").ok())["unchanged"], 3);
    assert_eq!(
        ingest("csv").ok(),
        "created,updated,unchanged,removed,rejected\n0,0,3,0,0\n"
    );
}
