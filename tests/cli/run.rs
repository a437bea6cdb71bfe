//! `run`, `record` and `flush` where all is well.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Child, Command, Stdio};

use serde_json::Value;

use crate::program::{Ended, Server};

/// What the catalog has, newest first.
pub(crate) fn rows(server: &Server) -> Vec<Value> {
    let rows = server.run(&["list", "-o", "json"]).json();
    rows.as_array().unwrap().clone()
}

/// The statuses, newest first.
pub(crate) fn statuses(server: &Server) -> Vec<String> {
    let rows = rows(server);
    let names = rows.iter().map(|row| row["status"]["name"].as_str());
    names.map(|name| name.unwrap().to_owned()).collect()
}

/// Asks until the catalog has what is waited for; another program brings it.
pub(crate) fn wait_for(server: &Server, expected: &[&str]) {
    for _ in 0..600 {
        if statuses(server) == expected {
            return;
        }
    }
    panic!("{:?}, not {expected:?}", statuses(server));
}

/// A run that has begun: its command has said `ready`.
pub(crate) fn begin(command: &mut Command) -> (Child, BufReader<std::process::ChildStdout>) {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    output.read_line(&mut line).unwrap();
    assert_eq!(line, "ready\n");
    (child, output)
}

/// A format whose standard output is read: it passes through the program.
const WATCHED: &[&str] = &["run", "--format", "restic", "--"];

fn run(server: &Server, flags: &[&str], script: &str) -> Command {
    server.command(&[&["run"], flags, &["--", "sh", "-c", script]].concat())
}

#[test]
fn streams_pass_unchanged_and_the_exit_status_is_the_commands() {
    let server = Server::start();
    let bytes: Vec<u8> = (0..=255).cycle().take(300_000).collect();
    let script = "cat; printf 'caf\\351\\0\\r50%%\\rno end' >&2; exit 7";
    let mut command = server.command(&[WATCHED, &["sh", "-c", script]].concat());
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let sent = bytes.clone();
    let writer = std::thread::spawn(move || input.write_all(&sent).unwrap());
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    assert!(output.stdout == bytes);
    assert_eq!(output.stderr, b"caf\xe9\0\r50%\rno end");
    assert_eq!(output.status.code(), Some(7));
    let rows = rows(&server);
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0]["status"]["name"], "FAILED");
    assert_eq!(rows[0]["statusInfo"], "no end (exit status 7)");
}

#[test]
fn names_and_a_size_are_reported() {
    let server = Server::start();
    let dump = server.folder.path().join("dump");
    let flags = [
        "--source",
        "db01",
        "--entity",
        "shop",
        "--entity-type",
        "APP",
        "--policy",
        "nightly",
        "--destination",
        "nas",
        "--node",
        "db01",
        "--size-of",
        dump.to_str().unwrap(),
    ];
    let script = format!("printf 12345 > {}", dump.display());
    Ended::of(&mut run(&server, &flags, &script)).ok();
    let row = &rows(&server)[0];
    let backup = server
        .run(&["show", row["guid"].as_str().unwrap(), "-o", "json"])
        .json();
    assert_eq!(backup["protectedEntity"]["name"], "shop");
    assert_eq!(backup["protectedEntity"]["type"]["name"], "APP");
    assert_eq!(backup["source"]["name"], "db01");
    assert_eq!(backup["backupPolicy"]["name"], "nightly");
    assert_eq!(
        backup["backupLocations"][0]["backupDestination"]["name"],
        "nas"
    );
    assert_eq!(backup["size"], 5);
    assert_eq!(backup["status"]["name"], "SUCCESS");
    assert!(backup["backupTime"].as_i64() >= backup["snapshotTime"].as_i64());
    // What lies there now is still the earlier one.
    Ended::of(&mut run(&server, &flags, "exit 1")).failed(1);
    let rows = rows(&server);
    assert_eq!(rows[0]["status"]["name"], "FAILED");
    assert_eq!(rows[0]["size"], 0);
}

#[test]
fn while_it_runs_it_is_in_progress_and_nobody_else_ends_it() {
    let server = Server::start();
    let script = "echo ready; read line; echo done";
    let (mut child, mut output) = begin(&mut run(&server, &[], script));
    wait_for(&server, &["INPROGRESS"]);
    assert_eq!(server.run(&["flush"]).ok(), "sent 0, refused 0\n");
    assert_eq!(statuses(&server), ["INPROGRESS"]);
    child.stdin.take().unwrap().write_all(b"\n").unwrap();
    let mut rest = String::new();
    output.read_to_string(&mut rest).unwrap();
    assert_eq!(
        (rest.as_str(), child.wait().unwrap().code()),
        ("done\n", Some(0))
    );
    assert_eq!(statuses(&server), ["SUCCESS"]);
}

#[test]
fn signals_are_handed_on_and_the_command_decides() {
    for (signal, code) in [("TERM", 5), ("INT", 6), ("HUP", 7)] {
        let server = Server::start();
        let script =
            "trap 'exit 5' TERM; trap 'exit 6' INT; trap 'exit 7' HUP; echo ready; read line";
        let (mut child, _output) = begin(&mut run(&server, &[], script));
        // Waiting would close it, and end the command before the signal does.
        let _stdin = child.stdin.take();
        kill(child.id(), signal);
        assert_eq!(child.wait().unwrap().code(), Some(code), "{signal}");
        assert_eq!(statuses(&server), ["FAILED"]);
    }
}

/// Sends a signal.
pub(crate) fn kill(process: u32, signal: &str) {
    let status = Command::new("kill")
        .args(["-s", signal, &process.to_string()])
        .status();
    assert!(status.unwrap().success());
}

#[test]
fn a_command_that_a_signal_ended_ends_as_in_a_shell() {
    let server = Server::start();
    assert_eq!(Ended::of(&mut run(&server, &[], "kill -9 $$")).code, 137);
    let row = &rows(&server)[0];
    assert_eq!(row["status"]["name"], "FAILED");
    assert_eq!(row["statusInfo"], "ended by SIGKILL (signal 9)");
}

#[test]
fn a_command_that_is_not_there_is_reported_too() {
    let server = Server::start();
    let said = server.run(&["run", "--", "no-such-program"]).failed(127);
    assert!(said.contains("cannot run no-such-program"), "{said}");
    let text = server.folder.path().join("text");
    std::fs::write(&text, "").unwrap();
    server
        .run(&["run", "--", text.to_str().unwrap()])
        .failed(126);
    assert_eq!(statuses(&server), ["FAILED", "FAILED"]);
}

#[test]
fn a_reader_that_goes_away_ends_the_command_as_without_us() {
    let server = Server::start();
    let (mut child, output) =
        begin(&mut server.command(&[WATCHED, &["sh", "-c", "echo ready; exec yes"]].concat()));
    drop(output);
    assert_eq!(child.wait().unwrap().code(), Some(128 + 13));
}

#[test]
fn what_a_command_leaves_running_is_not_waited_for() {
    let server = Server::start();
    // It holds standard error open until nobody reads it.
    let script = "(exec sleep 100 >/dev/null) & echo $! ; exit 3";
    let ended = Ended::of(&mut run(&server, &[], script));
    assert_eq!(ended.code, 3);
    kill(ended.stdout.trim().parse().unwrap(), "TERM");
    assert_eq!(statuses(&server), ["FAILED"]);
}

#[test]
fn a_pipe_is_recorded_by_what_it_says() {
    let server = Server::start();
    let sample = |path: &str| {
        let root = env!("CARGO_MANIFEST_DIR");
        std::fs::read_to_string(format!("{root}/tests/sources/samples/{path}")).unwrap()
    };
    let unreadable = sample("restic-0.14.0/backup-3-unreadable.stderr.txt")
        + &sample("restic-0.14.0/backup-3-unreadable.stdout.jsonl");
    let record = [
        "record",
        "--format",
        "restic",
        "--entity",
        "web01:/srv/demo/data",
    ];
    server.pipe(&record, &unreadable).ok();
    assert_eq!(statuses(&server), ["PARTIAL_SUCCESS"]);
    server
        .pipe(&record, "Fatal: wrong password or no key found\n")
        .ok();
    assert_eq!(statuses(&server), ["FAILED", "PARTIAL_SUCCESS"]);
    let rows = rows(&server);
    assert_eq!(rows[0]["protectedEntity"], rows[1]["protectedEntity"]);
    // Without a result only the exit status can say it.
    let plain = ["record", "--format", "plain", "--entity", "web01:/etc"];
    server.pipe(&plain, "").ok();
    server
        .pipe(&[&plain[..], &["--exit-code", "0"]].concat(), "")
        .ok();
    assert_eq!(statuses(&server)[..2], ["SUCCESS", "FAILED"]);
}
