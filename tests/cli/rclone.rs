//! The page on rclone, done as it says, with a real rclone.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::program::{Ended, Server, command_of, commands_of, hostname, page, unprivileged};

const PAGE: &str = "sources/rclone.md";

/// Commands of the page, with a folder that has everything.
fn commands(server: &Server, folder: &Path, commands: &str) -> Command {
    let folder = folder.to_str().unwrap();
    let remote = format!(
        "export RCLONE_CONFIG_NAS_TYPE=alias RCLONE_CONFIG_NAS_REMOTE={folder}/nas RCLONE_CONFIG={folder}/none\n"
    );
    let (data, log) = (format!(" {folder}/data"), format!("{folder}/rclone.log"));
    let places = [
        (" /srv/data", data.as_str()),
        ("/var/log/rclone-data.log", &log),
    ];
    let places = places.into_iter();
    let places: Vec<_> = places
        .filter(|(place, _)| commands.contains(place))
        .collect();
    page(server, &(remote + commands), &places)
}

#[test]
fn the_page_leads_from_nothing_to_runs_in_the_catalog() {
    let installed = Command::new("rclone").arg("version").output();
    assert!(
        installed.is_ok(),
        "this test runs the real rclone, and it cannot be run: apt-get install rclone"
    );
    let server = Server::start();
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    fs::create_dir(&data).unwrap();
    fs::write(data.join("a"), "one").unwrap();
    Ended::of(&mut commands(&server, folder.path(), &commands_of(PAGE))).ok();
    let entity = format!("{}:{}", hostname(), data.display());
    let found = server.backups();
    let [log, run] = &found[..] else {
        panic!("{found:?}")
    };
    for backup in [log, run] {
        assert_eq!(backup["status"]["name"], "SUCCESS");
        assert_eq!(backup["type"]["name"], "SYNCHRONIZATION");
        let destination = &backup["backupLocations"][0]["backupDestination"]["name"];
        assert_eq!(*destination, "nas");
    }
    assert_eq!(run["protectedEntity"]["name"], entity);
    assert_eq!(log["protectedEntity"]["name"], "web01:/srv/data");

    // One file comes over, one cannot be read.
    fs::write(data.join("b"), "two").unwrap();
    fs::write(data.join("secret"), "three").unwrap();
    fs::set_permissions(data.join("secret"), Permissions::from_mode(0o000)).unwrap();
    let again = command_of(PAGE, "backup-catalog run");
    let command = commands(&server, folder.path(), &again);
    assert_ne!(Ended::of(&mut unprivileged(&command)).code, 0);
    let partial = server.backups().swap_remove(0);
    assert_eq!(partial["status"]["name"], "PARTIAL_SUCCESS");
    let warnings = partial["warnings"].as_array().unwrap();
    let unread = |warning: &&Value| warning.to_string().contains("secret");
    assert_eq!(
        warnings.iter().filter(unread).count(),
        1,
        "three attempts, one error: {warnings:?}"
    );

    // Neither without a source nor without a remote is it another kind of run.
    fs::rename(&data, folder.path().join("gone")).unwrap();
    for wrong in [again.clone(), again.replace("nas:data", "nowhere:data")] {
        let mut command = commands(&server, folder.path(), &wrong);
        assert_ne!(Ended::of(&mut command).code, 0);
        let failed = server.backups().swap_remove(0);
        assert_eq!(failed["status"]["name"], "FAILED");
        assert_eq!(failed["type"]["name"], "SYNCHRONIZATION");
        assert_eq!(failed["protectedEntity"]["name"], entity);
        assert!(failed["statusInfo"].is_string(), "{failed}");
    }
}
