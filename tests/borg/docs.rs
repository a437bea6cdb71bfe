//! The page on Borg, done as it says.

use crate::program::{Server, commands_of, run_page};
use crate::repository::{FIRST, Repository};

#[test]
fn the_page_leads_from_nothing_to_backups_in_the_catalog() {
    let server = Server::start();
    let repository = Repository::create();
    repository.back_up(0, "one");
    let passphrase = repository.data().with_file_name("passphrase");
    std::fs::write(&passphrase, crate::repository::PASSPHRASE).unwrap();
    let (address, data) = (repository.address(), repository.data());
    let base = repository.data().with_file_name("base");
    let commands =
        format!("export BORG_BASE_DIR={}\n", base.display()) + &commands_of("sources/borg.md");
    let data = format!("' {}", data.display());
    let places = [
        ("/srv/borg", address.to_str().unwrap()),
        ("/etc/borg.pass", passphrase.to_str().unwrap()),
        ("' /etc", &data),
    ];
    run_page(&server, &commands, &places);
    let found = server.backups();
    assert_eq!(found.len(), 2, "one from before, one that was watched");
    assert!(
        found
            .iter()
            .all(|backup| backup["status"]["name"] == "SUCCESS"),
        "{found:?}"
    );
    assert_eq!(found[1]["snapshotTime"], FIRST);
}
