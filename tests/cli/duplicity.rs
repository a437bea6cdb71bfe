//! The page on duplicity, done as it says, with a real duplicity.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

use crate::program::{
    Ended, Server, command_of, commands_of, hostname, page, run_page, unprivileged,
};

const PAGE: &str = "sources/duplicity.md";

/// What is backed up, to where, and the passphrase.
struct Places(TempDir);

impl Places {
    fn create() -> Self {
        let places = Self(tempfile::tempdir().unwrap());
        fs::create_dir(places.path("data")).unwrap();
        fs::write(places.path("data/a"), "one").unwrap();
        fs::write(places.path("passphrase"), "a passphrase").unwrap();
        places
    }

    fn path(&self, name: &str) -> String {
        self.0.path().join(name).to_str().unwrap().to_owned()
    }

    /// What the page calls them, and what they are called here.
    fn of<T>(&self, run: impl FnOnce(&[(&str, &str)]) -> T) -> T {
        let target = format!("file://{}", self.path("target"));
        let (data, passphrase) = (self.path("data"), self.path("passphrase"));
        run(&[
            ("/etc/duplicity.pass", passphrase.as_str()),
            (" /srv/data", &format!(" {data}")),
            ("file:///srv/duplicity", &target),
        ])
    }
}

#[test]
fn the_page_leads_from_nothing_to_a_chain_in_the_catalog() {
    let installed = Command::new("duplicity").arg("--version").output();
    assert!(
        installed.is_ok(),
        "this test runs the real duplicity, and it cannot be run: apt-get install duplicity"
    );
    let server = Server::start();
    let places = Places::create();
    places.of(|places| run_page(&server, &commands_of(PAGE), places));
    let [full] = &server.backups()[..] else {
        panic!("a run and what the import lists of it are one backup")
    };
    let entity = format!("{}:{}", hostname(), places.path("data"));
    assert_eq!(full["status"]["name"], "SUCCESS");
    assert_eq!(full["type"]["name"], "FULL");
    assert_eq!(full["protectedEntity"]["name"], entity);
    assert_eq!(full["backupPolicy"]["name"], "nightly");
    assert!(full["size"].as_i64() > Some(3), "{full}");

    // An increment that cannot read a file.
    fs::write(places.path("data/b"), "two").unwrap();
    fs::set_permissions(places.path("data/b"), Permissions::from_mode(0o000)).unwrap();
    let increment = [
        &command_of(PAGE, "export"),
        &command_of(PAGE, "backup-catalog run"),
        &command_of(PAGE, "backup-catalog import"),
    ];
    let increment = increment.map(String::as_str).join("\n");
    let command = places.of(|places| page(&server, &increment, places));
    Ended::of(&mut unprivileged(&command)).ok();
    let [increment, parent] = &server.backups()[..] else {
        panic!("{:?}", server.backups())
    };
    assert_eq!(parent["guid"], full["guid"]);
    assert_eq!(increment["status"]["name"], "PARTIAL_SUCCESS");
    assert_eq!(increment["type"]["name"], "INCREMENTAL");
    assert_eq!(increment["parentBackup"]["guid"], full["guid"]);
    let warnings = increment["warnings"].to_string();
    assert!(warnings.contains("data/b"), "{warnings}");

    // A run that fails is one of the same entity, and no set.
    let failing = [
        &command_of(PAGE, "export"),
        &command_of(PAGE, "backup-catalog run"),
    ];
    let failing = failing.map(String::as_str).join("\n");
    fs::rename(places.path("data"), places.path("gone")).unwrap();
    let mut command = places.of(|places| page(&server, &failing, places));
    assert_ne!(Ended::of(&mut command).code, 0);
    fs::rename(places.path("gone"), places.path("data")).unwrap();
    let [failed, ..] = &server.backups()[..] else {
        panic!()
    };
    assert_eq!(failed["status"]["name"], "FAILED");
    assert_eq!(failed["protectedEntity"]["name"], entity);
    let info = failed["statusInfo"].as_str().unwrap();
    assert!(info.contains("does not exist"), "{info}");

    // A new chain, and the old one is removed.
    let full = failing.replace("duplicity -v info", "duplicity full -v info");
    let prune = "duplicity remove-all-but-n-full 1 --force --name data file:///srv/duplicity";
    let import = command_of(PAGE, "backup-catalog import");
    let import = import.replace("--complete", "--complete --allow-mass-removal");
    let script = [full.as_str(), prune, &import].join("\n");
    fs::set_permissions(places.path("data/b"), Permissions::from_mode(0o600)).unwrap();
    places.of(|places| run_page(&server, &script, places));
    // duplicity tells the time of a set in seconds: the run that failed within the same second is the newer one.
    let known = [&failed["guid"], &increment["guid"], &parent["guid"]];
    let backups = server.backups();
    let of = |guid: &Value| backups.iter().find(|backup| backup["guid"] == *guid);
    let statuses = known.map(|guid| &of(guid).unwrap()["status"]["name"]);
    assert_eq!(statuses, ["FAILED", "SUCCESS_REMOVED", "SUCCESS_REMOVED"]);
    let new: Vec<_> = backups
        .iter()
        .filter(|backup| !known.contains(&&backup["guid"]))
        .map(|backup| &backup["status"]["name"])
        .collect();
    assert_eq!(new, ["SUCCESS"]);
}
