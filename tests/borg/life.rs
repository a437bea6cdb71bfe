//! A repository over its life: archives come, are renamed, are pruned.

use backup_catalog::client::Session;
use serde_json::json;

use crate::program::{PASSWORD, Server, hostname};
use crate::repository::{FIRST, Repository, counts};

#[test]
fn archives_come_and_are_pruned() {
    let server = Server::start();
    let repository = Repository::create();
    let first = repository.back_up(0, "one");
    let second = repository.back_up(1, "two, longer");
    assert_eq!(
        repository
            .import(&server, &["--destination", "offsite"])
            .ok(),
        counts(2, 0, 0, 0)
    );
    let before = server.backups();
    let [young, old] = &before[..] else { panic!() };
    let host = hostname();
    for (backup, id, kind, minute, size) in [
        (old, &first, "FULL", 0, 3),
        (young, &second, "INCREMENTAL", 1, 11),
    ] {
        assert_eq!(backup["nativeId"], id.as_str());
        assert_eq!(backup["type"]["name"], kind);
        assert_eq!(backup["status"]["name"], "SUCCESS");
        assert_eq!(backup["snapshotTime"], FIRST + minute * 60_000);
        assert_eq!(backup["size"], size);
        assert_eq!(backup["protectedEntity"]["name"], format!("{host}:etc"));
        assert_eq!(backup["node"]["name"], host);
        assert_eq!(backup["backupPolicy"]["name"], "nightly");
        let destination = &backup["backupLocations"][0]["backupDestination"]["name"];
        assert_eq!(*destination, "offsite");
        assert_eq!(backup["source"]["name"], "nas");
    }
    assert_eq!(
        repository
            .import(&server, &["--destination", "offsite"])
            .ok(),
        counts(0, 0, 2, 0)
    );
    assert_eq!(server.backups(), before);

    repository.borg(&["prune", "--keep-last", "1"]);
    // The one that is left is the first of its series now.
    assert_eq!(
        repository
            .import(&server, &["--destination", "offsite"])
            .ok(),
        counts(0, 1, 0, 1)
    );
    let after = server.backups();
    assert_eq!(after[0]["status"]["name"], "SUCCESS");
    assert_eq!(after[1]["guid"], old["guid"]);
    assert_eq!(after[1]["status"]["name"], "SUCCESS_REMOVED");
    assert_eq!(after[1]["backupLocations"][0]["status"]["name"], "REMOVED");
    // Without sizes nothing is known anew.
    let plain = ["--destination", "offsite", "--without-sizes"];
    assert_eq!(repository.import(&server, &plain).ok(), counts(0, 0, 1, 0));
}

#[tokio::test]
async fn a_renamed_archive_stays_the_same_backup() {
    let server = Server::start();
    let repository = Repository::create();
    repository.back_up(0, "one");
    let before = repository.back_up(1, "two, longer");
    repository.import(&server, &[]).ok();
    let known = server.backups().swap_remove(0);
    assert_eq!(
        known["backupLocations"][0]["backupDestination"]["name"],
        repository.address().display().to_string()
    );
    let guid = known["guid"].as_str().unwrap();
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

    repository.borg(&["rename", "::etc-2026-11-23T08:01:00", "kept"]);
    let after = repository.ids().pop().unwrap();
    assert_ne!(after, before, "borg gives a renamed archive a new id");
    assert_eq!(repository.import(&server, &[]).ok(), counts(0, 1, 1, 0));
    let backup = server.backups().swap_remove(0);
    assert_eq!(backup["guid"], guid);
    assert_eq!(backup["nativeId"], after);
    assert_eq!(backup["description"], "before the move");
    assert_eq!(backup["warningsAcknowledged"], true);
    assert_eq!(backup["labels"]["archive"], "kept");
    assert_eq!(repository.import(&server, &[]).ok(), counts(0, 0, 2, 0));
}

#[test]
fn a_source_that_was_not_there_is_no_success() {
    let server = Server::start();
    let repository = Repository::create();
    let missing = repository.data().join("missing");
    let ended = repository.create_archive(0, missing.to_str().unwrap());
    assert_eq!(
        ended.status.code(),
        Some(1),
        "borg warns, and stores nothing"
    );
    repository.import(&server, &[]).ok();
    let [backup] = &server.backups()[..] else {
        panic!()
    };
    assert_eq!(backup["status"]["name"], "PARTIAL_SUCCESS");
    assert_eq!(backup["warnings"].as_array().unwrap().len(), 1);
}

#[test]
fn what_a_run_reported_as_partial_stays_partial() {
    let server = Server::start();
    let repository = Repository::create();
    let id = repository.back_up(0, "one");
    let info: serde_json::Value =
        serde_json::from_str(&repository.borg(&["info", "--json"])).unwrap();
    // borg lists an archive that skipped an unreadable file as any other.
    let run = json!({
        "v": 1, "source": "nas", "repository": info["repository"]["id"], "id": id,
        "entity": {"name": format!("{}:etc", hostname())}, "exitCode": 1, "status": "PARTIAL_SUCCESS",
        "started": FIRST, "warnings": ["secret.key: open: Permission denied"],
    });
    assert_eq!(
        server.pipe(&["ingest", "-"], &run.to_string()).ok(),
        counts(1, 0, 0, 0)
    );
    assert_eq!(repository.import(&server, &[]).ok(), counts(0, 1, 0, 0));
    let [backup] = &server.backups()[..] else {
        panic!()
    };
    assert_eq!(backup["status"]["name"], "PARTIAL_SUCCESS");
    assert_eq!(backup["warnings"].as_array().unwrap().len(), 1);
    assert_eq!(backup["size"], 3);
}
