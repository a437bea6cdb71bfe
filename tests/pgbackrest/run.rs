//! Runs of pgBackRest that are watched, and the import that meets them.

use crate::program::Server;
use crate::stanza::{Stanza, counts};

#[test]
fn a_run_and_what_the_import_lists_of_it_are_one_backup() {
    let server = Server::start();
    let stanza = Stanza::create();
    for kind in ["full", "incr"] {
        let ended = stanza.watched(
            &server,
            &["--stanza=main", &format!("--type={kind}"), "backup"],
        );
        assert_eq!(ended.code, 0, "{ended:?}");
        assert!(!ended.stderr.contains("backup-catalog"), "{ended:?}");
    }
    let runs = server.backups();
    assert_eq!(runs.len(), 2);
    assert_eq!(stanza.import(&server, &[]).ok(), counts(0, 2, 0, 0));
    assert_eq!(stanza.import(&server, &[]).ok(), counts(0, 0, 2, 0));
    let met = server.backups();
    assert_eq!(met.len(), 2);
    for (run, met) in runs.iter().zip(&met) {
        assert_eq!(run["guid"], met["guid"]);
        assert_eq!(run["protectedEntity"], met["protectedEntity"]);
        assert_eq!(met["status"]["name"], "SUCCESS");
        assert!(met["size"].as_i64() > Some(1_000_000), "{met}");
    }
    assert_eq!(met[0]["parentBackup"]["guid"], met[1]["guid"]);
}

#[test]
fn a_run_that_fails_is_a_record_of_its_own_of_the_same_entity() {
    let server = Server::start();
    let stanza = Stanza::create();
    stanza.watched(&server, &["--stanza=main", "backup"]);
    // A folder in which nothing can be made.
    let repository = stanza.repository();
    std::fs::rename(repository.join("backup"), repository.join("gone")).unwrap();
    std::fs::write(repository.join("backup"), "").unwrap();
    let ended = stanza.watched(&server, &["--stanza=main", "backup"]);
    assert_ne!(ended.code, 0, "{ended:?}");
    let found = server.backups();
    assert_eq!(found[0]["status"]["name"], "FAILED");
    assert!(
        found[0]["statusInfo"].as_str().unwrap().starts_with('['),
        "{}",
        found[0]
    );
    assert_eq!(found[0]["protectedEntity"], found[1]["protectedEntity"]);
    std::fs::remove_file(repository.join("backup")).unwrap();
    std::fs::rename(repository.join("gone"), repository.join("backup")).unwrap();
    assert_eq!(stanza.import(&server, &[]).ok(), counts(0, 1, 0, 0));
}
