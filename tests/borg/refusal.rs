//! What must not change the catalog.

use crate::program::{Ended, Server};
use crate::repository::{Repository, counts};

#[test]
fn output_that_was_cut_off_stores_and_removes_nothing() {
    let server = Server::start();
    let repository = Repository::create();
    repository.back_up(0, "one");
    repository.import(&server, &[]).ok();
    let before = server.backups();
    repository.back_up(1, "two");

    let whole = repository.borg(&["info", "--json", "--glob-archives", "*"]);
    let whole = whole.trim_end();
    let import = [
        "import",
        "borg",
        "--source",
        "nas",
        "--stdin",
        "--complete",
        "--time-zone",
        "UTC",
    ];
    for length in [0, 1, whole.len() / 2, whole.len() - 1] {
        let said = server.pipe(&import, &whole[..length]).failed(4);
        assert!(
            said.contains("damaged at line") || length == 0,
            "{length}: {said}"
        );
        assert_eq!(server.backups(), before, "{length}");
    }
    let said = server.pipe(&import[..6], whole).failed(4);
    assert!(said.contains("--time-zone"), "{said}");
    // The same output, whole, is one more backup.
    assert_eq!(server.pipe(&import, whole).ok(), counts(1, 0, 1, 0));
}

#[test]
fn a_wrong_passphrase_or_another_repository_removes_nothing() {
    let server = Server::start();
    let [one, other] = [Repository::create(), Repository::create()];
    one.back_up(0, "one");
    one.import(&server, &[]).ok();
    let before = server.backups();

    let mut wrong = one.importing(&server, &[]);
    wrong.env("BORG_PASSPHRASE", "wrong");
    let said = Ended::of(&mut wrong).failed(3);
    assert!(said.contains("passphrase"), "borg's own message: {said}");
    let mut nowhere = one.importing(&server, &[]);
    nowhere.env("BORG_REPO", "/does/not/exist");
    let said = Ended::of(&mut nowhere).failed(3);
    assert!(
        said.contains("`borg info --json --glob-archives *` failed"),
        "{said}"
    );
    // An empty one, and then one with an archive: their scope is another.
    assert_eq!(other.import(&server, &[]).ok(), counts(0, 0, 0, 0));
    assert_eq!(server.backups(), before);
    other.back_up(0, "one");
    assert_eq!(other.import(&server, &[]).ok(), counts(1, 0, 0, 0));
    assert_eq!(one.import(&server, &[]).ok(), counts(0, 0, 1, 0));
}

#[test]
fn a_repository_that_lost_everything_needs_to_be_meant() {
    let server = Server::start();
    let repository = Repository::create();
    repository.back_up(0, "one");
    repository.import(&server, &[]).ok();
    let before = server.backups();
    repository.borg(&["delete", "::etc-2026-11-23T08:00:00"]);
    let said = repository.import(&server, &[]).failed(4);
    assert!(said.contains("allow-mass-removal"), "{said}");
    assert_eq!(server.backups(), before);
    assert_eq!(
        repository.import(&server, &["--allow-mass-removal"]).ok(),
        counts(0, 0, 0, 1)
    );
}

#[test]
fn a_dry_run_prints_what_ingest_takes() {
    let server = Server::start();
    let repository = Repository::create();
    repository.back_up(0, "one");
    let printed = repository.import(&server, &["--dry-run"]).ok();
    assert!(server.backups().is_empty());
    assert_eq!(
        server.pipe(&["ingest", "-"], &printed).ok(),
        counts(1, 0, 0, 0)
    );
}
