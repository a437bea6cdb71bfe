//! `ingest`.

use crate::RECORDS;
use crate::program::Server;

#[test]
fn a_file_is_taken_and_taken_again_without_a_change() {
    let server = Server::start();
    let file = server.folder.path().join("records.ndjson");
    std::fs::write(&file, RECORDS).unwrap();
    let file = file.to_str().unwrap();
    assert_eq!(
        server.run(&["ingest", file]).ok(),
        "created 3, updated 0, unchanged 0, removed 0, rejected 0\n"
    );
    assert_eq!(
        server.run(&["ingest", file]).ok(),
        "created 0, updated 0, unchanged 3, removed 0, rejected 0\n"
    );
}

#[test]
fn a_body_larger_than_one_piece_arrives_whole() {
    let server = Server::start();
    let record = |number: i64| {
        serde_json::json!({"v": 1, "source": "s", "id": number.to_string(), "entity": {"name": "e"},
            "status": "SUCCESS", "finished": 1_795_000_000_000 + number})
        .to_string()
    };
    let records = (0..1500).map(record).collect::<Vec<_>>().join("\n");
    assert!(records.len() > 100_000);
    let ended = server.pipe(&["ingest", "-"], &records);
    assert_eq!(
        ended.ok(),
        "created 1500, updated 0, unchanged 0, removed 0, rejected 0\n"
    );
}

#[test]
fn a_record_that_cannot_be_taken_is_named_and_loses_nothing_else() {
    let server = Server::start();
    let bad = RECORDS.replacen("\"db01\"", "5", 1);
    let ended = server.pipe(&["ingest", "-"], &bad);
    assert_eq!(
        ended.stdout,
        "created 2, updated 0, unchanged 0, removed 0, rejected 1\n"
    );
    let said = ended.failed(1);
    assert!(
        said.starts_with("line 3: ") && said.contains("`source`"),
        "{said}"
    );
    assert_eq!(
        server
            .run(&["list", "-o", "json"])
            .json()
            .as_array()
            .unwrap()
            .len(),
        2
    );
}

#[test]
fn atomic_is_all_or_nothing() {
    let server = Server::start();
    let bad = RECORDS.replacen("\"db01\"", "5", 1);
    let said = server.pipe(&["ingest", "--atomic", "-"], &bad).failed(4);
    assert!(said.contains("Nothing was stored"), "{said}");
    assert_eq!(
        server.run(&["list", "-o", "json"]).json(),
        serde_json::json!([])
    );
}

#[test]
fn strict_refuses_what_is_a_label_otherwise() {
    let server = Server::start();
    let record = r#"{"v":1,"source":"s","entity":{"name":"e"},"exitCode":0,"finished":1795000000000,"colour":"red"}"#;
    let said = server.pipe(&["ingest", "--strict", "-"], record).failed(4);
    assert!(said.contains("colour"), "{said}");
    server.pipe(&["ingest", "-"], record).ok();
}

#[test]
fn an_inventory_that_would_remove_most_needs_to_be_meant() {
    let server = Server::start();
    let inventory = |ids: &[i32]| {
        let backups: Vec<_> = ids
            .iter()
            .map(|id| serde_json::json!({"id": id.to_string(), "repository": "r", "entity": {"name": "e"}, "status": "SUCCESS", "finished": 1_795_000_000_000_i64 + i64::from(*id)}))
            .collect();
        serde_json::json!({"v": 1, "source": "s", "scope": "tool:r", "complete": true, "backups": backups}).to_string()
    };
    server.pipe(&["ingest", "-"], &inventory(&[1, 2, 3])).ok();
    let said = server.pipe(&["ingest", "-"], &inventory(&[3])).failed(4);
    assert!(said.contains("allow-mass-removal"), "{said}");
    assert_eq!(
        server
            .pipe(&["ingest", "--allow-mass-removal", "-"], &inventory(&[3]))
            .ok(),
        "created 0, updated 0, unchanged 1, removed 2, rejected 0\n"
    );
}

#[test]
fn a_file_that_is_not_there_needs_no_server() {
    let server = Server::start();
    let mut command = server.command(&["ingest", "/does/not/exist"]);
    command.env("BACKUP_CATALOG_SERVER", "http://127.0.0.1:1");
    let said = crate::program::Ended::of(&mut command).failed(2);
    assert!(said.contains("cannot read /does/not/exist"), "{said}");
    let said = server.run(&["ingest", "/"]).failed(2);
    assert!(said.contains("it is a folder"), "{said}");
}
