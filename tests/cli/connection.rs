//! Reaching a server, or not.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::process::Command;

use crate::program::{Ended, PASSWORD, Server, program};

fn list(url: &str, password: &str) -> Ended {
    let folder = tempfile::tempdir().unwrap();
    Ended::of(
        program(&folder)
            .args(["list", "--server", url])
            .env("BACKUP_CATALOG_PASSWORD", password),
    )
}

#[test]
fn a_server_that_is_not_there_is_exit_code_3() {
    let free = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let said = list(&format!("http://{free}"), "x").failed(3);
    assert!(
        said.contains(&format!(
            "cannot reach the server at http://{free}: Connection refused"
        )),
        "{said}"
    );
}

#[test]
fn a_wrong_password_is_exit_code_3() {
    let server = Server::start();
    let said = list(&server.url, "wrong").failed(3);
    assert!(
        said.contains("The login or the password is wrong."),
        "{said}"
    );
    let ended = list(&server.url, PASSWORD);
    ended.ok();
}

#[test]
fn a_server_of_something_else_is_named_as_such() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let server = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let read = stream.read(&mut [0; 4096]).unwrap();
        assert!(read > 0);
        let page = "<html>It works!</html>";
        write!(
            stream,
            "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{page}",
            page.len()
        )
        .unwrap();
    });
    let said = list(&url, "x").failed(3);
    server.join().unwrap();
    assert!(
        said.contains("not of this API") && said.contains("<html>It works!"),
        "{said}"
    );
}

#[test]
fn a_password_may_stand_in_a_file() {
    let server = Server::start();
    let file = server.folder.path().join("password");
    std::fs::write(&file, format!("{PASSWORD}\nsecond line\n")).unwrap();
    let mut command = program(&server.folder);
    command
        .args(["list", "--server", &server.url, "--password-file"])
        .arg(&file);
    Ended::of(&mut command).ok();
    let mut command = server.command(&["list", "--password-file", "/does/not/exist"]);
    let said = Ended::of(&mut command).failed(2);
    assert!(
        said.contains("cannot read the password file /does/not/exist"),
        "{said}"
    );
}

/// `setsid` takes the terminal away that the tests may have been started on.
#[cfg(target_os = "linux")]
#[test]
fn without_a_password_and_a_terminal_it_says_how_to_give_one() {
    let mut command = Command::new("setsid");
    command
        .args(["-w", env!("CARGO_BIN_EXE_backup-catalog"), "list"])
        .env_remove("BACKUP_CATALOG_PASSWORD")
        .stdin(std::process::Stdio::null());
    let said = Ended::of(&mut command).failed(2);
    assert!(
        said.contains("set BACKUP_CATALOG_PASSWORD or give --password-file"),
        "{said}"
    );
}

#[test]
fn an_address_with_a_password_is_refused_without_repeating_it() {
    let said = list("http://admin:secret@nas", "x").failed(2);
    assert!(
        said.contains("a login and password do not belong in the address"),
        "{said}"
    );
}
