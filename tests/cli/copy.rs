//! `backup`, `restore` and `check --repair`.

use crate::filled;
use crate::program::{Ended, Server, program};

#[test]
fn a_catalog_that_is_lost_comes_back() {
    let server = filled();
    let copy = server.folder.path().join("copy.db").display().to_string();
    let database = server.database.clone();
    let run = |arguments: &[&str]| Ended::of(program(&server.folder).args(arguments));
    let said = run(&["backup", &copy, "--database", &database]).ok();
    assert!(
        said.starts_with(&format!("3 backups in {copy}, ")),
        "{said}"
    );
    let said = run(&["backup", &copy, "--database", &database]).failed(2);
    assert!(
        said.contains("is there already and is not overwritten"),
        "{said}"
    );
    let said = run(&["restore", &copy, "--database", &database]).failed(2);
    assert!(
        said.contains("is there already and is not overwritten"),
        "{said}"
    );

    let before = server.run(&["list", "-o", "json"]).json();
    let new = Server::start_on(|folder| {
        let database = format!("sqlite:{}", folder.join("restored.db").display());
        let said = run(&["restore", &copy, "--database", &database]).ok();
        assert!(said.starts_with("3 backups restored, "), "{said}");
        database
    });
    assert_eq!(new.run(&["list", "-o", "json"]).json(), before);
}

#[test]
fn wrong_sums_are_repaired_and_stay_right() {
    let server = filled();
    let check = |flags: &[&str]| {
        let mut check = program(&server.folder);
        check
            .args(["check", "--database", &server.database])
            .args(flags);
        Ended::of(&mut check)
    };
    let right = check(&["--repair"]).ok();
    assert!(
        right.ends_with("sums equal a recount of the backups\n"),
        "{right}"
    );
    let file = rusqlite::Connection::open(server.folder.path().join("catalog.db")).unwrap();
    file.execute_batch("UPDATE rollups SET size_low = size_low + 1 WHERE scope = -1; DELETE FROM rollups WHERE scope = 0")
        .unwrap();
    let said = check(&[]).failed(1);
    assert!(
        said.contains("sums are wrong; --repair keeps what was counted"),
        "{said}"
    );
    let said = check(&["--repair"]).ok();
    assert!(said.contains(&format!("\nrepaired: {right}")), "{said}");
    assert_eq!(check(&[]).ok(), right);
    let sums = server.run(&["stats", "-o", "json"]).json();
    let sizes: Vec<&str> = (sums.as_array().unwrap().iter())
        .map(|sum| sum["exactSize"].as_str().unwrap())
        .collect();
    assert_eq!(sizes.len(), 3);
    assert!(
        sizes.contains(&"7502820") && sizes.contains(&"5368709120"),
        "{sizes:?}"
    );
    // A report after it is added to the right sums.
    server.pipe(&["ingest", "-"], r#"{"v":1,"source":"s","id":"9","entity":{"name":"e"},"status":"SUCCESS","started":0,"size":1}"#).ok();
    check(&[]).ok();
}
