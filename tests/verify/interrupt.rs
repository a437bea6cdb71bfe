//! Runs that do not go to their end leave nothing behind either.

use axum::http::StatusCode;
use backup_catalog::verify::{Ended, Interrupt, verify};

use super::defect::{after, before};
use super::server::{Holding, failed, serve};

#[tokio::test]
async fn an_interruption_within_an_edit_puts_everything_back() {
    let interrupt = Interrupt::default();
    let signal = interrupt.clone();
    let on_the_first_edit = before("a signal", "", move |asked| {
        if asked.edits("warnings") {
            signal.set();
        }
    });
    let server = serve(Holding::Fleet, Some(on_the_first_edit)).await;
    let state = server.everything().await;
    let outcome = verify(server.options(), interrupt, &mut |_, _, _| ())
        .await
        .unwrap();
    assert_eq!(outcome.ended, Some(Ended::Interrupted));
    let edited = server
        .seen
        .lock()
        .unwrap()
        .iter()
        .filter(|it| it.starts_with("PUT "))
        .count();
    // The description's edits, the one that was interrupted, and what put it back.
    assert!(edited >= 5, "{edited}");
    assert_eq!(server.everything().await, state);
    let made = outcome
        .checks
        .iter()
        .find(|check| check.id == "edits/batch")
        .map(|check| check.made);
    assert_eq!(made, Some(false));
}

#[tokio::test]
async fn a_check_that_fails_within_an_edit_puts_everything_back() {
    let failing = after("edits fail after they were made", "", |asked, reply| {
        if asked.edits("warnings") || asked.edits("description") {
            reply.status = StatusCode::INTERNAL_SERVER_ERROR;
        }
    });
    let server = serve(Holding::Fleet, Some(failing)).await;
    let state = server.everything().await;
    let options = backup_catalog::verify::Options {
        only: vec!["edits".to_owned()],
        ..server.options()
    };
    let outcome = server.verify(options).await;
    assert!(
        failed(&outcome).contains(&"edits/warnings"),
        "{:?}",
        failed(&outcome)
    );
    assert!(!failed(&outcome).contains(&"edits/put-back"));
    assert_eq!(server.everything().await, state);
}

/// Whatever backup a defect of the server changed beside the one that was edited.
#[tokio::test]
async fn what_an_edit_changed_elsewhere_is_put_back_too() {
    let server = serve(
        Holding::Fleet,
        super::zoo::named("a description is stored of another backup too"),
    )
    .await;
    let state = server.everything().await;
    let options = backup_catalog::verify::Options {
        only: vec!["edits/description".to_owned()],
        ..server.options()
    };
    let outcome = server.verify(options).await;
    assert_eq!(failed(&outcome), ["edits/description"]);
    assert_eq!(server.everything().await, state);
}
