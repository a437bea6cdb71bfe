//! `config`, and how file, environment and flags come together.

use std::fs;

use serde_json::Value;
use tempfile::TempDir;

use crate::program::{Ended, Server, program};

fn file(folder: &TempDir, text: &str) -> String {
    let path = folder.path().join("server.toml");
    fs::write(&path, text).unwrap();
    path.display().to_string()
}

fn check(text: &str) -> Ended {
    let folder = tempfile::tempdir().unwrap();
    let file = file(&folder, text);
    Ended::of(program(&folder).args(["config", "check", &file]))
}

fn schema() -> Value {
    let folder = tempfile::tempdir().unwrap();
    Ended::of(program(&folder).args(["config", "schema"])).json()
}

#[test]
fn a_file_that_is_right_is_said_to_be() {
    let said =
        check("listen = '127.0.0.1:9000'\nlog-format = 'json'\ntrusted-proxy = ['10.0.0.0/8']\n");
    assert!(said.ok().ends_with("server.toml is right\n"));
    check("").ok();
}

#[test]
fn what_a_server_would_refuse_is_refused_before_it_starts() {
    for (text, why) in [
        (
            "databse = 'x.db'",
            "there is no setting `databse`; did you mean `database`?",
        ),
        ("listen = '0.0.0.0:1'", "HTTP does not encrypt"),
        (
            "demo = true\ninsecure = true\nlisten = '0.0.0.0:1'",
            "listens on this machine only",
        ),
        ("tls-cert = 'a.pem'", "--tls-cert needs --tls-key beside it"),
        (
            "tls-cert = '/none.pem'\ntls-key = '/none.key'",
            "cannot read a certificate from /none.pem",
        ),
        (
            "tls-cert = 'a'\ntls-key = 'b'\ninsecure = true",
            "--insecure is for a server without HTTPS",
        ),
        (
            "log-level = 'backup_catalog=loud'",
            "does not say what is logged",
        ),
        ("admin-password-file = '/none'", "password file /none: "),
        ("database = 'mysql://h/b'", "is not a database"),
        (
            "read-database = 'postgresql://h/b'\ndatabase = 'a.db'",
            "this catalog is a SQLite file",
        ),
        (
            "request-timeout = 0",
            "`request-timeout`: 0 is less than the minimum of 1",
        ),
    ] {
        let said = check(text).failed(2);
        assert!(said.contains(why), "{text}: {said}");
    }
    let folder = tempfile::tempdir().unwrap();
    let said = Ended::of(program(&folder).args(["config", "check", "/none.toml"])).failed(2);
    assert!(
        said.contains("cannot read /none.toml: No such file"),
        "{said}"
    );
}

#[test]
fn the_environment_outdoes_the_file_and_a_flag_both() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(
        &folder,
        "request-timeout = 7\nlog-format = 'json'\nlog-level = 'info'",
    );
    let start = |environment: Option<&str>, flag: Option<&str>| {
        let server = Server::launch(
            |folder| folder.join("catalog.db").display().to_string(),
            |command| {
                command
                    .arg("--config")
                    .arg(&path)
                    .env_remove("BACKUP_CATALOG_LOG")
                    .stderr(std::process::Stdio::piped());
                if let Some(environment) = environment {
                    command.env("BACKUP_CATALOG_LOG_FORMAT", environment);
                }
                if let Some(flag) = flag {
                    command.args(["--log-format", flag]);
                }
            },
        );
        server.signal("TERM");
        server.end().1
    };
    let is_json = |log: String| {
        assert!(log.contains("catalog opened"), "{log}");
        log.starts_with('{')
    };
    assert!(is_json(start(None, None)), "the file");
    assert!(!is_json(start(Some("text"), None)), "the environment");
    assert!(is_json(start(Some("text"), Some("json"))), "the flag");
}

#[test]
fn the_first_administrators_password_may_stand_in_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let secret = folder.path().join("secret");
    fs::write(&secret, "from a file\nsecond line\n").unwrap();
    let server = Server::launch(
        |folder| folder.join("catalog.db").display().to_string(),
        |command| {
            command
                .env_remove("BACKUP_CATALOG_ADMIN_PASSWORD")
                .arg("--admin-password-file")
                .arg(&secret);
        },
    );
    let mut list = server.command(&["list"]);
    Ended::of(list.env("BACKUP_CATALOG_PASSWORD", "from a file")).ok();
}

#[test]
fn each_setting_is_a_flag_a_variable_and_in_the_documentation() {
    let folder = tempfile::tempdir().unwrap();
    let help = Ended::of(program(&folder).args(["serve", "--help"])).ok();
    let path = format!("{}/docs/configuration.md", env!("CARGO_MANIFEST_DIR"));
    let documentation = fs::read_to_string(path).unwrap();
    let schema = schema();
    let settings = schema["properties"].as_object().unwrap();
    assert!(settings.len() > 15, "{schema}");
    for (name, setting) in settings {
        assert!(
            documentation.contains(&format!("| `{name}` |")),
            "{name} in {documentation}"
        );
        assert!(setting["description"].is_string(), "{name} says nothing");
        if name == "notify" {
            // Tables of tables: only a file has room for them.
            continue;
        }
        assert!(help.contains(&format!("--{name}")), "{name} is no flag");
        let variable = match name.as_str() {
            "log-level" => "BACKUP_CATALOG_LOG".to_owned(),
            name => format!("BACKUP_CATALOG_{}", name.replace('-', "_").to_uppercase()),
        };
        assert!(help.contains(&format!("[env: {variable}")), "{variable}");
    }
    assert_eq!(schema["additionalProperties"], false);
}

#[test]
fn the_example_of_the_documentation_is_right() {
    let path = format!("{}/docs/configuration.md", env!("CARGO_MANIFEST_DIR"));
    let documentation = fs::read_to_string(path).unwrap();
    let (_, rest) = documentation.split_once("```toml\n").unwrap();
    let (example, _) = rest.split_once("```").unwrap();
    check(example).ok();
}
