//! Pages of the documentation, done as they say.

use std::os::unix::fs::PermissionsExt as _;

use crate::program::{Ended, Server, commands_of, hostname, page_with, run_page, set_up_machine};
use crate::run::statuses;

#[test]
fn a_machine_gets_its_token_and_reports_with_it() {
    let server = Server::start();
    let settings = set_up_machine(&server, &server.folder.path().join("settings"));
    let run = |commands: &str| Ended::of(&mut page_with(&server, &settings, commands, &[]));
    let before = r#"{"v":1,"source":"web02","id":"1","entity":{"name":"web02:/etc"},"exitCode":0,"finished":1}"#;
    server.pipe(&["ingest", "-"], before).ok();
    let ended = run("backup-catalog run -- true");
    assert_eq!((ended.code, ended.stderr.as_str()), (0, ""), "{ended:?}");
    assert_eq!(statuses(&server), ["SUCCESS", "SUCCESS"]);
    let said = run("backup-catalog run --source web02 -- true");
    assert_eq!(said.code, 0, "the backup all the same");
    assert_eq!(
        statuses(&server),
        ["SUCCESS", "SUCCESS"],
        "for itself and nothing else"
    );
    let seen = run("backup-catalog list -o json").json();
    assert_eq!(
        seen.as_array().unwrap().len(),
        1,
        "what it has reported itself"
    );
    let mode = std::fs::metadata(settings.with_file_name("token")).unwrap();
    assert_eq!(mode.permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_script_is_watched_and_speaks_for_itself() {
    let server = Server::start();
    let folder = server.folder.path().join("backup");
    std::fs::create_dir_all(folder.join("etc")).unwrap();
    std::fs::write(folder.join("etc/hosts"), "127.0.0.1 localhost\n").unwrap();
    let data = folder.join("etc");
    // A database is nothing that this test has.
    let page = commands_of("sources/scripts.md").replace("pg_dump shop", "echo shop");
    let source = format!(r#""source":"{}""#, hostname());
    let archive = format!(".tar.gz {}\n", data.display());
    let places = [
        ("/srv/backup", folder.to_str().unwrap()),
        (".tar.gz /etc\n", &archive),
        (r#""source":"web01""#, &source),
    ];
    run_page(&server, &page, &places);
    let rows = crate::run::rows(&server);
    assert_eq!(statuses(&server), ["SUCCESS", "SUCCESS", "SUCCESS"]);
    let mut sized: Vec<&str> = rows
        .iter()
        .filter(|row| row["size"].as_i64() > Some(0))
        .map(|row| row["protectedEntity"]["name"].as_str().unwrap())
        .collect();
    sized.sort_unstable();
    assert_eq!(sized, ["shop", "web01:/etc"]);
}
