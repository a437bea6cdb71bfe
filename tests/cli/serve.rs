//! `serve`.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

use crate::program::{Ended, Server, program};

fn serve(folder: &TempDir, arguments: &[&str]) -> Command {
    let mut command = program(folder);
    command
        .args(["serve", "--listen", "127.0.0.1:0"])
        .args(arguments);
    command
}

/// Ends a server as `systemctl stop` does.
#[cfg(unix)]
fn terminate(child: &Child) {
    let kill = Command::new("kill")
        .arg(child.id().to_string())
        .status()
        .unwrap();
    assert!(kill.success());
}

#[cfg(unix)]
#[test]
fn the_demo_says_where_it_is_and_how_to_log_in_and_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let mut child = serve(&folder, &["--demo"])
        .env("TMPDIR", folder.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap())
        .lines()
        .map(Result::unwrap);
    let listening = lines.next().unwrap();
    let url = listening.strip_prefix("Listening on ").unwrap();
    assert_eq!(lines.next().unwrap(), "Log in as `admin`, password `demo`");
    assert_ne!(
        std::fs::read_dir(folder.path()).unwrap().count(),
        0,
        "the database is somewhere"
    );
    let list = Ended::of(
        program(&folder)
            .args(["list", "--size", "1", "-o", "json", "--server", url])
            .env("BACKUP_CATALOG_PASSWORD", "demo"),
    );
    list.ok();
    terminate(&child);
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert_eq!(
        std::fs::read_dir(folder.path()).unwrap().count(),
        0,
        "nothing is left"
    );
}

#[test]
fn the_demo_does_not_listen_on_a_network() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = program(&folder);
    command.args(["serve", "--demo", "--listen", "0.0.0.0:0"]);
    let said = Ended::of(&mut command).failed(2);
    assert!(
        said.contains("`--demo` listens on this machine only"),
        "{said}"
    );
}

#[test]
fn a_port_that_is_taken_is_named() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let folder = tempfile::tempdir().unwrap();
    let mut command = program(&folder);
    command.args(["serve", "--listen", &address]);
    let said = Ended::of(&mut command).failed(3);
    assert!(
        said.contains(&format!("cannot listen on {address}")),
        "{said}"
    );
}

#[test]
fn a_database_that_is_none_is_wrong_usage() {
    let folder = tempfile::tempdir().unwrap();
    let said = Ended::of(&mut serve(&folder, &["--database", "mysql://h/b"])).failed(2);
    assert!(said.contains("`mysql://h/b` is not a database"), "{said}");
}

#[test]
fn an_empty_administrator_password_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = serve(&folder, &[]);
    command.env("BACKUP_CATALOG_ADMIN_PASSWORD", "");
    let said = Ended::of(&mut command).failed(2);
    assert!(
        said.contains("BACKUP_CATALOG_ADMIN_PASSWORD is empty"),
        "{said}"
    );
    assert_eq!(
        std::fs::read_dir(folder.path()).unwrap().count(),
        0,
        "and nothing was made"
    );
}

#[cfg(unix)]
#[test]
fn the_first_password_is_made_up_printed_once_and_kept_out_of_the_log() {
    let folder = tempfile::tempdir().unwrap();
    let start = || {
        let mut command = serve(&folder, &["--log", "json"]);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        stdout.read_line(&mut line).unwrap();
        terminate(&child);
        let output = child.wait_with_output().unwrap();
        String::from_utf8(output.stderr).unwrap()
    };
    let first = start();
    let (shown, log): (Vec<_>, Vec<_>) = first.lines().partition(|line| !line.starts_with('{'));
    let [shown] = shown[..] else {
        panic!("{first}")
    };
    let password = shown.split('`').nth(3).unwrap();
    assert_eq!(password.len(), 16, "{shown}");
    assert!(!log.is_empty());
    for line in log {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(
            line["message"].is_string() && line["level"].is_string(),
            "{line}"
        );
        assert!(!line.to_string().contains(password), "{line}");
    }
    let second = start();
    assert!(second.lines().all(|line| line.starts_with('{')), "{second}");
}

#[test]
fn an_origin_that_no_browser_sends_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    for (origin, why) in [
        ("*", "every page could act"),
        ("intranet.example", "it is no URL"),
        ("https://intranet.example/", "browsers do not send"),
        ("https://intranet.example:443", "browsers do not send"),
        ("ftp://intranet.example", "browsers do not send"),
    ] {
        let said = Ended::of(&mut serve(&folder, &["--allow-origin", origin])).failed(2);
        assert!(said.contains(why), "{origin}: {said}");
    }
}

#[test]
fn a_server_takes_its_settings_from_the_environment() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = program(&folder);
    command
        .arg("serve")
        .env("BACKUP_CATALOG_LISTEN", "somewhere");
    let said = Ended::of(&mut command).failed(2);
    assert!(
        said.contains("invalid value 'somewhere' for '--listen"),
        "{said}"
    );
    let server = Server::start();
    assert!(server.folder.path().join("catalog.db").exists());
}

#[cfg(unix)]
#[test]
fn the_log_has_the_clients_address_as_far_as_the_proxy_is_known() {
    let folder = tempfile::tempdir().unwrap();
    for (proxies, expected) in [
        (&[][..], r#"address="127.0.0.1""#),
        (
            &["--trusted-proxy", "127.0.0.0/8"],
            r#"address="198.51.100.7""#,
        ),
    ] {
        let mut child = serve(&folder, proxies)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        stdout.read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("Listening on http://").unwrap();
        let mut stream = std::net::TcpStream::connect(address).unwrap();
        let ask = "GET /api/catalog/health HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\
                   X-Forwarded-For: 203.0.113.9, 198.51.100.7\r\n\r\n";
        stream.write_all(ask.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
        terminate(&child);
        let output = child.wait_with_output().unwrap();
        let log = String::from_utf8(output.stderr).unwrap();
        let line = log.lines().find(|line| line.contains("get_health"));
        assert!(line.unwrap().contains(expected), "{log}");
    }
    let said = Ended::of(&mut serve(&folder, &["--trusted-proxy", "proxy.example"])).failed(2);
    assert!(said.contains("give an address such as"), "{said}");
}
