//! A real borgmatic that pings, as its page says.

use std::process::{Command, Stdio};

use serde_json::Value;

use crate::program::Server;
use crate::repository::{PASSPHRASE, Repository};

/// borgmatic 1.7's configuration, with the hook of healthchecks where there is an address.
pub(crate) fn configuration(repository: &Repository, url: &str) -> String {
    let hooks = match url {
        "" => String::new(),
        url => format!("hooks:\n    healthchecks:\n        ping_url: {url}\n"),
    };
    format!(
        "location:
    source_directories:
        - {}
    repositories:
        - {}
storage:
    encryption_passphrase: {PASSPHRASE}
    archive_name_format: 'etc-{{now}}'
retention:
    keep_daily: 7
{hooks}",
        repository.data().display(),
        repository.address().display()
    )
}

fn borgmatic(repository: &Repository, configuration: &str) -> bool {
    let file = repository.data().with_file_name("borgmatic.yaml");
    std::fs::write(&file, configuration).unwrap();
    let mut command = Command::new("borgmatic");
    repository.environment(&mut command);
    let command = command.arg("--config").arg(&file).arg("create");
    let ended = command
        .env("HOME", repository.data().parent().unwrap())
        .stdin(Stdio::null())
        .output();
    let ended = ended.unwrap_or_else(|error| {
        panic!("this test runs the real borgmatic, and it cannot be run ({error}): apt-get install borgmatic")
    });
    ended.status.success()
}

#[test]
fn its_pings_are_runs_with_their_duration() {
    let server = Server::start();
    let repository = Repository::create();
    std::fs::write(repository.data().join("file"), "one").unwrap();
    let create = [
        "token",
        "create-ping",
        "etc",
        "--source",
        "web01",
        "--entity",
        "web01:/etc",
        "--policy",
        "nightly",
        "--database",
        &server.database,
    ];
    let secret = server.run(&create).ok();
    let url = format!("{}/ping/{}", server.url, secret.trim());
    assert!(borgmatic(&repository, &configuration(&repository, &url)));
    let rows = || {
        let rows = server.run(&["list", "-o", "json"]).json();
        rows.as_array().unwrap().clone()
    };
    let [row] = &rows()[..] else {
        panic!("{:?}", rows())
    };
    assert_eq!(row["status"]["name"], "SUCCESS");
    assert_eq!(row["protectedEntity"]["name"], "web01:/etc");
    assert!(
        row["backupTime"].as_i64() > row["snapshotTime"].as_i64(),
        "{row}"
    );

    let wrong = configuration(&repository, &url).replace("/repository\n", "/nowhere\n");
    assert!(!borgmatic(&repository, &wrong));
    let rows = rows();
    let statuses: Vec<&Value> = rows.iter().map(|row| &row["status"]["name"]).collect();
    assert_eq!(statuses, ["FAILED", "SUCCESS"]);
    assert!(rows[0]["statusInfo"].is_string(), "{}", rows[0]);
}
