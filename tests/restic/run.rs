//! Runs of restic that are watched, and the import that meets them.

use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

use serde_json::Value;

use crate::program::{Ended, Server, unprivileged};
use crate::repository::{Repository, counts};

/// `run` with a command of restic's, as source `nas` to destination `offsite`.
fn watched(repository: &Repository, server: &Server, flags: &[&str], restic: &[&str]) -> Command {
    let fixed = [
        "run",
        "--source",
        "nas",
        "--destination",
        "offsite",
        "--policy",
        "nightly",
    ];
    let mut command = server.command(&[&fixed[..], flags, &["--", "restic"], restic].concat());
    repository.environment(&mut command);
    command
}

#[test]
fn a_run_and_what_the_import_lists_of_it_are_one_backup() {
    let server = Server::start();
    let repository = Repository::create();
    std::fs::write(repository.data().join("a"), "one").unwrap();
    let data = repository.data();
    let data = data.to_str().unwrap();
    let ended = Ended::of(&mut watched(
        &repository,
        &server,
        &[],
        &["backup", "--json", data],
    ));
    assert_eq!((ended.code, ended.stderr.as_str()), (0, ""), "{ended:?}");
    let summary = ended.stdout.lines().last().unwrap();
    assert!(
        summary.contains("\"message_type\":\"summary\""),
        "{summary}"
    );
    let [run] = &server.backups()[..] else {
        panic!()
    };
    assert_eq!(run["status"]["name"], "SUCCESS");
    assert_eq!(run["size"], 3);

    assert_eq!(repository.import(&server, &[]).ok(), counts(0, 1, 0, 0));
    assert_eq!(repository.import(&server, &[]).ok(), counts(0, 0, 1, 0));
    let [met] = &server.backups()[..] else {
        panic!()
    };
    assert_eq!(met["guid"], run["guid"]);
    assert_eq!(met["nativeId"], repository.snapshots()[0].id);
    assert_eq!(
        met["protectedEntity"], run["protectedEntity"],
        "the guess was right"
    );
    assert_eq!(
        (&met["size"], &met["backupTime"]),
        (&run["size"], &run["backupTime"])
    );
}

#[test]
fn without_json_and_with_its_own_flags_it_is_the_same() {
    let server = Server::start();
    let repository = Repository::create();
    std::fs::write(repository.data().join("a"), "one").unwrap();
    let address = repository.address();
    let arguments = [
        "-r",
        address.to_str().unwrap(),
        "backup",
        "--host",
        "web01",
        "data",
    ];
    let mut command = watched(&repository, &server, &[], &arguments);
    command
        .env_remove("RESTIC_REPOSITORY")
        .current_dir(repository.data().parent().unwrap());
    let ended = Ended::of(&mut command);
    assert!(ended.stdout.contains("saved"), "{ended:?}");
    assert_eq!(repository.import(&server, &[]).ok(), counts(0, 1, 0, 0));
    assert_eq!(server.backups().len(), 1);
}

#[test]
fn a_file_that_cannot_be_read_makes_it_partial_and_the_import_keeps_that() {
    let server = Server::start();
    let repository = Repository::create();
    std::fs::write(repository.data().join("a"), "one").unwrap();
    let secret = repository.data().join("secret");
    std::fs::write(&secret, "two").unwrap();
    std::fs::set_permissions(&secret, std::fs::Permissions::from_mode(0o000)).unwrap();
    let data = repository.data();
    let mut command = watched(
        &repository,
        &server,
        &[],
        &["backup", "--json", data.to_str().unwrap()],
    );
    let said = Ended::of(&mut unprivileged(&command)).failed(3);
    assert!(
        said.contains("\"message_type\":\"error\""),
        "passed through: {said}"
    );
    for _ in 0..2 {
        let [backup] = &server.backups()[..] else {
            panic!()
        };
        assert_eq!(backup["status"]["name"], "PARTIAL_SUCCESS");
        let warnings = backup["warnings"].as_array().unwrap();
        assert_eq!(warnings.len(), 1, "{warnings:?}");
        assert!(
            warnings[0].as_str().unwrap().contains("secret"),
            "{warnings:?}"
        );
        repository.import(&server, &[]).ok();
    }
    // The next one, which reads it again, is a success beside it.
    std::fs::remove_file(&secret).unwrap();
    command = watched(
        &repository,
        &server,
        &[],
        &["backup", "--json", data.to_str().unwrap()],
    );
    Ended::of(&mut command).ok();
    assert_eq!(repository.import(&server, &[]).ok(), counts(0, 1, 1, 0));
}

#[test]
fn a_run_that_fails_is_a_record_of_its_own_of_the_same_entity() {
    let server = Server::start();
    let repository = Repository::create();
    let data = repository.data();
    let arguments = ["backup", "--json", data.to_str().unwrap()];
    std::fs::write(data.join("a"), "one").unwrap();
    Ended::of(&mut watched(&repository, &server, &[], &arguments)).ok();
    let mut command = watched(&repository, &server, &[], &arguments);
    Ended::of(command.env("RESTIC_PASSWORD", "wrong")).failed(1);
    let found = server.backups();
    assert_eq!(found[0]["status"]["name"], "FAILED");
    let info = found[0]["statusInfo"].as_str().unwrap();
    assert!(info.contains("wrong password"), "{info}");
    assert_eq!(found[0]["protectedEntity"], found[1]["protectedEntity"]);
    assert_eq!(repository.import(&server, &[]).ok(), counts(0, 1, 0, 0));
    assert_eq!(server.backups().len(), 2);
}

#[test]
fn then_import_brings_what_was_forgotten_in_the_same_minute() {
    let server = Server::start();
    let repository = Repository::create();
    let data = repository.data();
    let arguments = ["backup", "--json", data.to_str().unwrap()];
    for text in ["one", "two"] {
        std::fs::write(data.join("a"), text).unwrap();
        Ended::of(&mut watched(
            &repository,
            &server,
            &["--then-import"],
            &arguments,
        ))
        .ok();
    }
    repository.restic(&["forget", "--keep-last", "1", "--prune"]);
    std::fs::write(data.join("a"), "three").unwrap();
    let ended = Ended::of(&mut watched(
        &repository,
        &server,
        &["--then-import"],
        &arguments,
    ));
    assert_eq!(ended.stderr, "", "{ended:?}");
    let statuses: Vec<Value> = server
        .backups()
        .iter()
        .map(|backup| backup["status"]["name"].clone())
        .collect();
    assert_eq!(statuses, ["SUCCESS", "SUCCESS", "SUCCESS_REMOVED"]);
}

#[test]
fn a_run_that_could_not_be_reported_meets_its_backup_later() {
    let server = Server::start();
    let repository = Repository::create();
    let data = repository.data();
    std::fs::write(data.join("a"), "one").unwrap();
    let mut command = watched(
        &repository,
        &server,
        &[],
        &["backup", "--json", data.to_str().unwrap()],
    );
    let ended = Ended::of(command.env("BACKUP_CATALOG_SERVER", "http://127.0.0.1:1"));
    assert_eq!(ended.code, 0, "{ended:?}");
    // The list is there first.
    assert_eq!(repository.import(&server, &[]).ok(), counts(1, 0, 0, 0));
    assert_eq!(server.run(&["flush"]).ok(), "sent 1, refused 0\n");
    let [met] = &server.backups()[..] else {
        panic!()
    };
    assert_eq!(met["status"]["name"], "SUCCESS");
    assert_eq!(met["size"], 3);
    assert_eq!(repository.import(&server, &[]).ok(), counts(0, 0, 1, 0));
}
