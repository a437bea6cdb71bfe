//! The page on pgBackRest, done as it says.

use crate::program::{Ended, Server, command_of, commands_of};
use crate::stanza::Stanza;

const PAGE: &str = "sources/pgbackrest.md";

#[test]
fn the_page_leads_from_nothing_to_a_chain_in_the_catalog() {
    let server = Server::start();
    let stanza = Stanza::create();
    let run = |commands: &str| Ended::of(&mut stanza.page(&server, commands));
    let listed = run(&commands_of(PAGE)).ok();
    assert!(listed.contains("main"), "{listed}");
    let [full] = &server.backups()[..] else {
        panic!("a run and what the import lists of it are one backup")
    };
    run(&command_of(PAGE, "backup-catalog run")).ok();
    let [increment, _] = &server.backups()[..] else {
        panic!("{:?}", server.backups())
    };
    for (backup, kind) in [(full, "FULL"), (increment, "INCREMENTAL")] {
        assert_eq!(backup["status"]["name"], "SUCCESS");
        assert_eq!(backup["type"]["name"], kind);
        assert_eq!(backup["protectedEntity"]["name"], "main");
        assert_eq!(backup["backupPolicy"]["name"], "nightly");
        let destination = &backup["backupLocations"][0]["backupDestination"]["name"];
        assert_eq!(*destination, "nas");
        assert!(backup["size"].as_i64() > Some(1_000_000), "{backup}");
    }
    assert_eq!(increment["parentBackup"]["guid"], full["guid"]);
}
