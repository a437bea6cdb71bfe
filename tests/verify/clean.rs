//! Servers without a defect: nothing is found, and nothing is left behind.

use std::collections::BTreeSet;

use backup_catalog::verify::{Outcome, Profile, State};

use super::server::{Holding, assert_held, serve};

fn ids(outcome: &Outcome, state: State) -> BTreeSet<&str> {
    let some = outcome.checks.iter().filter(|check| check.state() == state);
    some.map(|check| check.id.as_str()).collect()
}

#[tokio::test]
async fn nothing_is_found_on_a_small_catalog_and_little_is_left_out() {
    let server = serve(Holding::Fleet, None).await;
    let outcome = server.verify(server.options()).await;
    assert_held(&outcome);
    assert_eq!(ids(&outcome, State::Skipped), BTreeSet::new());
    // Every check that asks something compared something.
    let idle = outcome.checks.iter().find(|check| check.held == 0);
    assert_eq!(idle.map(|check| &check.id), None);
}

#[tokio::test]
async fn nothing_is_found_on_a_catalog_that_is_sampled() {
    let server = serve(Holding::Demo, None).await;
    let outcome = server.verify(server.options()).await;
    assert_held(&outcome);
    assert!(
        usize::try_from(outcome.total.unwrap()).unwrap() > 240,
        "{:?}",
        outcome.total
    );
}

#[tokio::test]
async fn an_empty_catalog_is_verified_as_far_as_it_goes() {
    let server = serve(Holding::Nothing, None).await;
    let outcome = server.verify(server.options()).await;
    assert_held(&outcome);
    let skipped = ids(&outcome, State::Skipped);
    assert!(
        skipped.contains("meaning/agreement") && skipped.contains("edits/description"),
        "{skipped:?}"
    );
    assert!(ids(&outcome, State::Held).contains("refusals/parameters/list_backups"));
}

#[tokio::test]
async fn everything_is_again_as_it_was() {
    let server = serve(Holding::Fleet, None).await;
    let before = server.everything().await;
    let outcome = server.verify(server.options()).await;
    assert_held(&outcome);
    let edits = outcome
        .checks
        .iter()
        .filter(|check| check.id.starts_with("edits/"));
    assert!(edits.clone().count() >= 6 && edits.clone().all(|check| check.held > 0));
    assert_eq!(server.everything().await, before);
}

#[tokio::test]
async fn read_only_sends_nothing_but_get_and_the_log_in() {
    let server = serve(Holding::Fleet, None).await;
    let options = backup_catalog::verify::Options {
        read_only: true,
        ..server.options()
    };
    let outcome = server.verify(options).await;
    assert_held(&outcome);
    let seen = server.seen.lock().unwrap().clone();
    let others: Vec<&String> = seen.iter().filter(|it| !it.starts_with("GET ")).collect();
    assert_eq!(others, ["POST /session/login?"]);
    for id in [
        "edits/batch",
        "meaning/rates",
        "refusals/bodies/acknowledge_warnings",
    ] {
        assert!(ids(&outcome, State::Skipped).contains(id), "{id}");
    }
}

#[tokio::test]
async fn a_run_never_deletes() {
    let server = serve(Holding::Fleet, None).await;
    server.verify(server.options()).await;
    let seen = server.seen.lock().unwrap().clone();
    let deletes: Vec<&String> = seen.iter().filter(|it| it.starts_with("DELETE ")).collect();
    assert!(!deletes.is_empty());
    // What there is not cannot be deleted.
    let unknown = "00000000-0000-4000-8000-0000000000ff";
    assert!(deletes.iter().all(|it| it.contains(unknown)), "{deletes:?}");
}

#[tokio::test]
async fn the_vendors_profile_asks_for_nothing_that_was_chosen_here() {
    let server = serve(Holding::Fleet, None).await;
    let options = backup_catalog::verify::Options {
        profile: Profile::Vendor,
        ..server.options()
    };
    let outcome = server.verify(options).await;
    assert_held(&outcome);
    assert!(ids(&outcome, State::Skipped).contains("meaning/look-up/list_nodes"));
    let seen = server.seen.lock().unwrap().clone();
    assert!(!seen.iter().any(|it| it.contains("/catalog/")), "{seen:?}");
}
