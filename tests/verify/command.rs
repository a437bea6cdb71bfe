//! The command as it is typed: exit codes, files, what is said where.

use std::process::Command;

use super::program::{Ended, PASSWORD, Server, program};
use super::server::{Holding, serve};
use super::zoo;

fn verify(url: &str, password: &str, arguments: &[&str]) -> Ended {
    let folder = tempfile::tempdir().unwrap();
    let mut command: Command = program(&folder);
    command
        .args(["verify", url])
        .args(arguments)
        .env("BACKUP_CATALOG_PASSWORD", password);
    Ended::of(&mut command)
}

/// Runs the command beside a server of this process.
async fn beside(url: String, arguments: &'static [&'static str]) -> Ended {
    tokio::task::spawn_blocking(move || verify(&url, "demo", arguments))
        .await
        .unwrap()
}

#[test]
fn a_server_that_holds_is_exit_code_0() {
    let server = Server::start();
    let ended = verify(
        &server.url,
        PASSWORD,
        &["--only", "form", "refusals/unknown"],
    );
    assert_eq!(ended.stderr, "", "progress is for terminals");
    let said = ended.ok();
    assert!(
        said.starts_with(&format!("{}/api, profile full: 0 backups", server.url)),
        "{said}"
    );
    assert!(
        said.contains("0 failed") && said.contains("0 findings"),
        "{said}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_finding_is_exit_code_1_in_every_report() {
    let server = serve(Holding::Fleet, zoo::named("from is exclusive")).await;
    let only = "meaning/filter/from";
    let text = beside(server.base.clone(), &["--only", "meaning/filter/from"]).await;
    assert_eq!(text.code, 1);
    assert!(text.stdout.contains(&format!("FAILED {only}")), "{text:?}");
    let json = beside(
        server.base.clone(),
        &["--only", "meaning/filter/from", "--report", "json"],
    )
    .await;
    assert_eq!(json.code, 1);
    let read: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
    assert!(read["findings"].as_u64().unwrap() > 0, "{read}");
    let junit = beside(
        server.base.clone(),
        &["--only", "meaning/filter/from", "--report", "junit"],
    )
    .await;
    assert_eq!(junit.code, 1);
    assert!(
        junit.stdout.starts_with("<?xml") && junit.stdout.contains("<failure"),
        "{junit:?}"
    );
}

#[test]
fn a_report_can_be_written_to_a_file() {
    let server = Server::start();
    let file = server.folder.path().join("verify.xml");
    let name = file.to_str().unwrap();
    let arguments = ["--only", "form/body", "--report", "junit", "--output"];
    let ended = verify(&server.url, PASSWORD, &[&arguments[..], &[name]].concat());
    assert_eq!(ended.ok(), "");
    assert!(
        std::fs::read_to_string(&file)
            .unwrap()
            .contains("<testsuites")
    );
    let ended = verify(
        &server.url,
        PASSWORD,
        &["--only", "form/body", "--output", "/does/not/exist/x"],
    );
    let said = ended.failed(2);
    assert!(
        said.contains("cannot write the report to /does/not/exist/x"),
        "{said}"
    );
}

#[test]
fn wrong_usage_is_exit_code_2() {
    let said = verify("http://127.0.0.1:9", "x", &["--only", "meaning/fliter"]).failed(2);
    assert!(
        said.contains("there is no check `meaning/fliter`"),
        "{said}"
    );
    verify("nas:80", "x", &[]).failed(2);
    verify("http://127.0.0.1:9", "x", &["--sample", "3"]).failed(2);
    verify("http://127.0.0.1:9", "x", &["--profile", "strict"]).failed(2);
}

#[test]
fn a_server_that_is_not_there_or_refuses_the_log_in_is_exit_code_3() {
    let free = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let said = verify(&format!("http://{free}"), "x", &[]).failed(3);
    assert!(
        said.contains(&format!(
            "cannot reach the server at http://{free}/api: Connection refused"
        )),
        "{said}"
    );
    let server = Server::start();
    let said = verify(&server.url, "wrong", &[]).failed(3);
    assert!(
        said.contains("cannot log in") && said.contains("The login or the password is wrong."),
        "{said}"
    );
}

#[test]
fn the_checks_can_be_listed_without_a_server() {
    let folder = tempfile::tempdir().unwrap();
    let listed = Ended::of(program(&folder).args(["verify", "--list"])).ok();
    let ids: Vec<&str> = listed
        .lines()
        .filter_map(|line| line.split('\t').next())
        .collect();
    for id in [
        "form/body",
        "meaning/filter/status",
        "meaning/order/size",
        "edits/put-back",
        "refusals/session",
        "timing/outliers",
    ] {
        assert!(ids.contains(&id), "{id} in {listed}");
    }
    assert!(
        ids.iter()
            .filter(|id| id.starts_with("meaning/filter/"))
            .count()
            == 23,
        "{listed}"
    );
}
