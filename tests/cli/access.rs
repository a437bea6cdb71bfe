//! `user`, `role`, `token` and `audit`, on the database of a server that runs.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use crate::program::{Ended, PASSWORD, Server, program};

fn at(server: &Server, arguments: &[&str]) -> Ended {
    let mut command = program(&server.folder);
    command
        .args(arguments)
        .env("USER", "root")
        .env("BACKUP_CATALOG_DATABASE", &server.database);
    Ended::of(&mut command)
}

fn secret_file(server: &Server, name: &str, text: &str) -> String {
    let file = server.folder.path().join(name);
    fs::write(&file, text).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    file.display().to_string()
}

/// Asks as another user.
fn list_as(server: &Server, login: &str, password_file: &str) -> Ended {
    let mut command = program(&server.folder);
    command
        .args(["list", "-o", "json", "--user", login])
        .args(["--password-file", password_file])
        .env("BACKUP_CATALOG_SERVER", &server.url);
    Ended::of(&mut command)
}

#[test]
fn a_user_sees_the_part_that_the_command_line_says() {
    let server = Server::start();
    let records = [
        r#"{"v":1,"source":"s","id":"1","entity":{"name":"mine"},"policy":"nightly","exitCode":0,"finished":1}"#,
        r#"{"v":1,"source":"s","id":"2","entity":{"name":"other"},"policy":"weekly","exitCode":0,"finished":2}"#,
    ];
    server.pipe(&["ingest", "-"], &records.join("\n")).ok();
    let file = secret_file(&server, "bob", "bob's long secret\n");
    let short = secret_file(&server, "short", "short\n");
    let add = [
        "user", "add", "bob", "--role", "VIEWER", "--policy", "nightly",
    ];
    let said = at(&server, &[&add[..], &["--password-file", &short]].concat()).failed(2);
    assert!(said.contains("at least 8"), "{said}");
    at(&server, &[&add[..], &["--password-file", &file]].concat()).ok();
    let said = at(&server, &[&add[..], &["--password-file", &file]].concat()).failed(2);
    assert!(said.contains("there is a user `bob` already"), "{said}");
    let names = |ended: Ended| {
        let rows = ended.json();
        let rows = rows.as_array().unwrap().clone();
        let name = |row: serde_json::Value| row["protectedEntity"]["name"].clone();
        rows.into_iter().map(name).collect::<Vec<_>>()
    };
    assert_eq!(names(list_as(&server, "bob", &file)), ["mine"]);
    let entity = ["user", "set", "bob", "--entity", "other"];
    at(&server, &entity).ok();
    assert_eq!(names(list_as(&server, "bob", &file)), ["other"]);
    let listed = at(&server, &["user", "list"]).ok();
    assert!(
        listed.contains("bob    VIEWER         1 entity"),
        "{listed}"
    );
    at(&server, &["user", "set", "bob", "--disable"]).ok();
    list_as(&server, "bob", &file).failed(3);
    at(&server, &["user", "remove", "bob"]).ok();
    let said = at(&server, &["user", "set", "bob", "--enable"]).failed(1);
    assert!(said.contains("there is no user `bob`"), "{said}");
    let said = at(&server, &["user", "remove", "admin"]).failed(2);
    assert!(said.contains("last user who may administer"), "{said}");
}

#[test]
fn a_token_reports_for_its_source_until_it_is_revoked_and_all_that_is_in_the_log() {
    let server = Server::start();
    let made = [
        "token", "create", "web01", "--role", "REPORTER", "--source", "web01", "--days", "30",
    ];
    let made = at(&server, &made);
    let secret = made.ok();
    assert!(secret.starts_with("bc_"), "{secret}");
    let file = secret_file(&server, "token", &secret);
    let ingest = |source: &str| {
        let record = format!(
            r#"{{"v":1,"source":"{source}","id":"1","entity":{{"name":"e"}},"exitCode":0,"finished":1}}"#
        );
        let records = secret_file(&server, "records", &record);
        let mut command = program(&server.folder);
        command
            .args(["ingest", &records, "--token-file", &file])
            .env("BACKUP_CATALOG_SERVER", &server.url);
        Ended::of(&mut command)
    };
    ingest("web01").ok();
    let said = ingest("db01").failed(4);
    assert!(said.contains("may not report"), "{said}");
    at(&server, &["token", "revoke", "web01"]).ok();
    // Another process has revoked it: the server may believe it for a second.
    let began = std::time::Instant::now();
    while ingest("web01").code == 0 {
        assert!(began.elapsed().as_secs() < 30, "it is still believed");
    }
    let said = at(&server, &["role", "set", "VIEWER", "--privilege", "EDIT"]).failed(2);
    assert!(said.contains("built in"), "{said}");
    at(&server, &["role", "set", "NIGHT", "--privilege", "VIEW"]).ok();
    let roles = at(&server, &["role", "list"]).ok();
    assert!(roles.contains("NIGHT"), "{roles}");
    let log = at(&server, &["audit"]).ok();
    for action in ["user.create", "token.create", "token.revoke", "role.set"] {
        assert!(log.contains(action), "{action} is not in {log}");
    }
    assert!(log.contains("COMMAND_LINE root"), "{log}");
    for secret in [secret.trim(), PASSWORD] {
        assert!(!log.contains(secret), "{log}");
    }
}

#[test]
fn neither_the_log_nor_the_database_has_a_secret() {
    let logs = tempfile::NamedTempFile::new().unwrap();
    let server = Server::launch(
        |folder| format!("sqlite:{}", folder.join("catalog.db").display()),
        |command| {
            command
                .env("BACKUP_CATALOG_LOG", "trace")
                .stderr(logs.reopen().unwrap());
        },
    );
    let secret = at(&server, &["token", "create", "viewer", "--role", "VIEWER"]).ok();
    let secret = secret.trim().to_owned();
    let other = format!("{}{}", &secret[..secret.len() - 4], "AAAA");
    let list = |secret: &str| {
        let file = secret_file(&server, "token", secret);
        let mut command = program(&server.folder);
        command
            .args(["list", "-o", "json", "--token-file", &file])
            .env("BACKUP_CATALOG_SERVER", &server.url);
        Ended::of(&mut command)
    };
    list(&secret).ok();
    let said = list(&other).failed(3);
    assert!(!said.contains(&other), "{said}");
    // With a password, and a session.
    server.run(&["list", "-o", "json"]).ok();
    let wrong = secret_file(&server, "password", "correct horse battery");
    list_as(&server, "admin", &wrong).failed(3);

    let mut kept = Vec::new();
    for entry in fs::read_dir(server.folder.path()).unwrap() {
        let path = entry.unwrap().path();
        if path.to_string_lossy().contains("catalog.db") {
            kept.extend(fs::read(path).unwrap());
        }
    }
    let kept = String::from_utf8_lossy(&kept).into_owned();
    assert!(kept.contains("viewer"), "the token is in the database");
    server.signal("TERM");
    assert!(server.end().0.success());
    let log = fs::read_to_string(logs.path()).unwrap();
    assert!(
        log.contains("/api/backups"),
        "requests are in the log: {log}"
    );
    for secret in [secret.as_str(), &other, PASSWORD, "correct horse battery"] {
        assert!(!log.contains(secret), "the log has {secret}: {log}");
        assert!(!kept.contains(secret), "the database has {secret}");
    }
}
