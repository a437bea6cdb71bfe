//! What must not change the catalog.

use crate::program::{Ended, Server};
use crate::repository::{Repository, counts};

fn state(server: &Server) -> serde_json::Value {
    server.run(&["list", "-o", "json"]).json()
}

#[test]
fn output_that_was_cut_off_stores_and_removes_nothing() {
    let server = Server::start();
    let repository = Repository::create();
    repository.back_up("a", "one");
    repository.import(&server, &[]).ok();
    let before = state(&server);
    repository.back_up("a", "two");

    let config: serde_json::Value =
        serde_json::from_str(&repository.restic(&["cat", "config"])).unwrap();
    let id = config["id"].as_str().unwrap();
    let whole = repository.restic(&["snapshots", "--json"]);
    let whole = whole.trim_end();
    let import = [
        "import",
        "restic",
        "--source",
        "nas",
        "--stdin",
        "--complete",
        "--repository",
        id,
    ];
    for length in [0, 1, whole.len() / 2, whole.len() - 1] {
        let said = server.pipe(&import, &whole[..length]).failed(4);
        assert!(
            said.contains("damaged at line 1") || length == 0,
            "{length}: {said}"
        );
        assert_eq!(state(&server), before, "{length}");
    }
    // The same output, whole, is one more backup.
    let destination = ["--destination", "offsite"];
    let ended = server.pipe(&[&import[..], &destination].concat(), whole);
    assert_eq!(ended.ok(), counts(1, 0, 1, 0));
}

#[test]
fn a_wrong_password_or_no_repository_removes_nothing() {
    let server = Server::start();
    let repository = Repository::create();
    repository.back_up("a", "one");
    repository.import(&server, &[]).ok();
    let before = state(&server);
    let mut wrong = repository.importing(&server, &[]);
    wrong.env("RESTIC_PASSWORD", "wrong");
    let said = Ended::of(&mut wrong).failed(3);
    assert!(
        said.contains("wrong password"),
        "restic's own message: {said}"
    );
    let mut nowhere = repository.importing(&server, &[]);
    nowhere.env("RESTIC_REPOSITORY", "/does/not/exist");
    let said = Ended::of(&mut nowhere).failed(3);
    assert!(
        said.contains("`restic cat config --no-lock` failed"),
        "{said}"
    );
    assert_eq!(state(&server), before);
}

#[test]
fn a_repository_that_lost_everything_needs_to_be_meant() {
    let server = Server::start();
    let repository = Repository::create();
    let only = repository.back_up("a", "one");
    repository.import(&server, &[]).ok();
    let before = state(&server);
    repository.restic(&["forget", &only.id]);
    let said = repository.import(&server, &[]).failed(4);
    assert!(said.contains("allow-mass-removal"), "{said}");
    assert_eq!(state(&server), before);
    assert_eq!(
        repository.import(&server, &["--allow-mass-removal"]).ok(),
        counts(0, 0, 0, 1)
    );
}

#[test]
fn another_repository_does_not_remove_what_this_one_holds() {
    let server = Server::start();
    let [one, other] = [Repository::create(), Repository::create()];
    one.back_up("a", "one");
    other.back_up("a", "one");
    assert_eq!(one.import(&server, &[]).ok(), counts(1, 0, 0, 0));
    assert_eq!(other.import(&server, &[]).ok(), counts(1, 0, 0, 0));
    assert_eq!(one.import(&server, &[]).ok(), counts(0, 0, 1, 0));
}
