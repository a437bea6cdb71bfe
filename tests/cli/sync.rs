//! `sync`: two real servers, one of which has a made-up fleet.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;
use std::time::{Duration, Instant};

use backup_catalog::demo::Fleet;
use serde_json::Value;

use crate::program::{Ended, PASSWORD, Server};

/// A server with a fleet of some thousand backups, in which all happens that does in the demo's.
fn fleet() -> Server {
    let server = Server::start();
    let fleet = Fleet {
        entities: 120,
        days: 45,
        ..Fleet::demo(jiff::Timestamp::now().as_millisecond())
    };
    let mut records = Vec::new();
    assert!(fleet.write(&mut records).unwrap() > 4_000);
    let records = String::from_utf8(records).unwrap();
    server.pipe(&["ingest", "-"], &records).ok();
    server
}

/// A mirror of one server in another.
fn sync(from: &Server, to: &Server, arguments: &[&str]) -> Command {
    let mut command = to.command(&["sync", &from.url, "--source", "fleet"]);
    command
        .args(arguments)
        .env("BACKUP_CATALOG_FROM_PASSWORD", PASSWORD)
        .env("XDG_STATE_HOME", to.folder.path());
    command
}

fn done(command: &mut Command) -> BTreeMap<String, i64> {
    let said = Ended::of(command).ok();
    said.trim()
        .split(", ")
        .map(|part| {
            let (name, count) = part.split_once(' ').unwrap();
            (name.to_owned(), count.parse().unwrap())
        })
        .collect()
}

fn state(server: &Server) -> Option<Value> {
    let file = server.folder.path().join("backup-catalog/sync-fleet.json");
    let text = std::fs::read(file).ok()?;
    Some(serde_json::from_slice(&text).unwrap())
}

/// What a server says of its backups, without what names the source: all sums, the oldest and the newest.
fn seen(server: &Server) -> (Value, Vec<Value>) {
    let sums = server.run(&["api", "GET", "/backups/aggregated-statistics"]);
    let mut rows = Vec::new();
    for direction in ["asc", "desc"] {
        let path = format!("/backups?size=1000&orderBy=snapshotTime&direction={direction}");
        let some = server.run(&["api", "GET", &path]).json();
        rows.extend(some.as_array().unwrap().clone());
    }
    for row in &mut rows {
        let row = row.as_object_mut().unwrap();
        // On what an entity lives the API does not say, and an acknowledgement is a person's.
        row.remove("sourceNameAndGuid");
        row.remove("warningsAcknowledged");
        // An origin is known by its name.
        if let Some(origin) = row.get_mut("originEntity") {
            origin.as_object_mut().unwrap().remove("guid");
        }
    }
    (sums.json(), rows)
}

#[track_caller]
fn same(from: &Server, to: &Server) {
    let ((statistics, rows), (mirrored, copies)) = (seen(from), seen(to));
    assert_eq!(mirrored, statistics);
    assert_eq!(copies.len(), rows.len());
    for (copy, row) in copies.iter().zip(&rows) {
        assert_eq!(copy, row);
    }
}

#[test]
fn a_mirror_that_was_interrupted_goes_on_and_then_takes_what_is_new() {
    let (from, to) = (fleet(), Server::start());
    // Killed in the middle.
    let mut child = sync(&from, &to, &["--page-size", "20"]).spawn().unwrap();
    let begin = Instant::now();
    let mut met = BTreeSet::new();
    while met.len() < 4 {
        assert!(begin.elapsed() < Duration::from_mins(1));
        met.extend(state(&to).and_then(|state| state["newest"].as_i64()));
        std::thread::yield_now();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let half = state(&to).unwrap();
    assert_eq!(half["finished"], false);
    let sums = seen(&from).0;
    let sums = sums.as_array().unwrap().iter();
    let all: i64 = sums.map(|sum| sum["count"].as_i64().unwrap()).sum();

    let rest = done(&mut sync(&from, &to, &[]));
    assert_eq!(rest["rejected"], 0);
    assert!(rest["created"] > 0 && rest["created"] < all, "{rest:?}");
    assert!(rest["read"] < all, "it began where it broke off: {rest:?}");
    same(&from, &to);

    // What is edited here stays, and only the last day is read again.
    let guid = seen(&to).1[0]["guid"].clone();
    let guid = guid.as_str().unwrap();
    let path = format!("/backups/{guid}/description");
    to.run(&["api", "PUT", &path, "--data", r#"{"value":"ours"}"#])
        .ok();
    let again = done(&mut sync(&from, &to, &[]));
    assert_eq!((again["created"], again["updated"]), (0, 0), "{again:?}");
    assert!(again["read"] < all / 2, "{again:?}");

    // A run begins there, and then it ends.
    let open = || state(&to).unwrap()["open"].as_object().unwrap().len();
    let under_way = open();
    let report = |status: &str, more: &str| {
        let now = jiff::Timestamp::now().as_millisecond();
        let record = format!(
            r#"{{"v":1,"source":"x","run":"r","entity":{{"name":"new"}},"status":"{status}","started":{}{more}}}"#,
            now - 60_000
        );
        from.pipe(&["ingest", "-"], &record).ok();
    };
    report("INPROGRESS", "");
    assert_eq!(done(&mut sync(&from, &to, &[]))["created"], 1);
    assert_eq!(open(), under_way + 1);
    report("SUCCESS", r#","size":77"#);
    let ended = done(&mut sync(&from, &to, &[]));
    // Once: where it began has moved, and it is the same run all the same.
    assert_eq!(
        (&ended["created"], &ended["updated"]),
        (&0.into(), &1.into()),
        "{ended:?}"
    );
    let rows = to.run(&[
        "api",
        "GET",
        "/backups?nameLike=new&orderBy=snapshotTime&direction=desc&size=1",
    ]);
    let row = rows.json()[0].clone();
    assert_eq!(
        (&row["status"]["name"], &row["size"]),
        (&"SUCCESS".into(), &77.into())
    );
    assert_eq!(open(), under_way);
    let described = to.run(&["api", "GET", &format!("/backups/{guid}")]).json();
    assert_eq!(described["description"], "ours");
    to.run(&["api", "PUT", &path, "--data", r#"{"value":""}"#])
        .ok();
}

#[test]
fn a_complete_pass_finds_what_is_gone_and_a_wrong_server_removes_nothing() {
    let (from, to) = (Server::start(), Server::start());
    let record = |id: u8, status: &str| {
        format!(
            r#"{{"v":1,"source":"x","id":"{id}","entity":{{"name":"e"}},"status":"{status}","started":"2026-11-0{id}T00:00:00Z","size":5,"destination":"d"}}"#
        )
    };
    let records = [
        record(1, "SUCCESS"),
        record(2, "FAILED"),
        record(3, "SUCCESS"),
        record(4, "PARTIAL_SUCCESS"),
    ];
    from.pipe(&["ingest", "-"], &records.join("\n")).ok();
    assert_eq!(
        done(&mut sync(&from, &to, &["--page-size", "1"]))["created"],
        4
    );
    // Two are not there any more: there is no such operation, so the file is changed.
    let file = rusqlite::Connection::open(from.folder.path().join("catalog.db")).unwrap();
    file.execute_batch(
        "DELETE FROM locations WHERE backup_id IN (SELECT id FROM backups WHERE native_id IN ('1', '2'));
         DELETE FROM backups WHERE native_id IN ('1', '2')",
    )
    .unwrap();
    drop(file);
    let usual = done(&mut sync(&from, &to, &[]));
    assert_eq!(usual["removed"], 0);
    let complete = done(&mut sync(&from, &to, &["--complete"]));
    assert_eq!(
        (complete["removed"], complete["rejected"]),
        (1, 0),
        "{complete:?}"
    );
    let statuses = |server: &Server| {
        let rows = server.run(&["list", "-o", "json"]).json();
        let rows = rows.as_array().unwrap().clone();
        let mut all: Vec<String> = rows
            .iter()
            .map(|row| row["status"]["name"].as_str().unwrap().to_owned())
            .collect();
        all.sort();
        all
    };
    let kept = ["FAILED", "PARTIAL_SUCCESS", "SUCCESS", "SUCCESS_REMOVED"];
    assert_eq!(statuses(&to), kept);
    // Another server, or a user who sees nothing.
    let empty = Server::start();
    let said = Ended::of(&mut sync(&empty, &to, &["--complete"])).failed(2);
    assert!(said.contains("name another file with --state"), "{said}");
    let elsewhere = to.folder.path().join("other.json");
    let arguments = ["--complete", "--state", elsewhere.to_str().unwrap()];
    let said = Ended::of(&mut sync(&empty, &to, &arguments)).failed(4);
    assert!(said.contains("--allow-mass-removal"), "{said}");
    assert_eq!(statuses(&to), kept);
}

#[test]
fn a_server_that_is_not_there_or_does_not_know_the_password_is_said() {
    let to = Server::start();
    let mut command = to.command(&["sync", "http://127.0.0.1:1"]);
    let said = Ended::of(command.env("BACKUP_CATALOG_FROM_PASSWORD", "x")).failed(3);
    assert!(said.contains("127.0.0.1:1"), "{said}");
    let from = Server::start();
    let mut command = sync(&from, &to, &[]);
    let said = Ended::of(command.env("BACKUP_CATALOG_FROM_PASSWORD", "s3cret")).failed(3);
    assert!(
        said.contains(from.address()) && !said.contains("s3cret"),
        "{said}"
    );
}
