//! A repository over its life: backups come, are tagged, are forgotten.

use backup_catalog::client::Session;
use serde_json::Value;

use crate::program::{PASSWORD, Server};
use crate::repository::{Repository, counts};

fn show(server: &Server, guid: &str) -> Value {
    server.run(&["show", guid, "-o", "json"]).json()
}

/// The guids, newest first.
fn guids(server: &Server) -> Vec<String> {
    let rows = server.run(&["list", "-o", "json"]).json();
    let rows = rows.as_array().unwrap().clone();
    rows.iter()
        .map(|row| row["guid"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn importing_twice_changes_nothing() {
    let server = Server::start();
    let repository = Repository::create();
    repository.back_up("a", "one");
    repository.back_up("a", "two");
    assert_eq!(repository.import(&server, &[]).ok(), counts(2, 0, 0, 0));
    let before = server.run(&["list", "-o", "json"]).json();
    assert_eq!(repository.import(&server, &[]).ok(), counts(0, 0, 2, 0));
    assert_eq!(server.run(&["list", "-o", "json"]).json(), before);
}

#[test]
fn another_catalog_gives_the_same_guids() {
    let repository = Repository::create();
    repository.back_up("a", "one");
    let servers = [Server::start(), Server::start()];
    for server in &servers {
        repository.import(server, &[]).ok();
    }
    assert_eq!(guids(&servers[0]), guids(&servers[1]));
}

#[tokio::test]
async fn a_tagged_snapshot_stays_the_same_backup() {
    let server = Server::start();
    let repository = Repository::create();
    let before = repository.back_up("a", "one");
    repository.import(&server, &[]).ok();
    let [guid] = &guids(&server)[..] else {
        panic!()
    };
    let session = Session::log_in(server.url.parse().unwrap(), "admin", PASSWORD)
        .await
        .unwrap();
    session
        .describe(guid.parse().unwrap(), "before the move")
        .await
        .unwrap();
    session
        .acknowledge(guid.parse().unwrap(), true)
        .await
        .unwrap();

    repository.restic(&["tag", "--add", "keep", "latest"]);
    let after = repository.snapshots().pop().unwrap();
    assert_ne!(
        after.id, before.id,
        "restic gives a tagged snapshot a new id"
    );
    assert_eq!(repository.import(&server, &[]).ok(), counts(0, 1, 0, 0));
    assert_eq!(guids(&server), std::slice::from_ref(guid));
    let backup = show(&server, guid);
    assert_eq!(backup["nativeId"], after.id);
    assert_eq!(backup["description"], "before the move");
    assert_eq!(backup["warningsAcknowledged"], true);
    assert_eq!(backup["labels"]["tags"], "keep,policy:nightly");
    assert_eq!(repository.import(&server, &[]).ok(), counts(0, 0, 1, 0));
}

#[test]
fn a_forgotten_snapshot_is_removed_and_its_child_still_knows_it() {
    let server = Server::start();
    let repository = Repository::create();
    let full = repository.back_up("a", "one");
    let child = repository.back_up("a", "two");
    repository.import(&server, &[]).ok();
    let [young, old] = &guids(&server)[..] else {
        panic!()
    };

    repository.restic(&["forget", "--keep-last", "1", "--prune"]);
    assert_eq!(repository.snapshots().len(), 1);
    assert_eq!(repository.import(&server, &[]).ok(), counts(0, 0, 1, 1));
    let gone = show(&server, old);
    assert_eq!(gone["nativeId"], full.id);
    assert_eq!(gone["status"]["name"], "SUCCESS_REMOVED");
    assert_eq!(gone["backupLocations"][0]["status"]["name"], "REMOVED");
    assert!(
        gone["removedTime"].as_i64().unwrap() >= child.time,
        "{gone}"
    );
    let left = show(&server, young);
    assert_eq!(left["status"]["name"], "SUCCESS");
    assert_eq!(left["parentBackup"]["guid"], old.as_str());

    let removed = server
        .run(&["list", "--status", "SUCCESS_REMOVED", "-o", "json"])
        .json();
    assert_eq!(removed.as_array().unwrap().len(), 1);
    assert_eq!(
        repository.import(&server, &[]).ok(),
        counts(0, 0, 1, 0),
        "it is removed once"
    );
}

#[test]
fn the_default_names_are_those_of_the_machine_and_the_repository() {
    let server = Server::start();
    let repository = Repository::create();
    repository.back_up("a", "one");
    let mut command = repository.importing(&server, &[]);
    // Without --source and --destination.
    let mut plain = server.command(&["import", "restic"]);
    for (name, value) in command.get_envs() {
        plain.env(name, value.unwrap_or_default());
    }
    crate::program::Ended::of(&mut plain).ok();
    let [guid] = &guids(&server)[..] else {
        panic!()
    };
    let backup = show(&server, guid);
    let host = std::process::Command::new("hostname")
        .output()
        .unwrap()
        .stdout;
    assert_eq!(
        backup["source"]["name"],
        String::from_utf8(host).unwrap().trim()
    );
    let destination = &backup["backupLocations"][0]["backupDestination"]["name"];
    assert_eq!(*destination, repository.address().display().to_string());
    command.arg("--dry-run");
    assert_eq!(
        crate::program::Ended::of(&mut command).json()["source"],
        "nas"
    );
}
