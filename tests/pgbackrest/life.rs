//! A stanza over its life: full, differential and incremental backups come, fail and expire.

use serde_json::Value;

use crate::program::Server;
use crate::stanza::{Stanza, counts};

/// Everything that the catalog lists, oldest first.
fn backups(server: &Server) -> Vec<Value> {
    let mut backups = server.backups();
    backups.reverse();
    backups
}

fn statuses(backups: &[Value]) -> Vec<&str> {
    backups
        .iter()
        .map(|backup| backup["status"]["name"].as_str().unwrap())
        .collect()
}

#[test]
fn chains_come_fail_and_expire() {
    let server = Server::start();
    let stanza = Stanza::create();
    let said = stanza.import(&server, &[]).ok();
    assert_eq!(said, counts(0, 0, 0, 0), "a stanza without backups is fine");

    let labels = [
        stanza.back_up("full"),
        stanza.back_up("diff"),
        stanza.back_up("full"),
        stanza.back_up("incr"),
    ];
    assert_eq!(stanza.import(&server, &[]).ok(), counts(4, 0, 0, 0));
    let known = backups(&server);
    let listed = stanza.backups();
    let kinds = ["FULL", "INCREMENTAL", "FULL", "INCREMENTAL"];
    for ((backup, listed), kind) in known.iter().zip(&listed).zip(kinds) {
        assert_eq!(backup["nativeId"], listed["label"]);
        assert_eq!(backup["type"]["name"], kind);
        assert_eq!(backup["status"]["name"], "SUCCESS");
        assert_eq!(backup["protectedEntity"]["name"], "main");
        assert_eq!(backup["protectedEntity"]["type"]["name"], "APP");
        assert_eq!(backup["backupPolicy"]["name"], "nightly");
        assert_eq!(backup["node"]["name"], "db01");
        assert_eq!(backup["size"], listed["info"]["size"]);
        let start = listed["timestamp"]["start"].as_i64().unwrap();
        assert_eq!(backup["snapshotTime"], start * 1000);
        let destination = &backup["backupLocations"][0]["backupDestination"]["name"];
        assert_eq!(*destination, "nas");
    }
    assert_eq!(known[1]["parentBackup"]["guid"], known[0]["guid"]);
    assert_eq!(known[3]["rootBackup"]["guid"], known[2]["guid"]);

    // A run that fails leaves no trace and takes nothing away.
    let failed = stanza.pgbackrest(&["--stanza=main", "--pg1-user=nobody", "backup"]);
    assert!(!failed.status.success(), "{failed:?}");
    assert_eq!(stanza.import(&server, &[]).ok(), counts(0, 0, 4, 0));
    assert_eq!(backups(&server), known);

    // The third full backup makes the first expire, with what depends on it.
    stanza.back_up("full");
    assert_eq!(stanza.import(&server, &[]).ok(), counts(1, 0, 2, 2));
    let after = backups(&server);
    assert_eq!(
        statuses(&after),
        [
            "SUCCESS_REMOVED",
            "SUCCESS_REMOVED",
            "SUCCESS",
            "SUCCESS",
            "SUCCESS"
        ]
    );
    assert_eq!(after[1]["nativeId"], labels[1]);
    assert_eq!(stanza.import(&server, &[]).ok(), counts(0, 0, 3, 0));

    // A repository that is gone is not a repository without backups.
    let hidden = stanza.repository().with_extension("gone");
    std::fs::rename(stanza.repository(), hidden).unwrap();
    let said = stanza.import(&server, &[]).failed(4);
    assert!(said.contains("lists no stanza"), "{said}");
    assert_eq!(backups(&server), after);
}
