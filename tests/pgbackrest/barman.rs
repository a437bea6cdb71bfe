//! The page on Barman, done as it says, with a real Barman.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Stdio;

use crate::postgres::{Cluster, make_data, new_folder, program, run};
use crate::program::{Ended, Server, command_of, commands_of, hostname};
use crate::stanza::{as_user, page_as_user};

const PAGE: &str = "sources/barman.md";

/// A cluster whose changes Barman archives. Barman is at home in its folder.
fn cluster() -> Cluster {
    let folder = new_folder();
    make_data(&folder);
    fs::write(folder.join(".barman.conf"), configuration(&folder)).unwrap();
    let archive = format!(
        "archive_command=cp %p {}/barman/main/incoming/%f",
        folder.display()
    );
    let settings = [
        "fsync=off",
        "archive_mode=on",
        "wal_level=replica",
        &archive,
    ];
    // Before the first change is archived: what fails is tried again a minute later.
    let incoming = folder.join("barman/main/incoming");
    run(as_user("mkdir").arg("-p").arg(incoming));
    let cluster = Cluster::start_in(folder, &settings);
    barman(
        cluster.folder(),
        &["switch-wal", "--force", "--archive", "main"],
    )
    .ok();
    cluster
}

fn barman(folder: &Path, arguments: &[&str]) -> Ended {
    let mut command = as_user("barman");
    command
        .args(arguments)
        .env("HOME", folder)
        .stdin(Stdio::null());
    let output = command.output().unwrap_or_else(|error| {
        panic!(
            "this test runs the real Barman, and it cannot be run ({error}): apt-get install barman"
        )
    });
    output.into()
}

fn configuration(folder: &Path) -> String {
    let user = as_user("id").arg("-un").output().unwrap().stdout;
    let user = String::from_utf8(user).unwrap();
    let folder = folder.display();
    let binaries = program("postgres");
    let binaries = binaries.get_args().last().unwrap_or(binaries.get_program());
    let binaries = Path::new(binaries).parent().unwrap().display();
    format!(
        "[barman]
barman_user = {user}
barman_home = {folder}/barman
barman_lock_directory = {folder}
log_file = {folder}/barman.log

[main]
description = main
conninfo = host={folder} user=catalog dbname=postgres
streaming_conninfo = host={folder} user=catalog dbname=postgres
backup_method = postgres
archiver = on
immediate_checkpoint = true
path_prefix = {binaries}
"
    )
}

#[test]
fn the_page_leads_from_nothing_to_backups_in_the_catalog() {
    let server = Server::start();
    let cluster = cluster();
    let run = |commands: &str| {
        let zone = [("Europe/Berlin", "UTC")];
        let zone: &[_] = if commands.contains(zone[0].0) {
            &zone
        } else {
            &[]
        };
        let mut page = page_as_user(&server, cluster.folder(), commands, zone);
        // Ids of backups are local times.
        Ended::of(page.env("TZ", "UTC"))
    };
    let list = command_of(PAGE, "barman -f json list");
    let back_up = command_of(PAGE, "backup-catalog run");
    assert!(run(&list).ok().contains("created 0"));
    run(&back_up).ok();
    // A backup takes seconds: the page's own commands, but not a second one.
    run(&commands_of(PAGE).replace(&back_up, "")).ok();
    let found = server.backups();
    let [backup] = &found[..] else {
        panic!("a run and what the imports list of it are one backup: {found:?}")
    };
    assert_eq!(backup["status"]["name"], "SUCCESS");
    assert_eq!(backup["type"]["name"], "FULL");
    assert_eq!(backup["protectedEntity"]["name"], "main");
    assert_eq!(backup["node"]["name"], "db01");
    let destination = &backup["backupLocations"][0]["backupDestination"];
    assert_eq!(destination["name"], hostname());
    assert!(backup["size"].as_i64() > Some(10_000_000), "{backup}");
    let again = run(&list).ok();
    assert!(again.contains("updated 0"), "both say the same: {again}");

    // It fails before Barman notes anything, and where it cannot write.
    let wrong = back_up.replace(" main ", " nothing ");
    assert_eq!(run(&wrong).code, 1);
    let base = cluster.folder().join("barman/main/base");
    fs::set_permissions(&base, Permissions::from_mode(0o500)).unwrap();
    assert_eq!(run(&back_up).code, 1);
    let found = server.backups();
    for (failed, entity) in found.iter().zip(["main", "nothing"]) {
        assert_eq!(failed["status"]["name"], "FAILED");
        assert_eq!(failed["protectedEntity"]["name"], entity);
        assert_eq!(failed["node"]["name"], "db01");
        let locations = &failed["backupLocations"][0];
        assert_eq!(locations["backupDestination"], *destination);
    }
    let info = found[0]["statusInfo"].as_str().unwrap();
    assert!(
        info.contains("Permission denied"),
        "with its details: {info}"
    );
}
