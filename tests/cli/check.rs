//! `check`.

use crate::program::{Ended, Server, program};

fn database(server: &Server) -> String {
    format!(
        "sqlite:{}",
        server.folder.path().join("catalog.db").display()
    )
}

#[test]
fn sums_that_are_kept_are_compared_with_a_recount() {
    let server = Server::start();
    let records = [
        r#"{"v":1,"source":"s","id":"1","entity":{"name":"e"},"status":"SUCCESS","started":0,"size":5}"#,
        r#"{"v":1,"source":"s","id":"2","entity":{"name":"e"},"status":"FAILED","started":86400000}"#,
    ];
    server.pipe(&["ingest", "-"], &records.join("\n")).ok();
    let check =
        || Ended::of(program(&server.folder).args(["check", "--database", &database(&server)]));
    // Each backup counts for those without a policy and for all.
    assert_eq!(check().ok(), "4 sums equal a recount of the backups\n");

    let file = rusqlite::Connection::open(server.folder.path().join("catalog.db")).unwrap();
    file.execute_batch(
        "UPDATE rollups SET backups = 7 WHERE scope = -1 AND day = 0; DELETE FROM rollups WHERE scope = 0 AND day = 1",
    )
    .unwrap();
    let wrong = check();
    assert_eq!(wrong.code, 1, "{wrong:?}");
    assert_eq!(
        wrong.stdout,
        "all backups, SUCCESS FULL, day 0: 7 kept, 1 counted\n\
         backups without a policy, FAILED FULL, day 1: none kept, 1 counted\n"
    );
    assert!(
        wrong.stderr.contains("2 sums are wrong"),
        "{}",
        wrong.stderr
    );
}

#[test]
fn a_database_that_is_not_there_is_not_made() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("none.db");
    let ended =
        Ended::of(program(&folder).args(["check", "--database", &file.display().to_string()]));
    assert_eq!(ended.code, 3, "{ended:?}");
    assert!(!file.exists());
}
