//! `run --then-import` whose tool hangs.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::program::{Ended, Server};
use crate::run::statuses;

/// A borg that ends at once with a failure, but never says what it has.
const HANGS: &str = "#!/bin/sh
case $1 in
    create) exit 7 ;;
    *) echo $$ > \"$0.id\"; exec sleep 1000 ;;
esac
";

/// Watches it, away from a terminal that could end it, with these flags of `run`.
fn watched(server: &Server, flags: &[&str]) -> Command {
    let borg = borg(server);
    fs::write(&borg, HANGS).unwrap();
    fs::set_permissions(&borg, Permissions::from_mode(0o755)).unwrap();
    let run = ["run", "--then-import"];
    let borg = ["--", borg.to_str().unwrap(), "create", "/b::x", "/etc"];
    let run = server.command(&[&run[..], flags, &borg].concat());
    let mut command = Command::new("setsid");
    command
        .arg(run.get_program())
        .args(run.get_args())
        .env_clear();
    command.envs(
        run.get_envs()
            .filter_map(|(name, value)| Some((name, value?))),
    );
    let path = std::env::var("PATH").unwrap();
    command.env("PATH", format!("{}:{path}", server.folder.path().display()));
    command.stdin(Stdio::null());
    command
}

fn borg(server: &Server) -> std::path::PathBuf {
    server.folder.path().join("borg")
}

/// The number of the process that hangs, once it does.
fn hanging(server: &Server) -> String {
    let file = borg(server).with_extension("id");
    within_a_minute(|| {
        fs::read_to_string(&file)
            .ok()
            .filter(|id| id.ends_with('\n'))
    })
}

fn is_gone(id: &str) -> bool {
    !Path::new("/proc").join(id.trim()).exists()
}

fn within_a_minute<T>(mut look: impl FnMut() -> Option<T>) -> T {
    let begin = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(begin.elapsed() < Duration::from_mins(1), "it does not come");
        std::thread::yield_now();
    }
}

#[test]
fn a_tool_that_hangs_is_ended_and_the_exit_status_stays_the_commands() {
    let server = Server::start();
    let ended = Ended::of(&mut watched(&server, &["--then-import-timeout", "1"]));
    let said = ended.failed(7);
    assert!(said.contains("did not end within 1 s"), "{said}");
    assert!(said.contains("--then-import-timeout"), "{said}");
    let id = hanging(&server);
    within_a_minute(|| is_gone(&id).then_some(()));
    assert_eq!(statuses(&server), ["FAILED"], "the run itself");
}

#[test]
fn a_signal_ends_it_at_once() {
    let server = Server::start();
    let mut command = watched(&server, &[]);
    let run = command.stderr(Stdio::piped()).spawn().unwrap();
    let id = hanging(&server);
    let mut kill = Command::new("kill");
    assert!(kill.arg(run.id().to_string()).status().unwrap().success());
    let ended = Ended::from(run.wait_with_output().unwrap());
    let said = ended.failed(7);
    assert!(said.contains("the import was ended"), "{said}");
    within_a_minute(|| is_gone(&id).then_some(()));
}
