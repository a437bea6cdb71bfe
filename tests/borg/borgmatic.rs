//! The page on borgmatic, done as it says, with a real borgmatic.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

use crate::ping::configuration;
use crate::program::{Ended, Server, command_of, commands_of, hostname, page, unprivileged};
use crate::repository::{PASSPHRASE, Repository};

const PAGE: &str = "sources/borgmatic.md";

/// Commands of the page, with this configuration.
fn commands(server: &Server, repository: &Repository, text: &str, commands: &str) -> Command {
    let folder = server.folder.path().join(".config/borgmatic");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("config.yaml"), text).unwrap();
    let base = repository.data().with_file_name("base");
    let base = format!("export BORG_BASE_DIR={}\n", base.display());
    page(server, &(base + commands), &[])
}

#[test]
fn the_page_leads_from_nothing_to_backups_in_the_catalog() {
    let server = Server::start();
    let repository = Repository::create();
    let data = repository.data();
    fs::write(data.join("file"), "one").unwrap();
    let fine = configuration(&repository, "");
    Ended::of(&mut commands(
        &server,
        &repository,
        &fine,
        &commands_of(PAGE),
    ))
    .ok();
    let import = command_of(PAGE, "TZ=UTC borgmatic info");
    Ended::of(&mut commands(&server, &repository, &fine, &import)).ok();
    let [run] = &server.backups()[..] else {
        panic!("a run and what the import lists of it are one backup")
    };
    let entity = format!("{}:etc", hostname());
    assert_eq!(run["status"]["name"], "SUCCESS");
    assert_eq!(run["protectedEntity"]["name"], entity);
    assert_eq!(run["backupPolicy"]["name"], "nightly");
    let destination = &run["backupLocations"][0]["backupDestination"];
    assert_eq!(destination["name"], repository.address().to_str().unwrap());

    // borgmatic 1 makes an error of a file that could not be read, and does not say which archive it was.
    fs::write(data.join("secret"), "two").unwrap();
    fs::set_permissions(data.join("secret"), Permissions::from_mode(0o000)).unwrap();
    let again = command_of(PAGE, "backup-catalog run");
    let command = commands(&server, &repository, &fine, &again);
    Ended::of(&mut unprivileged(&command)).failed(1);
    let partial = server.backups().swap_remove(0);
    assert_eq!(partial["status"]["name"], "PARTIAL_SUCCESS", "{partial}");
    assert_eq!(partial["protectedEntity"]["name"], entity);
    let warnings = partial["warnings"].as_array().unwrap();
    assert!(warnings[0].to_string().contains("secret"), "{warnings:?}");
    assert_eq!(warnings.len(), 1, "no exception of Python's: {warnings:?}");

    let wrong = fine.replace(PASSPHRASE, "wrong");
    Ended::of(&mut commands(&server, &repository, &wrong, &again)).failed(1);
    let failed = server.backups().swap_remove(0);
    assert_eq!(failed["status"]["name"], "FAILED");
    assert_eq!(failed["protectedEntity"]["name"], entity);
    assert_eq!(
        failed["backupLocations"][0]["backupDestination"],
        *destination
    );
    let info = failed["statusInfo"].as_str().unwrap();
    assert!(info.contains("passphrase"), "borg's own words: {info}");
}
