//! The page on restic, done as it says.

use crate::program::{Server, commands_of, run_page};
use crate::repository::Repository;

#[test]
fn the_page_leads_from_nothing_to_backups_in_the_catalog() {
    let server = Server::start();
    let repository = Repository::create();
    repository.back_up("a", "one");
    let password = repository.data().with_file_name("password");
    std::fs::write(&password, crate::repository::PASSWORD).unwrap();
    let (address, data) = (repository.address(), repository.data());
    let places = [
        ("/srv/restic", address.to_str().unwrap()),
        ("/etc/restic.pass", password.to_str().unwrap()),
        ("/srv/data", data.to_str().unwrap()),
    ];
    run_page(&server, &commands_of("sources/restic.md"), &places);
    let rows = server.run(&["list", "-o", "json"]).json();
    let rows = rows.as_array().unwrap();
    assert_eq!(rows.len(), 2, "one from before, one that was watched");
    assert!(
        rows.iter().all(|row| row["status"]["name"] == "SUCCESS"),
        "{rows:?}"
    );
    assert_eq!(rows[0]["size"], 3);
}
