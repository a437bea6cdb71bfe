//! What `docs/security.md` says of curl, as it stands there: log in, list, edit, the session ends, log in again.

use std::process::Command;

use serde_json::Value;

use crate::program::{Ended, PASSWORD, Server};

/// The lines of the block, for this server.
fn lines(server: &Server) -> Vec<String> {
    let text = include_str!("../../docs/security.md");
    let (_, text) = text.split_once("## With curl\n\n```sh\n").unwrap();
    let (block, _) = text.split_once("```").unwrap();
    let password = format!(r#""password":"{PASSWORD}""#);
    let lines = block.lines().map(|line| {
        line.replace("http://127.0.0.1:8181", &server.url)
            .replace(r#""password":"demo""#, &password)
    });
    lines.collect()
}

/// Runs lines of a shell in the server's folder.
fn shell(server: &Server, lines: &[&str]) -> Ended {
    let mut command = Command::new("bash");
    command
        .args(["-euc", &lines.join("\n")])
        .current_dir(server.folder.path());
    Ended::of(&mut command)
}

#[test]
fn the_commands_for_curl_do_what_is_said_of_them() {
    let server = Server::start_with(&["--session-lifetime", "5"]);
    let record = r#"{"v":1,"source":"s","id":"1","entity":{"name":"e"},"exitCode":0,"finished":1}"#;
    server.pipe(&["ingest", "-"], record).ok();
    let lines = lines(&server);
    let [address, log_in, find, edit, status, log_out] =
        [0, 1, 2, 3, 4, 5].map(|n| lines[n].as_str());
    assert_eq!(lines.len(), 6, "{lines:?}");

    let edited = shell(&server, &[address, log_in, find, edit]).ok();
    // The user, then the backup.
    let answers: Vec<Value> = serde_json::Deserializer::from_str(&edited)
        .into_iter()
        .map(Result::unwrap)
        .collect();
    assert_eq!(answers[0]["requester"]["name"], "admin");
    assert_eq!(answers[1]["description"], "before the move");
    let seen = |lines: &[&str]| shell(&server, lines).ok().trim().to_owned();
    let mut last = seen(&[address, status]);
    let begin = std::time::Instant::now();
    while last != "401" {
        assert_eq!(last, "200");
        assert!(begin.elapsed().as_secs() < 60, "the session does not end");
        last = seen(&[address, status]);
    }
    let again = seen(&[address, &format!("{log_in} -o user.json"), status]);
    assert_eq!(again, "200");
    let out = seen(&[address, log_out, status]);
    assert_eq!(out, "401");
}
