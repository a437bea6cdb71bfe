//! `import restic` where restic is a script, or is not there. The real one is in `tests/restic`.

use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

use crate::program::{Ended, Server};

const ID: &str = "5d3a7ce52be621015735dfcb0f1c36e4bfd2c0da83c310f83ed476c5fc432ab3";

fn sample(name: &str) -> String {
    let path = format!(
        "{}/tests/sources/samples/restic-0.14.0/{name}",
        env!("CARGO_MANIFEST_DIR")
    );
    std::fs::read_to_string(path).unwrap()
}

/// An import with a `restic` that runs this script.
fn import(server: &Server, script: &str, arguments: &[&str]) -> Command {
    let folder = server.folder.path().join("bin");
    std::fs::create_dir_all(&folder).unwrap();
    let restic = folder.join("restic");
    std::fs::write(&restic, format!("#!/bin/sh\n{script}\n")).unwrap();
    std::fs::set_permissions(&restic, std::fs::Permissions::from_mode(0o755)).unwrap();
    let mut command =
        server.command(&[&["import", "restic", "--source", "nas"], arguments].concat());
    command.env("PATH", format!("{}:/usr/bin:/bin", folder.display()));
    command
}

/// A script that answers with the samples; `$*` is checked by `exact`.
fn answering(snapshots: &str) -> String {
    let samples = format!(
        "{}/tests/sources/samples/restic-0.14.0",
        env!("CARGO_MANIFEST_DIR")
    );
    format!(
        "case \"$*\" in
'cat config --no-lock') cat '{samples}/cat-config.json';;
'snapshots --json --no-lock') {snapshots};;
*) echo \"unexpected: $*\" >&2; exit 9;;
esac"
    )
    .replace("SAMPLES", &samples)
}

fn count(server: &Server) -> usize {
    server
        .run(&["list", "-o", "json"])
        .json()
        .as_array()
        .unwrap()
        .len()
}

#[test]
fn restic_runs_with_the_environment_of_the_caller() {
    let server = Server::start();
    let script = answering("test \"$RESTIC_PASSWORD\" = secret && cat SAMPLES/snapshots.json");
    let mut command = import(&server, &script, &[]);
    command
        .env("RESTIC_PASSWORD", "secret")
        .env("RESTIC_REPOSITORY", "rest:https://me:s3cret@nas:8000/web");
    let said = Ended::of(&mut command).ok();
    assert_eq!(
        said,
        "created 4, updated 0, unchanged 0, removed 0, rejected 0\n"
    );
    let rows = server.run(&["list", "-o", "json"]).json();
    assert_eq!(
        rows[0]["backupLocations"][0]["backupDestination"]["name"],
        "rest:https://nas:8000/web"
    );
    assert!(!rows.to_string().contains("s3cret"));
    assert_eq!(
        Ended::of(&mut command).ok(),
        "created 0, updated 0, unchanged 4, removed 0, rejected 0\n"
    );
}

#[test]
fn a_restic_that_fails_imports_nothing_even_if_it_printed_a_list() {
    let server = Server::start();
    let script =
        answering("cat SAMPLES/snapshots.json; echo 'unable to open repository' >&2; exit 1");
    let said = Ended::of(&mut import(&server, &script, &[])).failed(3);
    assert!(
        said.contains("unable to open repository"),
        "restic's own message is shown: {said}"
    );
    assert!(
        said.contains("`restic snapshots --json --no-lock` failed (exit status: 1)"),
        "{said}"
    );
    assert_eq!(count(&server), 0);
}

#[test]
fn damaged_output_imports_nothing_and_says_where() {
    let server = Server::start();
    let script = answering("head -c 1000 SAMPLES/snapshots.json");
    let said = Ended::of(&mut import(&server, &script, &[])).failed(4);
    assert!(said.contains("damaged at line 1, column 1000"), "{said}");
    assert_eq!(count(&server), 0);
}

#[test]
fn an_unreadable_snapshot_is_named_and_removes_nothing() {
    let server = Server::start();
    Ended::of(&mut import(
        &server,
        &answering("cat SAMPLES/snapshots.json"),
        &[],
    ))
    .ok();
    // The first snapshot's id is broken: it is absent from what can be read, yet it is there.
    let script = answering("sed s/6baa04e869cb/6baa04e869c/ SAMPLES/snapshots.json");
    let ended = Ended::of(&mut import(&server, &script, &[]));
    assert_eq!(
        ended.stdout,
        "created 0, updated 0, unchanged 3, removed 0, rejected 0\n"
    );
    let said = ended.failed(1);
    assert!(said.contains("left out entry 1 (6baa04e869c"), "{said}");
}

#[test]
fn a_missing_restic_is_named_with_its_remedy() {
    let server = Server::start();
    let mut command = server.command(&["import", "restic", "--source", "nas"]);
    command.env("PATH", server.folder.path());
    let said = Ended::of(&mut command).failed(3);
    assert!(said.contains("apt-get install restic"), "{said}");
}

#[test]
fn standard_input_needs_the_id_and_removes_only_if_it_is_complete() {
    let server = Server::start();
    let base = ["import", "restic", "--stdin", "--source", "nas"];
    let with = |more: &[&str], name: &str| server.pipe(&[&base[..], more].concat(), &sample(name));
    let said = with(&[], "snapshots.json").failed(2);
    assert!(said.contains("--repository <ID>"), "{said}");
    let id = ["--repository", ID];
    assert_eq!(
        with(&id, "snapshots.json").ok(),
        "created 4, updated 0, unchanged 0, removed 0, rejected 0\n"
    );
    assert_eq!(
        with(&id, "snapshots-after-forget.json").ok(),
        "created 0, updated 0, unchanged 3, removed 0, rejected 0\n"
    );
    assert_eq!(
        with(
            &["--repository", ID, "--complete"],
            "snapshots-after-forget.json"
        )
        .ok(),
        "created 0, updated 0, unchanged 3, removed 1, rejected 0\n"
    );
    let gone = server
        .run(&["list", "-o", "json", "--status", "SUCCESS_REMOVED"])
        .json();
    assert_eq!(gone.as_array().unwrap().len(), 1);
}

#[test]
fn a_dry_run_prints_the_inventory_and_asks_no_server() {
    let server = Server::start();
    let mut command = import(
        &server,
        &answering("cat SAMPLES/snapshots.json"),
        &["--dry-run"],
    );
    command
        .env("BACKUP_CATALOG_SERVER", "http://127.0.0.1:1")
        .env_remove("BACKUP_CATALOG_PASSWORD");
    let printed = Ended::of(&mut command).ok();
    let envelope: serde_json::Value = serde_json::from_str(&printed).unwrap();
    assert_eq!(envelope["scope"], format!("restic:{ID}"));
    assert_eq!(envelope["complete"], true);
    assert_eq!(envelope["backups"].as_array().unwrap().len(), 4);
    assert_eq!(count(&server), 0);
    // What it prints is what `ingest` takes.
    assert_eq!(
        server.pipe(&["ingest", "-"], &printed).ok(),
        "created 4, updated 0, unchanged 0, removed 0, rejected 0\n"
    );
}

#[test]
fn an_emptied_repository_needs_to_be_meant() {
    let server = Server::start();
    Ended::of(&mut import(
        &server,
        &answering("cat SAMPLES/snapshots.json"),
        &[],
    ))
    .ok();
    let said = Ended::of(&mut import(&server, &answering("echo '[]'"), &[])).failed(4);
    assert!(said.contains("allow-mass-removal"), "{said}");
    let mut meant = import(&server, &answering("echo '[]'"), &["--allow-mass-removal"]);
    assert_eq!(
        Ended::of(&mut meant).ok(),
        "created 0, updated 0, unchanged 0, removed 4, rejected 0\n"
    );
}
