//! Users and sessions, on a real SQLite file.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "../support/mod.rs"]
mod support;

mod audit;
mod http;
mod scope;
mod tokens;

use std::sync::Arc;

use backup_catalog::session::{IDLE, LIFETIME, SessionError, Sessions, Shown, Token};
use backup_catalog::store::Store;
use support::clock::{NOON, StandingClock};
use support::entropy::Counting;
use tempfile::TempDir;

struct Fixture {
    folder: TempDir,
    store: Store,
    clock: StandingClock,
    sessions: Sessions,
}

async fn with_administrator() -> Fixture {
    let folder = tempfile::tempdir().unwrap();
    let store = crate::support::database::open(folder.path()).await;
    let clock = StandingClock::at(NOON);
    let sessions = Sessions::new(
        store.clone(),
        Arc::new(clock.clone()),
        Arc::new(Counting::default()),
    );
    let shown = sessions
        .ensure_administrator("admin", Some("correct horse".to_owned()))
        .await
        .unwrap();
    assert_eq!(shown, None, "a given password is not shown");
    Fixture {
        folder,
        store,
        clock,
        sessions,
    }
}

#[tokio::test]
async fn the_first_administrator_is_made_once_with_a_password_nobody_chose() {
    let folder = tempfile::tempdir().unwrap();
    let store = crate::support::database::open(folder.path()).await;
    let sessions = Sessions::new(
        store,
        Arc::new(StandingClock::at(NOON)),
        Arc::new(Counting::default()),
    );
    let shown = sessions
        .ensure_administrator("admin", None)
        .await
        .unwrap()
        .expect("a password to show");
    assert_eq!(shown.len(), 16);
    assert_eq!(
        sessions
            .ensure_administrator("admin", Some("other".to_owned()))
            .await
            .unwrap(),
        None
    );
    assert!(sessions.log_in("admin", shown, None).await.is_ok());
    let other = sessions.log_in("admin", "other".to_owned(), None).await;
    assert!(matches!(other, Err(SessionError::Refused)), "{other:?}");
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_login_are_refused_alike() {
    let Fixture { sessions, .. } = with_administrator().await;
    let wrong = sessions
        .log_in("admin", "Correct horse".to_owned(), None)
        .await
        .unwrap_err()
        .to_string();
    let unknown = sessions
        .log_in("root", "correct horse".to_owned(), None)
        .await
        .unwrap_err()
        .to_string();
    assert_eq!(wrong, unknown);
}

#[tokio::test]
async fn a_session_ends_when_nobody_uses_it() {
    let Fixture {
        clock, sessions, ..
    } = with_administrator().await;
    let (token, session) = sessions
        .log_in("admin", "correct horse".to_owned(), None)
        .await
        .unwrap();
    assert_eq!(
        (session.principal.name.as_str(), session.created),
        ("admin", NOON)
    );
    clock.advance(IDLE - 1);
    assert_eq!(
        sessions
            .find(&Shown::Cookie(token.clone()), None)
            .await
            .unwrap(),
        Some(session.clone())
    );
    clock.advance(IDLE - 1);
    assert_eq!(
        sessions
            .find(&Shown::Cookie(token.clone()), None)
            .await
            .unwrap(),
        Some(session),
        "its last use keeps it alive"
    );
    clock.advance(IDLE);
    assert_eq!(
        sessions
            .find(&Shown::Cookie(token.clone()), None)
            .await
            .unwrap(),
        None
    );
}

#[tokio::test]
async fn a_session_ends_however_much_it_is_used() {
    let Fixture {
        clock, sessions, ..
    } = with_administrator().await;
    let (token, _) = sessions
        .log_in("admin", "correct horse".to_owned(), None)
        .await
        .unwrap();
    let step = IDLE / 2;
    let mut passed = 0;
    while passed + step < LIFETIME {
        clock.advance(step);
        passed += step;
        assert!(
            sessions
                .find(&Shown::Cookie(token.clone()), None)
                .await
                .unwrap()
                .is_some(),
            "after {passed} ms"
        );
    }
    clock.advance(LIFETIME - passed);
    assert_eq!(
        sessions
            .find(&Shown::Cookie(token.clone()), None)
            .await
            .unwrap(),
        None
    );
}

#[tokio::test]
async fn a_log_out_holds_at_once_here_and_soon_on_another_server() {
    let Fixture {
        folder,
        clock,
        sessions,
        ..
    } = with_administrator().await;
    let store = crate::support::database::open(folder.path()).await;
    let other = Sessions::new(
        store,
        Arc::new(clock.clone()),
        Arc::new(Counting::default()),
    );
    let (token, session) = sessions
        .log_in("admin", "correct horse".to_owned(), None)
        .await
        .unwrap();
    assert!(
        other
            .find(&Shown::Cookie(token.clone()), None)
            .await
            .unwrap()
            .is_some()
    );
    let shown = Shown::Cookie(token.clone());
    sessions.log_out(&shown, &session, None).await.unwrap();
    assert_eq!(
        sessions
            .find(&Shown::Cookie(token.clone()), None)
            .await
            .unwrap(),
        None
    );
    clock.advance(1_000);
    assert_eq!(
        other
            .find(&Shown::Cookie(token.clone()), None)
            .await
            .unwrap(),
        None
    );
}

#[tokio::test]
async fn the_database_holds_neither_passwords_nor_tokens() {
    let Fixture {
        folder,
        store,
        sessions,
        ..
    } = with_administrator().await;
    let (token, _) = sessions
        .log_in("admin", "correct horse".to_owned(), None)
        .await
        .unwrap();
    drop((sessions, store));
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        for secret in [b"correct horse".as_slice(), token.as_str().as_bytes()] {
            assert!(!bytes.windows(secret.len()).any(|window| window == secret));
        }
    }
}

#[test]
fn a_token_does_not_print_itself() {
    assert_eq!(format!("{:?}", Token::new([1; 32])), "Token(…)");
    assert_eq!(Token::parse("short"), None);
    assert_eq!(Token::parse(&"=".repeat(43)), None);
}
