//! Profiles and tokens.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use tempfile::TempDir;

use crate::program::{Ended, PASSWORD, Server, program};

/// A server that takes one request, tells its `authorization`, and answers an empty list.
fn ask_fake(command: impl FnOnce(&str) -> Ended) -> (Ended, String) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let server = std::thread::spawn(move || {
        let (stream, _) = listener.accept().unwrap();
        let lines = BufReader::new(stream.try_clone().unwrap()).lines();
        let head: Vec<String> = lines
            .map(Result::unwrap)
            .take_while(|line| !line.is_empty())
            .collect();
        let mut stream = stream;
        let answer = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\
                      connection: close\r\n\r\n[]";
        stream.write_all(answer.as_bytes()).unwrap();
        head.join("\n")
    });
    let ended = command(&url);
    (ended, server.join().unwrap())
}

fn secret(file: &Path, text: &str, mode: u32) {
    fs::write(file, text).unwrap();
    fs::set_permissions(file, fs::Permissions::from_mode(mode)).unwrap();
}

/// The file of profiles where the program looks for it.
fn profiles(folder: &TempDir, text: &str) {
    let settings = folder.path().join(".config/backup-catalog");
    fs::create_dir_all(&settings).unwrap();
    fs::write(settings.join("profiles.toml"), text).unwrap();
    secret(&settings.join("token"), "bc_secret\n", 0o600);
    secret(&settings.join("password"), &format!("{PASSWORD}\n"), 0o600);
}

#[test]
fn a_token_is_sent_with_every_request_and_nothing_is_asked_before() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("token");
    secret(&file, "bc_from-a-file\n", 0o600);
    let (ended, head) = ask_fake(|url| {
        let mut list = program(&folder);
        list.args(["list", "-o", "json", "--server", url, "--token-file"])
            .arg(&file);
        Ended::of(&mut list)
    });
    assert_eq!(ended.ok(), "[]\n");
    assert!(head.starts_with("GET /api/backups"), "{head}");
    assert!(
        head.contains("authorization: Bearer bc_from-a-file"),
        "{head}"
    );
    let (ended, head) = ask_fake(|url| {
        let mut list = program(&folder);
        list.args(["list", "--server", url])
            .env("BACKUP_CATALOG_TOKEN", "bc_environment");
        Ended::of(&mut list)
    });
    ended.ok();
    assert!(
        head.contains("authorization: Bearer bc_environment"),
        "{head}"
    );
}

#[test]
fn a_token_that_others_may_read_is_not_sent() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("token");
    let list = || {
        let mut list = program(&folder);
        list.args(["list", "--server", "http://127.0.0.1:1", "--token-file"])
            .arg(&file);
        Ended::of(&mut list).failed(2)
    };
    assert!(list().contains("cannot read the token file"));
    for mode in [0o640, 0o604, 0o660] {
        secret(&file, "bc_x", mode);
        let said = list();
        assert!(said.contains("others may read the token in"), "{said}");
        assert!(!said.contains("bc_x"), "{said}");
    }
    secret(&file, "\n", 0o600);
    assert!(list().contains("there is no token on the first line"));
}

#[test]
fn a_profile_has_a_server_and_who_asks() {
    let server = Server::start();
    let folder = tempfile::tempdir().unwrap();
    let url = &server.url;
    profiles(
        &folder,
        &format!(
            "default = 'nas'\n[profiles.nas]\nserver = '{url}'\npassword-file = 'password'\n\
             [profiles.other]\nserver = 'http://127.0.0.1:1'\npassword-file = 'password'\n\
             [profiles.nobody]\nserver = '{url}'\nuser = 'nobody'\npassword-file = 'password'\n"
        ),
    );
    let list = |arguments: &[&str]| {
        let mut list = program(&folder);
        list.arg("list").args(arguments);
        Ended::of(&mut list)
    };
    list(&[]).ok();
    list(&["--profile", "nas"]).ok();
    let said = list(&["--profile", "other"]).failed(3);
    assert!(said.contains("http://127.0.0.1:1"), "{said}");
    list(&["--profile", "other", "--server", url]).ok();
    let said = list(&["--profile", "nobody"]).failed(3);
    assert!(
        said.contains("The login or the password is wrong"),
        "{said}"
    );
    list(&["--profile", "nobody", "--user", "admin"]).ok();
    let said = list(&["--profile", "nsa"]).failed(2);
    assert!(said.contains("there is nas, nobody, other"), "{said}");
}

#[test]
fn what_a_profile_has_goes_to_no_other_server() {
    let folder = tempfile::tempdir().unwrap();
    profiles(
        &folder,
        "default = 'nas'\n[profiles.nas]\nserver = 'http://127.0.0.1:1'\ntoken-file = 'token'\n",
    );
    let (ended, head) = ask_fake(|url| {
        let mut list = program(&folder);
        list.args(["list", "--server", url])
            .env("BACKUP_CATALOG_PASSWORD", "x");
        Ended::of(&mut list)
    });
    ended.failed(3);
    assert!(head.starts_with("POST /api/session/login"), "{head}");
    assert!(!head.contains("authorization"), "{head}");
    let (ended, head) = ask_fake(|url| {
        let mut list = program(&folder);
        list.args(["list", "--server", url, "--profile", "nas"]);
        Ended::of(&mut list)
    });
    ended.ok();
    assert!(head.contains("authorization: Bearer bc_secret"), "{head}");
}

#[test]
fn a_misspelt_key_of_a_profile_is_named() {
    let folder = tempfile::tempdir().unwrap();
    profiles(&folder, "[profiles.nas]\nsever = 'http://nas'\n");
    let said = Ended::of(program(&folder).args(["list", "--profile", "nas"])).failed(2);
    assert!(
        said.contains("there is no setting `sever`; did you mean `server`?"),
        "{said}"
    );
    profiles(&folder, "[profiles.nas]\nserver = 'nas'\n");
    let said = Ended::of(program(&folder).args(["list", "--profile", "nas"])).failed(2);
    assert!(
        said.contains("cannot use the server address `nas`"),
        "{said}"
    );
}
