//! The program, run as a person runs it.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod about;
mod access;
mod api;
mod check;
mod config;
mod connection;
mod copy;
#[cfg(unix)]
mod curl;
mod docs;
#[cfg(unix)]
mod duplicity;
mod formats;
mod help;
#[cfg(unix)]
mod import;
mod import_piped;
mod ingest;
#[cfg(unix)]
mod lifecycle;
mod list;
mod named;
mod overdue;
#[cfg(unix)]
mod pages;
#[cfg(unix)]
mod profile;
#[path = "../support/program.rs"]
mod program;
mod prune;
mod raw;
#[cfg(unix)]
mod rclone;
#[cfg(unix)]
mod run;
mod serve;
mod show;
#[cfg(unix)]
mod spool;
mod sync;
#[cfg(unix)]
mod then_import;
mod tls;
#[cfg(unix)]
mod traces;

use program::Server;

/// Three backups of two entities: a FULL, its failed successor, and one with a warning.
const RECORDS: &str = r#"{"v":1,"source":"web01","repository":"r","id":"1","entity":{"name":"web01:/srv"},"destination":"offsite","policy":"nightly","status":"SUCCESS","started":"2026-11-21T01:00:00Z","finished":"2026-11-21T01:02:05Z","size":7502820}
{"v":1,"source":"web01","repository":"r","id":"2","entity":{"name":"web01:/srv"},"destination":"offsite","status":"FAILED","statusInfo":"disk full","parent":"1","started":"2026-11-22T01:00:00Z","finished":"2026-11-22T01:00:01Z"}
{"v":1,"source":"db01","repository":"r","id":"3","entity":{"type":"APP","name":"orders"},"destination":"vault","status":"PARTIAL_SUCCESS","started":"2026-11-23T01:00:00Z","finished":"2026-11-23T02:10:00Z","size":5368709120,"warnings":["one table was locked"],"labels":{"shift":"night"}}
"#;

/// A server that holds [`RECORDS`].
fn filled() -> Server {
    let server = Server::start();
    let said = server.pipe(&["ingest", "-"], RECORDS).ok();
    assert_eq!(
        said,
        "created 3, updated 0, unchanged 0, removed 0, rejected 0\n"
    );
    server
}

/// The column with this header, of each row.
fn column(table: &str, header: &str) -> Vec<String> {
    let mut lines = table.lines();
    let head = lines.next().unwrap();
    let start = head
        .find(header)
        .unwrap_or_else(|| panic!("no {header} in {head}"));
    let end = head[start..]
        .find("  ")
        .map_or(usize::MAX, |length| start + length);
    lines
        .map(|line| {
            // A left-aligned column may be wider than its header: it ends at two blanks.
            let rest = line.get(start..).unwrap_or_default();
            let wide = rest.find("  ").map_or(line.len(), |length| start + length);
            line.get(start..wide.max(end.min(line.len())))
                .unwrap_or_default()
                .trim()
                .to_owned()
        })
        .collect()
}
