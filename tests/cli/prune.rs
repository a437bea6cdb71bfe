//! `prune`, and `serve --keep`.

use serde_json::Value;

use crate::program::{Ended, Server, program};

/// Three runs in 1970: one failed, one failed later, one was good at last.
const RECORDS: &str = r#"{"v":1,"source":"s","id":"1","entity":{"name":"e"},"exitCode":1,"finished":1}
{"v":1,"source":"s","id":"2","entity":{"name":"e"},"exitCode":1,"finished":2}
{"v":1,"source":"s","id":"3","entity":{"name":"e"},"exitCode":0,"finished":3}"#;

fn backups(server: &Server) -> usize {
    let list = server.run(&["list", "-o", "json"]).json();
    list.as_array().map_or(0, Vec::<Value>::len)
}

#[test]
fn old_failures_are_forgotten_once_it_is_said() {
    let server = Server::start();
    server.pipe(&["ingest", "-"], RECORDS).ok();
    let prune_after = |days: &str, flags: &[&str]| {
        let mut command = program(&server.folder);
        command
            .args(["prune", "--keep", days, "--database", &server.database])
            .args(flags);
        Ended::of(&mut command)
    };
    let prune = |flags: &[&str]| prune_after("365", flags);
    assert_eq!(prune(&["--dry-run"]).ok().trim(), "2 would be forgotten");
    assert_eq!(backups(&server), 3);
    assert_eq!(prune(&[]).ok().trim(), "2 forgotten");
    assert_eq!(backups(&server), 1);
    assert_eq!(prune(&[]).ok().trim(), "0 forgotten");
    let said = prune_after("0", &[]).failed(2);
    assert!(said.contains("1..=36500"), "{said}");
}

#[test]
fn a_server_forgets_by_itself_once_it_is_told_to() {
    let folder = tempfile::tempdir().unwrap();
    let database = format!("sqlite:{}", folder.path().join("catalog.db").display());
    let server = Server::start_on(|_| database.clone());
    server.pipe(&["ingest", "-"], RECORDS).ok();
    assert_eq!(backups(&server), 3);
    drop(server);
    let server = Server::launch(
        |_| database.clone(),
        |command| {
            command.args(["--keep", "365"]);
        },
    );
    let begin = std::time::Instant::now();
    while backups(&server) > 1 {
        assert!(begin.elapsed().as_secs() < 60, "nothing is forgotten");
    }
}
