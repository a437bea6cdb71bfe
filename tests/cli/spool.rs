//! Runs whose report cannot be brought: none is lost, none is doubled, none stays in progress.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::Command;

use tempfile::TempDir;

use crate::program::{Ended, Server, program};
use crate::run::{begin, kill, rows, statuses, wait_for};

/// A run of a shell's commands that reports to nobody.
fn lost(folder: &TempDir, script: &str) -> Command {
    to(folder, "http://127.0.0.1:1", script)
}

/// The same to a server.
fn to(folder: &TempDir, url: &str, script: &str) -> Command {
    let mut command = program(folder);
    command
        .args([
            "run",
            "--patience",
            "2",
            "--source",
            "web01",
            "--",
            "sh",
            "-c",
            script,
        ])
        .env("BACKUP_CATALOG_SERVER", url)
        .env("BACKUP_CATALOG_PASSWORD", crate::program::PASSWORD);
    command
}

fn spool(folder: &TempDir) -> PathBuf {
    folder.path().join(".local/state/backup-catalog/spool")
}

/// The names of the files that wait, by their ending.
fn waiting(folder: &TempDir, ending: &str) -> usize {
    let Ok(files) = std::fs::read_dir(spool(folder)) else {
        return 0;
    };
    files
        .filter(|file| {
            let path = file.as_ref().unwrap().path();
            path.extension().is_some_and(|it| it == ending)
        })
        .count()
}

#[test]
fn a_server_that_is_down_does_not_fail_the_backup_and_hears_of_it_later() {
    let server = Server::start();
    let ended = Ended::of(&mut lost(&server.folder, "echo hello; exit 3"));
    assert_eq!((ended.code, ended.stdout.as_str()), (3, "hello\n"));
    assert!(
        ended.stderr.contains("the report waits on disk"),
        "{ended:?}"
    );
    Ended::of(&mut lost(&server.folder, "true")).ok();
    assert_eq!(waiting(&server.folder, "json"), 2);
    assert_eq!(server.run(&["flush"]).ok(), "sent 2, refused 0\n");
    assert_eq!(server.run(&["flush"]).ok(), "sent 0, refused 0\n");
    assert_eq!(statuses(&server), ["SUCCESS", "FAILED"]);
    assert_eq!(waiting(&server.folder, "json"), 0);
}

#[test]
fn the_next_run_brings_what_waits() {
    let server = Server::start();
    Ended::of(&mut lost(&server.folder, "exit 3"));
    let ended = Ended::of(&mut server.command(&["run", "--", "true"]));
    assert_eq!((ended.code, ended.stderr.as_str()), (0, ""));
    assert_eq!(statuses(&server), ["SUCCESS", "FAILED"]);
}

#[test]
fn settings_that_are_wrong_do_not_fail_the_backup() {
    let server = Server::start();
    let cases: [(&str, &str, &str); 6] = [
        ("BACKUP_CATALOG_SERVER", "nonsense", "it is not a URL"),
        (
            "BACKUP_CATALOG_SERVER",
            "http://u:p@nas",
            "do not belong in the address",
        ),
        (
            "BACKUP_CATALOG_PASSWORD",
            "wrong",
            "the report waits on disk",
        ),
        (
            "BACKUP_CATALOG_TOKEN_FILE",
            "/does/not/exist",
            "cannot read the token file",
        ),
        (
            "BACKUP_CATALOG_PROFILE",
            "nowhere",
            "there is no profile `nowhere`",
        ),
        (
            "BACKUP_CATALOG_CA_FILE",
            "/does/not/exist",
            "cannot use /does/not/exist",
        ),
    ];
    for (name, value, reason) in cases {
        let mut command = to(&server.folder, &server.url, "exit 3");
        let said = Ended::of(command.env(name, value)).failed(3);
        assert!(said.contains(reason), "{name}={value}: {said}");
    }
    let mut nobody = to(&server.folder, &server.url, "exit 3");
    let said = Ended::of(nobody.env_remove("BACKUP_CATALOG_PASSWORD")).failed(3);
    assert!(said.contains("nobody says who reports"), "{said}");
    assert_eq!(waiting(&server.folder, "json"), 7);
    assert_eq!(server.run(&["flush"]).ok(), "sent 7, refused 0\n");
}

#[test]
fn a_server_that_says_nothing_does_not_delay_the_end_for_long() {
    let server = Server::start();
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", silent.local_addr().unwrap());
    // Connections are taken by the kernel, and nobody ever answers.
    let said = Ended::of(&mut to(&server.folder, &url, "exit 3")).failed(3);
    assert!(said.contains("did not answer within 2 s"), "{said}");
    assert_eq!(server.run(&["flush"]).ok(), "sent 1, refused 0\n");
    assert_eq!(statuses(&server), ["FAILED"]);
}

/// Takes one connection after the other to the server, and breaks each off when the answer comes.
fn without_answers(server: &Server) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let address = server.address().to_owned();
    std::thread::spawn(move || {
        while let Ok((client, _)) = listener.accept() {
            let behind = TcpStream::connect(&address).unwrap();
            let (mut from, mut to) = (client.try_clone().unwrap(), behind.try_clone().unwrap());
            std::thread::spawn(move || std::io::copy(&mut from, &mut to));
            // The server has done it by then.
            let _ = (&behind).read(&mut [0]);
            let _ = client.shutdown(Shutdown::Both);
        }
    });
    url
}

#[test]
fn a_report_whose_answer_was_lost_is_not_doubled() {
    let server = Server::start();
    let token = server.folder.path().join("token");
    let secret = server.run(&[
        "token",
        "create",
        "web01",
        "--role",
        "REPORTER",
        "--database",
        &server.database,
    ]);
    write_secret(&token, &secret.ok());
    let url = without_answers(&server);
    let mut command = to(&server.folder, &url, "exit 3");
    command.env("BACKUP_CATALOG_TOKEN_FILE", &token);
    let said = Ended::of(&mut command).failed(3);
    assert!(said.contains("the report waits on disk"), "{said}");
    // It has arrived all the same.
    wait_for(&server, &["FAILED"]);
    assert_eq!(waiting(&server.folder, "json"), 1);
    let before = rows(&server);
    assert_eq!(server.run(&["flush"]).ok(), "sent 1, refused 0\n");
    assert_eq!(rows(&server), before);
}

fn write_secret(path: &std::path::Path, secret: &str) {
    use std::os::unix::fs::OpenOptionsExt as _;
    let mut options = std::fs::OpenOptions::new();
    let file = options.write(true).create(true).mode(0o600).open(path);
    file.unwrap().write_all(secret.as_bytes()).unwrap();
}

#[test]
fn a_run_whose_watcher_was_killed_is_ended_by_whoever_comes_next() {
    for next in [&["flush"][..], &["run", "--", "true"]] {
        let server = Server::start();
        let script = "echo ready; read line";
        let (mut watcher, _output) = begin(&mut server.command(&["run", "--", "sh", "-c", script]));
        wait_for(&server, &["INPROGRESS"]);
        watcher.kill().unwrap();
        watcher.wait().unwrap();
        assert_eq!(statuses(&server), ["INPROGRESS"]);
        let guid = rows(&server)[0]["guid"].clone();
        server.run(next).ok();
        let rows = rows(&server);
        let of_run = rows.iter().find(|row| row["guid"] == guid).unwrap();
        assert_eq!(of_run["status"]["name"], "FAILED", "{next:?}");
        let info = of_run["statusInfo"].as_str().unwrap();
        assert!(info.contains("nobody knows how it ended"), "{info}");
        assert_eq!(rows.len(), next.len().min(2), "{next:?}");
        assert_eq!(waiting(&server.folder, "json"), 0);
    }
}

#[test]
fn a_watcher_that_was_killed_before_anybody_heard_of_it_is_reported_too() {
    let server = Server::start();
    let (mut watcher, _output) = begin(&mut lost(&server.folder, "echo ready; read line"));
    watcher.kill().unwrap();
    watcher.wait().unwrap();
    assert_eq!(server.run(&["flush"]).ok(), "sent 1, refused 0\n");
    assert_eq!(statuses(&server), ["FAILED"]);
}

#[test]
fn a_server_that_is_killed_while_it_runs_hears_the_end_when_it_is_back() {
    let first = Server::start();
    let script = "echo ready; read line; exit 4";
    let (mut watcher, _output) = begin(&mut to(&first.folder, &first.url, script));
    wait_for(&first, &["INPROGRESS"]);
    first.signal("KILL");
    watcher.stdin.take().unwrap().write_all(b"\n").unwrap();
    assert_eq!(watcher.wait().unwrap().code(), Some(4));
    let database = first.database.clone();
    let again = Server::start_on(|_| database);
    assert_eq!(statuses(&again), ["INPROGRESS"]);
    let mut flush = again.command(&["flush"]);
    flush.env("BACKUP_CATALOG_SPOOL", spool(&first.folder));
    assert_eq!(Ended::of(&mut flush).ok(), "sent 1, refused 0\n");
    assert_eq!(statuses(&again), ["FAILED"]);
}

#[test]
fn a_child_that_is_killed_is_a_failed_run() {
    let server = Server::start();
    let (mut watcher, mut output) =
        begin(&mut server.command(&["run", "--", "sh", "-c", "echo ready; echo $$; read line"]));
    let mut line = String::new();
    std::io::BufRead::read_line(&mut output, &mut line).unwrap();
    kill(line.trim().parse().unwrap(), "KILL");
    assert_eq!(watcher.wait().unwrap().code(), Some(137));
    assert_eq!(statuses(&server), ["FAILED"]);
}

#[test]
fn without_a_place_on_disk_the_server_still_hears_of_it() {
    let server = Server::start();
    let file = server.folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    for folder in [file.join("spool"), "/proc/spool".into()] {
        let mut command = to(&server.folder, &server.url, "exit 3");
        let said = Ended::of(command.env("BACKUP_CATALOG_SPOOL", folder)).failed(3);
        assert!(said.contains("cannot keep reports in"), "{said}");
    }
    assert_eq!(statuses(&server), ["FAILED", "FAILED"]);
}

#[test]
fn with_neither_a_place_on_disk_nor_a_server_the_report_is_printed() {
    let server = Server::start();
    let mut command = lost(&server.folder, "exit 3");
    let said = Ended::of(command.env("BACKUP_CATALOG_SPOOL", "/proc/spool")).failed(3);
    assert!(said.contains("it cannot be kept on disk"), "{said}");
    let records: Vec<&str> = said.lines().filter(|line| line.starts_with('{')).collect();
    assert_eq!(records.len(), 1);
    server.pipe(&["ingest", "-"], records[0]).ok();
    assert_eq!(statuses(&server), ["FAILED"]);
}

#[test]
fn a_full_disk_does_not_fail_the_backup() {
    let server = Server::start();
    // No file may grow beyond nothing, which is what a full disk does to it.
    let limited = |url: &str| {
        let command = to(&server.folder, url, "exit 3");
        let mut limited = Command::new("sh");
        limited.args(["-c", "trap '' XFSZ; ulimit -f 0; exec \"$0\" \"$@\""]);
        limited.arg(command.get_program()).args(command.get_args());
        limited.env_clear();
        for (name, value) in command.get_envs() {
            limited.env(name, value.unwrap_or_default());
        }
        Ended::of(&mut limited).failed(3)
    };
    let said = limited(&server.url);
    assert!(said.contains("cannot keep the report on disk"), "{said}");
    assert_eq!(statuses(&server), ["FAILED"]);
    let said = limited("http://127.0.0.1:1");
    assert!(said.lines().any(|line| line.starts_with('{')), "{said}");
    assert_eq!(
        (
            waiting(&server.folder, "json"),
            waiting(&server.folder, "part")
        ),
        (0, 0)
    );
}

#[test]
fn a_report_that_the_server_refuses_is_set_aside_and_named() {
    let server = Server::start();
    let long = "x".repeat(2_000);
    let said = server.run(&["run", "--entity", &long, "--", "true"]);
    assert_eq!(said.code, 0);
    assert!(
        said.stderr.contains("the server refused a report"),
        "{said:?}"
    );
    assert_eq!(waiting(&server.folder, "refused"), 1);
    assert_eq!(waiting(&server.folder, "json"), 0);
    // Beside good ones that wait.
    for entity in [long.as_str(), "short"] {
        let mut command = server.command(&["run", "--entity", entity, "--", "true"]);
        Ended::of(command.env("BACKUP_CATALOG_SERVER", "http://127.0.0.1:1")).ok();
    }
    let flushed = server.run(&["flush"]);
    assert_eq!(
        (flushed.code, flushed.stdout.as_str()),
        (1, "sent 1, refused 2\n")
    );
    assert_eq!(statuses(&server), ["SUCCESS"]);
    let again = server.run(&["flush", "--retry-refused"]);
    assert_eq!(
        (again.code, again.stdout.as_str()),
        (1, "sent 0, refused 2\n")
    );
}
