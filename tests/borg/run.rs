//! Runs of borg that are watched, and the import that meets them.

use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

use crate::program::{Ended, Server, unprivileged};
use crate::repository::{Repository, counts};

fn watched(repository: &Repository, server: &Server, borg: &[&str]) -> Command {
    let fixed = [
        "run", "--source", "nas", "--policy", "nightly", "--", "borg", "create",
    ];
    let mut command = server.command(&[&fixed[..], borg].concat());
    repository.environment(&mut command);
    command.env("TZ", "America/New_York");
    command
}

#[test]
fn a_run_and_what_the_import_lists_of_it_are_one_backup() {
    let server = Server::start();
    let repository = Repository::create();
    std::fs::write(repository.data().join("file"), "one").unwrap();
    let data = repository.data();
    let arguments = [
        "--json",
        "--log-json",
        "::{hostname}-etc-{now}",
        data.to_str().unwrap(),
    ];
    let ended = Ended::of(&mut watched(&repository, &server, &arguments));
    assert_eq!((ended.code, ended.stderr.as_str()), (0, ""), "{ended:?}");
    let [run] = &server.backups()[..] else {
        panic!()
    };
    assert_eq!(run["status"]["name"], "SUCCESS");
    assert_eq!(repository.import(&server, &[]).ok(), counts(0, 1, 0, 0));
    assert_eq!(repository.import(&server, &[]).ok(), counts(0, 0, 1, 0));
    let [met] = &server.backups()[..] else {
        panic!()
    };
    assert_eq!(met["guid"], run["guid"]);
    assert_eq!(met["size"], 3, "borg create counts more than the files");
    assert_eq!(met["nativeId"], repository.ids()[0].as_str());
    assert_eq!(met["protectedEntity"], run["protectedEntity"]);
    assert_eq!(
        met["backupLocations"][0]["backupDestination"],
        run["backupLocations"][0]["backupDestination"]
    );
}

#[test]
fn a_file_that_cannot_be_read_makes_it_partial_and_the_import_keeps_that() {
    let server = Server::start();
    let repository = Repository::create();
    std::fs::write(repository.data().join("file"), "one").unwrap();
    let secret = repository.data().join("secret");
    std::fs::write(&secret, "two").unwrap();
    std::fs::set_permissions(&secret, std::fs::Permissions::from_mode(0o000)).unwrap();
    let data = repository.data();
    let command = watched(
        &repository,
        &server,
        &[
            "--json",
            "--log-json",
            "::etc-{now}",
            data.to_str().unwrap(),
        ],
    );
    Ended::of(&mut unprivileged(&command)).failed(1);
    for _ in 0..2 {
        let [backup] = &server.backups()[..] else {
            panic!()
        };
        assert_eq!(backup["status"]["name"], "PARTIAL_SUCCESS");
        let warnings = backup["warnings"].to_string();
        assert!(
            warnings.contains("secret") && warnings.contains("Permission denied"),
            "{warnings}"
        );
        repository.import(&server, &[]).ok();
    }
}

#[test]
fn a_run_that_fails_is_a_record_of_its_own_of_the_same_entity() {
    let server = Server::start();
    let repository = Repository::create();
    std::fs::write(repository.data().join("file"), "one").unwrap();
    let data = repository.data();
    let arguments = [
        "--json",
        "--log-json",
        "::{hostname}-etc-{now}",
        data.to_str().unwrap(),
    ];
    Ended::of(&mut watched(&repository, &server, &arguments)).ok();
    let mut command = watched(&repository, &server, &arguments);
    Ended::of(command.env("BORG_PASSPHRASE", "wrong")).failed(2);
    let found = server.backups();
    assert_eq!(found[0]["status"]["name"], "FAILED");
    let info = found[0]["statusInfo"].as_str().unwrap();
    assert!(info.to_lowercase().contains("passphrase"), "{info}");
    assert_eq!(found[0]["protectedEntity"], found[1]["protectedEntity"]);
    assert_eq!(repository.import(&server, &[]).ok(), counts(0, 1, 0, 0));
}
