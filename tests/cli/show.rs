//! `show`.

use crate::filled;

fn guid(server: &crate::program::Server, status: &str) -> String {
    let rows = server
        .run(&["list", "-o", "json", "--status", status])
        .json();
    rows[0]["guid"].as_str().unwrap().to_owned()
}

/// The value beside a name.
fn value<'a>(sheet: &'a str, name: &str) -> &'a str {
    let line = sheet
        .lines()
        .find(|line| line.starts_with(&format!("{name}  ")));
    line.unwrap_or_else(|| panic!("no {name} in {sheet}"))[name.len()..].trim_start()
}

#[test]
fn a_sheet_has_what_is_known() {
    let server = filled();
    let sheet = server
        .run(&["show", &guid(&server, "PARTIAL_SUCCESS")])
        .ok();
    let cases = [
        ("Entity", "orders"),
        ("Entity type", "APP"),
        ("Status", "PARTIAL_SUCCESS"),
        ("Type", "FULL"),
        ("Size", "5.00 GiB (5368709120 B)"),
        ("Snapshot (UTC)", "2026-11-23 01:00:00"),
        ("Stored (UTC)", "2026-11-23 02:10:00"),
        ("Export", "1h 10m"),
        ("Location", "vault, PRIMARY, PRESENT"),
        ("Repository", "r"),
        ("Id there", "3"),
        ("Warning", "one table was locked"),
        ("Label", "shift=night"),
    ];
    for (name, expected) in cases {
        assert_eq!(value(&sheet, name), expected, "{name}");
    }
    assert!(!sheet.contains("Parent"), "{sheet}");
    let failed = server.run(&["show", &guid(&server, "FAILED")]).ok();
    assert_eq!(value(&failed, "Status info"), "disk full");
    assert!(
        value(&failed, "Parent").starts_with("web01:/srv - 2026-11-21 01:00:00 ("),
        "{failed}"
    );
}

#[test]
fn json_is_the_answer_of_the_server() {
    let server = filled();
    let full = guid(&server, "SUCCESS");
    let backup = server.run(&["show", &full, "-o", "json"]).json();
    assert_eq!(backup["guid"], full.as_str());
    assert_eq!(
        backup["children"][0]["guid"],
        guid(&server, "FAILED").as_str()
    );
    assert_eq!(backup["warnings"], serde_json::json!([]));
    assert_eq!(backup["nativeId"], "1");
}

#[test]
fn a_backup_that_is_not_there_is_exit_code_1() {
    let server = filled();
    for format in ["table", "json"] {
        let said = server
            .run(&["show", "00000000-0000-0000-0000-000000000000", "-o", format])
            .failed(1);
        assert!(said.starts_with("backup-catalog: "), "{said}");
    }
    let said = server.run(&["show", "5"]).failed(2);
    assert!(said.contains("invalid value '5' for '<GUID>'"), "{said}");
}
