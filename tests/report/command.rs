//! `backup-catalog report`.

use crate::program::Server;

const RECORDS: &str = r#"{"v":1,"source":"web01","id":"1","entity":{"name":"web01:/srv"},"policy":"nightly","status":"SUCCESS","finished":"2026-01-02T01:00:00Z","size":7502820}
{"v":1,"source":"web01","id":"2","entity":{"name":"web01:/srv"},"policy":"nightly","status":"FAILED","finished":"2026-01-03T01:00:00Z"}
"#;

#[test]
fn it_is_made_by_the_server_for_who_asks() {
    let server = Server::start();
    server.pipe(&["ingest", "-"], RECORDS).ok();
    let period = ["report", "--from", "2026-01-01", "--to", "2026-01-31"];
    let run = |more: &[&str]| server.run(&[&period, more].concat());
    let report = run(&["--format", "json"]).json();
    let entity = &report["policies"][0]["entities"][0];
    assert_eq!(
        (&entity["name"], &entity["runs"]),
        (&"web01:/srv".into(), &2.into())
    );
    assert_eq!(entity["successRate"], 0.5);
    assert!(run(&[]).ok().starts_with("<!DOCTYPE html>"));
    assert!(
        run(&["--format", "csv"])
            .ok()
            .contains("nightly,web01:/srv,")
    );
    let said = server
        .run(&["report", "--from", "2026-02-01", "--to", "2026-01-01"])
        .failed(2);
    assert!(said.contains("ends before it begins"), "{said}");
    let said = server.run(&["report", "--format", "pdf"]).failed(2);
    assert!(said.contains("html, csv, json"), "{said}");
}
