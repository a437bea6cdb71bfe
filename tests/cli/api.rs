//! `api`: any operation.

use crate::filled;
use crate::program::Ended;

#[test]
fn the_answer_comes_as_it_is() {
    let server = filled();
    let rows = server.run(&["api", "get", "/backups?size=1"]).json();
    assert_eq!(rows.as_array().unwrap().len(), 1);
    let same = server.run(&["api", "GET", "/api/backups?size=1"]).json();
    assert_eq!(same, rows);
    let text = server
        .run(&["api", "GET", "backups?size=1", "--include"])
        .ok();
    let (head, body) = text.split_once("\n\n").unwrap();
    assert!(head.starts_with("HTTP 200 OK\n"), "{head}");
    assert!(head.contains("x-total-count: 3"), "{head}");
    assert_eq!(
        serde_json::from_str::<serde_json::Value>(body).unwrap(),
        rows
    );
}

#[test]
fn a_body_may_be_an_argument_a_file_or_standard_input() {
    let server = filled();
    let file = server.folder.path().join("records");
    std::fs::write(&file, crate::RECORDS).unwrap();
    let file = format!("@{}", file.display());
    let ndjson = ["--type", "application/x-ndjson", "--data"];
    let ingest = |data| [&["api", "POST", "/catalog/ingest"], &ndjson[..], &[data]].concat();
    assert_eq!(server.run(&ingest(&file)).json()["unchanged"], 3);
    assert_eq!(
        server.pipe(&ingest("@-"), crate::RECORDS).json()["unchanged"],
        3
    );
    assert_eq!(server.run(&ingest(crate::RECORDS)).json()["unchanged"], 3);
    let said = server.run(&ingest("@/none")).failed(2);
    assert!(said.contains("cannot read the body"), "{said}");
}

#[test]
fn a_refusal_is_a_sentence_and_an_exit_code() {
    let server = filled();
    let call = |method, path| server.run(&["api", method, path]);
    assert!(
        call("GET", "/nowhere")
            .failed(1)
            .contains("There is nothing at")
    );
    assert!(call("GET", "/backups?size=0").failed(2).contains("size"));
    assert!(call("PUT", "/catalog/ingest").failed(3).contains("PUT"));
    call("NO METHOD", "/backups").failed(2);
    let mut wrong = server.command(&["api", "GET", "/backups"]);
    Ended::of(wrong.env("BACKUP_CATALOG_PASSWORD", "wrong")).failed(3);
}
