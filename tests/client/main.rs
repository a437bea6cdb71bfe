//! The hand-written layer over the generated client, against an appliance that answers as the vendor's page shows it.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod appliance;

use appliance::{Appliance, GUID};
use backup_catalog::client::{ClientError, Session};
use backup_catalog::types::{GuidOrReference, WarningAcknowledgementRequest};

async fn session(appliance: &Appliance) -> Session {
    let address = appliance.url.parse().unwrap();
    Session::log_in(address, "admin", "vPr0tect").await.unwrap()
}

#[tokio::test]
async fn a_session_sends_the_cookies_that_it_was_given_whatever_their_names() {
    let appliance = Appliance::start().await;
    let session = session(&appliance).await;
    assert_eq!(session.info().unwrap().requester.name, "admin");
    session.api().check_session().send().await.unwrap();
    session.log_out().await.unwrap();
    assert_eq!(
        appliance.seen(),
        [
            "POST /api/session/login",
            "GET /api/session JSESSIONID=abc; route=7",
            "POST /api/session/logout JSESSIONID=abc; route=7",
        ]
    );
}

#[tokio::test]
async fn after_an_edit_without_an_answer_the_backup_is_read_again() {
    let appliance = Appliance::start().await;
    let session = session(&appliance).await;
    let described = session.describe(GUID, "a note").await.unwrap();
    assert_eq!((described.guid, described.size), (GUID, 7_502_820));
    let acknowledged = session.acknowledge(GUID, true).await.unwrap();
    assert_eq!(acknowledged.guid, GUID);
    let warned = session
        .set_warnings(GUID, &["hot".to_owned()])
        .await
        .unwrap();
    assert_eq!(warned.chain_position, Some(1));
    let seen = appliance.seen();
    let read = format!("GET /api/backups/{GUID} JSESSIONID=abc; route=7");
    assert_eq!(
        seen.iter().filter(|request| **request == read).count(),
        3,
        "{seen:?}"
    );
    assert_eq!(
        appliance.bodies(),
        [
            r#"{"value":"a note"}"#,
            r#"{"value":true}"#,
            r#"[{"value":"hot"}]"#
        ]
    );
}

#[tokio::test]
async fn after_acknowledging_many_each_backup_is_there_once() {
    let appliance = Appliance::start().await;
    let session = session(&appliance).await;
    // The list of the entity holds the same backup.
    let what = WarningAcknowledgementRequest {
        backups: vec![GuidOrReference::Uuid(GUID)],
        protected_entities: vec![GuidOrReference::Uuid(appliance::ENTITY)],
        ..WarningAcknowledgementRequest::default()
    };
    let backups = session.acknowledge_all(what).await.unwrap();
    let guids: Vec<_> = backups.iter().map(|backup| backup.guid).collect();
    assert_eq!(guids, [GUID]);
}

#[tokio::test]
async fn a_refusal_is_the_sentence_of_the_server() {
    let appliance = Appliance::start().await;
    let session = session(&appliance).await;
    let unknown = session.get("/backups/unknown").await.unwrap_err();
    assert_eq!(unknown.status(), Some(404));
    assert_eq!(unknown.to_string(), "There is no such backup.");
    let broken = session.get("/broken").await.unwrap_err();
    assert_eq!(broken.to_string(), "The database is away. (request r-1)");
    let foreign = session.get("/page").await.unwrap_err();
    assert!(matches!(foreign, ClientError::Foreign { .. }), "{foreign}");
}

#[tokio::test]
async fn what_is_too_long_is_not_sent() {
    let appliance = Appliance::start().await;
    let session = session(&appliance).await;
    let refused = session.describe(GUID, &"x".repeat(4097)).await.unwrap_err();
    assert_eq!(
        refused.to_string(),
        "the description is longer than 4096 characters"
    );
    assert_eq!(appliance.bodies(), Vec::<String>::new());
}

#[tokio::test]
async fn a_redirection_does_not_take_the_session_elsewhere() {
    let appliance = Appliance::start().await;
    let session = session(&appliance).await;
    let refused = session.get("/moved").await.unwrap_err();
    assert_eq!(refused.status(), Some(302));
    assert_eq!(appliance.seen().len(), 2, "the log-in and the one request");
}

#[tokio::test]
async fn a_report_of_any_length_is_waited_for_and_nothing_else() {
    let appliance = Appliance::start().await;
    let session = session(&appliance).await;
    let taken = session.patient_api().ingest().body("[]").send().await;
    assert_eq!(taken.unwrap().created, 7);
    tokio::time::resume();
    let given_up = session.api().ingest().body("[]").send().await;
    assert!(given_up.is_err(), "two minutes are enough for an answer");
}
