//! `health`, `completions` and `man`.

use std::net::TcpListener;

use crate::program::{Ended, Server, program};

#[test]
fn health_needs_no_log_in_and_tells_a_sick_server_from_none() {
    let server = Server::start();
    let health = |url: &str| {
        let folder = tempfile::tempdir().unwrap();
        Ended::of(program(&folder).args(["health", "--server", url]))
    };
    assert_eq!(health(&server.url).ok(), "ready\n");
    let file = rusqlite::Connection::open(server.folder.path().join("catalog.db")).unwrap();
    file.execute_batch("ALTER TABLE sources RENAME TO gone")
        .unwrap();
    let said = health(&server.url).failed(1);
    assert!(said.contains("The database cannot be read"), "{said}");
    let free = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = free.local_addr().unwrap();
    drop(free);
    let said = health(&format!("http://{address}")).failed(3);
    assert!(said.contains("Connection refused"), "{said}");
}

#[test]
fn each_shell_completes_the_commands() {
    let folder = tempfile::tempdir().unwrap();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = Ended::of(program(&folder).args(["completions", shell])).ok();
        for word in ["ingest", "config", "protected-entity"] {
            assert!(script.contains(word), "{word} in {shell}");
        }
    }
    Ended::of(program(&folder).args(["completions", "cmd"])).failed(2);
}

#[test]
fn each_command_has_a_manual_page() {
    let folder = tempfile::tempdir().unwrap();
    let page = Ended::of(program(&folder).arg("man")).ok();
    assert!(
        page.starts_with(".ie") || page.contains(".TH backup-catalog 1"),
        "{page}"
    );
    let pages = folder.path().join("man1");
    Ended::of(program(&folder).args(["man", "--folder", &pages.display().to_string()])).ok();
    for name in [
        "backup-catalog",
        "backup-catalog-serve",
        "backup-catalog-import-restic",
    ] {
        let page = std::fs::read_to_string(pages.join(format!("{name}.1"))).unwrap();
        assert!(page.contains(".SH NAME"), "{page}");
    }
    let said = Ended::of(program(&folder).args(["man", "--folder", "/proc/none"])).failed(2);
    assert!(said.contains("cannot write the manual pages"), "{said}");
}
