//! Pages of the documentation, done as they say.

use crate::program::{Server, commands_of, run_page};
use crate::run::statuses;

#[test]
fn a_machine_gets_its_token_and_reports_with_it() {
    let server = Server::start();
    let folder = server.folder.path().join("settings");
    let folder = folder.to_str().unwrap();
    // The person carries the secret from one machine to the other.
    let page = commands_of("sources/README.md").replace(
        "/dev/stdin /etc/backup-catalog/token",
        "/dev/stdin /etc/backup-catalog/token <<< \"$(cat secret)\"",
    );
    let page = format!("cd {}\n{page}", server.folder.path().display())
        .replace("catalog.db\n", "catalog.db > secret\n");
    let places = [
        ("/etc/backup-catalog", folder),
        (
            "sqlite:/var/lib/backup-catalog/catalog.db",
            server.database.as_str(),
        ),
    ];
    run_page(&server, &page, &places);
    let mut run = server.command(&["run", "--source", "web01", "--", "true"]);
    run.env_remove("BACKUP_CATALOG_PASSWORD");
    run.env("BACKUP_CATALOG_TOKEN_FILE", format!("{folder}/token"));
    assert_eq!(run.output().unwrap().stderr, b"");
    assert_eq!(statuses(&server), ["SUCCESS"]);
    run = server.command(&["run", "--source", "web02", "--", "true"]);
    run.env_remove("BACKUP_CATALOG_PASSWORD");
    run.env("BACKUP_CATALOG_TOKEN_FILE", format!("{folder}/token"));
    let said = run.output().unwrap();
    assert!(said.status.success(), "the backup all the same");
    assert_eq!(
        statuses(&server),
        ["SUCCESS"],
        "for itself and nothing else"
    );
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
    let archive = format!(".tar.gz {}\n", data.display());
    let places = [
        ("/srv/backup", folder.to_str().unwrap()),
        (".tar.gz /etc\n", &archive),
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
