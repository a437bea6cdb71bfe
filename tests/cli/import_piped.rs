//! `import` of what tools printed elsewhere, from their samples.

use serde_json::Value;

use crate::program::{Ended, Server};

const UTC: &[&str] = &["--time-zone", "UTC"];

fn sample(path: &str) -> String {
    let path = format!(
        "{}/tests/sources/samples/{path}",
        env!("CARGO_MANIFEST_DIR")
    );
    std::fs::read_to_string(path).unwrap()
}

fn list(server: &Server) -> Vec<Value> {
    let list = server.run(&["list", "-o", "json"]).json();
    list.as_array().unwrap().clone()
}

fn counts(created: usize, updated: usize, unchanged: usize, removed: usize) -> String {
    format!(
        "created {created}, updated {updated}, unchanged {unchanged}, removed {removed}, rejected 0\n"
    )
}

/// The id of the repository that was sampled.
const ID: &str = "5d3a7ce52be621015735dfcb0f1c36e4bfd2c0da83c310f83ed476c5fc432ab3";

/// Tool, arguments, sample and the backups in it.
const CASES: [(&str, &[&str], &str, usize); 13] = [
    (
        "rustic",
        &["--repository", ID, "--complete"],
        "rustic-0.11.4/snapshots.stdout.json",
        4,
    ),
    (
        "borgmatic",
        &["--complete", "--time-zone", "UTC"],
        "borgmatic-2.1.10/info.json",
        2,
    ),
    (
        "barman",
        &["--complete", "--time-zone", "UTC", "--node", "db01"],
        "barman-3.19.1/list-backups-json.stdout.json",
        2,
    ),
    (
        "mariadb",
        &["--entity", "shop", "--time-zone", "UTC"],
        "mariadb-backup-10.11.19/mysql.mariadb_backup_history.json",
        2,
    ),
    (
        "btrbk",
        &["--stdin"],
        "btrbk-0.32.5/list-backups-raw.txt",
        2,
    ),
    (
        "bacula",
        &["--complete", "--time-zone", "UTC"],
        "bacula-9.6.7/catalog-jobs.json",
        4,
    ),
    (
        "rclone",
        &["--entity", "web01:/srv/data"],
        "rclone-1.60.1/sync-3-ok-stats.stderr.jsonl",
        1,
    ),
    (
        "kopia",
        &["--stdin", "--complete", "--repository", "abc123"],
        "documented/kopia-snapshot-list.json",
        4,
    ),
    (
        "pbs",
        &["--stdin", "--complete", "--datastore", "store1"],
        "documented/pbs-snapshots.json",
        4,
    ),
    (
        "resticprofile",
        &[],
        "documented/resticprofile-status.json",
        3,
    ),
    (
        "velero",
        &["--stdin", "--complete", "--cluster", "prod"],
        "documented/velero-backups.json",
        6,
    ),
    (
        "aws-backup",
        &["--stdin"],
        "documented/aws-backup-jobs.json",
        7,
    ),
    ("veeam", &[], "documented/veeam-task-sessions.json", 7),
];

#[test]
fn what_each_tool_lists_is_imported_once() {
    let server = Server::start();
    let mut all = 0;
    for (tool, arguments, path, number) in CASES {
        let command = [&["import", tool, "--source", "nas"], arguments].concat();
        let input = sample(path);
        // What a dry run prints is what is sent.
        let dry = server
            .pipe(&[&command[..], &["--dry-run"]].concat(), &input)
            .json();
        assert_eq!(
            dry.get("backups")
                .map_or(1, |backups| backups.as_array().unwrap().len()),
            number,
            "{tool}"
        );
        assert_eq!(list(&server).len(), all, "{tool}");
        let first = server.pipe(&command, &input).ok();
        assert_eq!(first, counts(number, 0, 0, 0), "{tool}");
        let second = server.pipe(&command, &input).ok();
        assert_eq!(second, counts(0, 0, number, 0), "{tool}");
        all += number;
        assert_eq!(list(&server).len(), all, "{tool}");
        // Half of it is refused as a whole.
        let half = &input[..input.len() / 2 - 1];
        let said = server.pipe(&command, half).failed(4);
        assert!(said.contains("is damaged at line"), "{tool}: {said}");
        let nothing = server.pipe(&command, "").failed(4);
        assert!(nothing.contains("printed nothing"), "{tool}: {nothing}");
    }
    let failed = server
        .run(&["list", "--status", "FAILED", "-o", "json"])
        .json();
    let failed = failed.as_array().unwrap().iter();
    let failed = failed.filter(|row| row["protectedEntity"]["name"] == "db01-fd:Site");
    assert_eq!(failed.count(), 1, "Bacula keeps failures");
}

#[test]
fn what_a_complete_list_lacks_is_removed() {
    let server = Server::start();
    let command = [&["import", "barman", "--source", "nas", "--complete"], UTC].concat();
    let before = sample("barman-3.19.1/list-backups-json.stdout.json");
    let after = sample("barman-3.19.1/list-backups-after-delete.stdout.json");
    assert_eq!(server.pipe(&command, &before).ok(), counts(2, 0, 0, 0));
    assert_eq!(server.pipe(&command, &after).ok(), counts(0, 0, 1, 1));
    // One backup that is shown alone says nothing of the others, and what failed stays.
    let shown = sample("barman-3.19.1/slow-show-failed-id.stdout.json");
    assert_eq!(server.pipe(&command, &shown).ok(), counts(1, 0, 0, 0));
    let statuses: Vec<_> = list(&server)
        .iter()
        .map(|row| row["status"]["name"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(statuses, ["FAILED", "SUCCESS", "SUCCESS_REMOVED"]);
    let said = server.pipe(&command, r#"{"main": []}"#).failed(4);
    assert!(said.contains("allow-mass-removal"), "{said}");
}

#[test]
fn a_backup_that_ran_is_in_progress_until_it_has_ended() {
    let server = Server::start();
    let command = [&["import", "barman", "--source", "nas"], UTC].concat();
    let running = sample("barman-3.19.1/slow-list-while-running.stdout.json");
    let failed = sample("barman-3.19.1/slow-show-failed-id.stdout.json");
    assert_eq!(server.pipe(&command, &running).ok(), counts(1, 0, 0, 0));
    assert_eq!(list(&server)[0]["status"]["name"], "INPROGRESS");
    assert_eq!(server.pipe(&command, &failed).ok(), counts(0, 1, 0, 0));
    let [backup] = &list(&server)[..] else {
        panic!()
    };
    assert_eq!(backup["status"]["name"], "FAILED");
    // An older list does not bring it back.
    assert_eq!(server.pipe(&command, &running).ok(), counts(0, 0, 1, 0));
    assert_eq!(list(&server)[0]["status"]["name"], "FAILED");
}

#[test]
fn a_time_zone_that_is_none_is_wrong_usage() {
    let server = Server::start();
    let command = ["import", "bacula", "--time-zone", "Europe/Nowhere"];
    let said = server.pipe(&command, "[]").failed(2);
    assert!(said.contains("`Europe/Nowhere` is no time zone"), "{said}");
    let said = server
        .pipe(
            &["import", "bacula", "--source", "nas"],
            &sample("bacula-9.6.7/catalog-jobs.json"),
        )
        .failed(4);
    assert!(said.contains("--time-zone"), "{said}");
    assert!(list(&server).is_empty());
}

#[test]
fn btrbk_runs_and_must_not_fail() {
    use std::os::unix::fs::PermissionsExt as _;

    let server = Server::start();
    let samples = format!(
        "{}/tests/sources/samples/btrbk-0.32.5/list-backups-raw.txt",
        env!("CARGO_MANIFEST_DIR")
    );
    let run = |script: &str, arguments: &[&str]| {
        let btrbk = server.folder.path().join("btrbk");
        std::fs::write(&btrbk, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(&btrbk, std::fs::Permissions::from_mode(0o755)).unwrap();
        let command = [&["import", "btrbk", "--source", "nas"], arguments].concat();
        let mut command = server.command(&command);
        let path = format!("{}:/usr/bin:/bin", server.folder.path().display());
        Ended::of(command.env("PATH", path))
    };
    let all = format!("test \"$*\" = 'list backups --format=raw --config b.conf' && cat {samples}");
    let config = ["--config", "b.conf"];
    assert_eq!(run(&all, &config).ok(), counts(2, 0, 0, 0));
    let one = format!("head -n 1 {samples}");
    let failed = run(&format!("{one}; exit 1"), &[]).failed(3);
    assert!(
        failed.contains("`btrbk list backups --format=raw` failed"),
        "{failed}"
    );
    assert_eq!(run(&one, &[]).ok(), counts(0, 0, 1, 1));
}
