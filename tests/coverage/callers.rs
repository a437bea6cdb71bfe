//! Every operation, asked by everybody who may not ask it.

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::Request;
use backup_catalog::domain::audit::{Actor, Event};
use backup_catalog::domain::page::Page;
use backup_catalog::domain::role::Role;
use backup_catalog::domain::scope::{Named, Scope};
use backup_catalog::generated::server::{OPERATIONS, OperationInfo, Privilege};
use backup_catalog::session::{IDLE, Token};
use backup_catalog::store::audit::AuditFilter;
use backup_catalog::store::tokens::ApiToken;
use uuid::Uuid;

use crate::catalog;
use crate::list;
use crate::statuses::good;
use crate::support::clock::NOON;
use crate::support::server::{Answer, TestServer};

/// Somebody who is turned away, and with what.
struct Stranger {
    who: &'static str,
    header: Option<(&'static str, String)>,
}

/// A token that is in the catalog; `number` makes its secret.
async fn token(server: &TestServer, number: u8, expires: Option<i64>, revoked: bool) -> String {
    let secret = Token::new([number; 32]);
    let guid = Uuid::from_u128(u128::from(number));
    let token = ApiToken {
        guid,
        name: format!("token {number}"),
        roles: vec!["ADMINISTRATOR".to_owned()],
        scope: Scope::Everything,
        created: NOON,
        created_by: "test".to_owned(),
        expires,
        revoked: None,
        last_used: None,
        ping: None,
    };
    let event = || Event::done(NOON, "token.create", Actor::command_line("test"));
    let store = &server.app.store;
    store
        .add_token(token, secret.hash(), event())
        .await
        .unwrap();
    if revoked {
        store.revoke_token(guid, NOON, event()).await.unwrap();
    }
    format!("Bearer {}", secret.bearer())
}

async fn ask(
    server: &TestServer,
    operation: &OperationInfo,
    header: Option<&(&str, String)>,
) -> Answer {
    let ask = good(operation);
    let mut request = Request::builder()
        .method(ask.method)
        .uri(format!("/api{}", ask.path));
    if let Some((name, value)) = header {
        request = request.header(*name, value);
    }
    if !ask.content_type.is_empty() {
        request = request.header("content-type", ask.content_type);
    }
    server
        .request(request.body(Body::from(ask.body)).unwrap())
        .await
}

#[tokio::test]
async fn nobody_asks_without_a_live_session_or_token() {
    let server = catalog::server().await;
    let valid = token(&server, 30, None, false).await;
    let expired = token(&server, 31, Some(NOON), false).await;
    let revoked = token(&server, 32, None, true).await;
    let cookie = |value: &str| Some(("cookie", format!("SESSION={value}")));
    let bearer = |value: &str| Some(("authorization", value.to_owned()));
    let unknown = Token::new([77; 32]);
    let mut strangers = vec![
        ("no session", None),
        ("garbage in the cookie", cookie("nonsense")),
        ("an unknown session", cookie(unknown.as_str())),
        ("garbage for a token", bearer("Bearer nonsense")),
        (
            "an unknown token",
            bearer(&format!("Bearer {}", unknown.bearer())),
        ),
        (
            "a token without its scheme",
            bearer(valid.trim_start_matches("Bearer ")),
        ),
        (
            "a token as a password",
            bearer(&valid.replace("Bearer", "Basic")),
        ),
        ("a token that is over", bearer(&expired)),
        ("a token that was revoked", bearer(&revoked)),
        (
            "a token in the cookie",
            cookie(valid.trim_start_matches("Bearer ")),
        ),
    ];
    refuse_all(&server, &strangers, &valid).await;
    // A session that nobody used for half a day, and one whose user was put out.
    server.clock.advance(IDLE);
    strangers = vec![(
        "a session that is over",
        Some(("cookie", server.cookie().to_owned())),
    )];
    refuse_all(&server, &strangers, &valid).await;
}

async fn refuse_all(
    server: &TestServer,
    strangers: &[(&'static str, Option<(&'static str, String)>)],
    valid: &str,
) {
    for operation in OPERATIONS
        .iter()
        .filter(|it| it.privilege != Privilege::None)
    {
        for (who, header) in strangers {
            let stranger = Stranger {
                who,
                header: header.clone(),
            };
            let answer = ask(server, operation, stranger.header.as_ref()).await;
            let case = format!("{} with {}", operation.id, stranger.who);
            assert_eq!(answer.status, 401, "{case}: {}", answer.text);
            assert_eq!(answer.json()["code"], "UNAUTHENTICATED", "{case}");
        }
    }
    // The same request by who may is no 401: it is not the request that was wrong.
    let health = ("authorization", valid.to_owned());
    let check = OPERATIONS.iter().find(|it| it.id == "check_session");
    let answer = ask(server, check.unwrap(), Some(&health)).await;
    assert_eq!(answer.status, 204);
}

#[tokio::test]
async fn who_has_every_privilege_but_the_one_is_refused_and_that_is_noted() {
    let server = catalog::server().await;
    let store = &server.app.store;
    let mut users = std::collections::BTreeMap::new();
    for (number, lacking) in (40..).zip(backup_catalog::domain::role::Privilege::ALL) {
        let mut privileges = BTreeSet::from(backup_catalog::domain::role::Privilege::ALL);
        privileges.remove(&lacking);
        let name = format!("WITHOUT_{lacking}");
        let role = Role {
            name: name.clone(),
            description: String::new(),
            privileges,
            built_in: false,
        };
        let event = Event::done(NOON, "role.set", Actor::command_line("test"));
        store.set_role(role, event).await.unwrap();
        let cookie = server.enter(number, &[&name], Scope::Everything).await;
        users.insert(lacking.as_str(), cookie);
    }
    let refused = async || {
        let filter = AuditFilter {
            outcome: Some("REFUSED".to_owned()),
            ..AuditFilter::default()
        };
        store.audit(filter, Page::Whole).await.unwrap().rows
    };
    let mut uncovered = BTreeSet::new();
    for operation in OPERATIONS {
        let Some(cookie) = users.get(operation.privilege.as_str()) else {
            let is_free = matches!(operation.privilege, Privilege::None | Privilege::Session);
            if !is_free {
                uncovered.insert(operation.id.to_owned());
            }
            continue;
        };
        let before = refused().await.len();
        let answer = ask(&server, operation, Some(&("cookie", cookie.clone()))).await;
        assert_eq!(answer.status, 403, "{}: {}", operation.id, answer.text);
        assert_eq!(answer.json()["code"], "FORBIDDEN", "{}", operation.id);
        let noted = refused().await;
        assert_eq!(noted.len(), before + 1, "{}", operation.id);
        let privilege = operation.privilege.as_str();
        assert_eq!(noted[0].subject_name.as_deref(), Some(operation.id));
        assert_eq!(noted[0].detail["privilege"], privilege, "{}", operation.id);
    }
    list::agrees(
        "uncovered_callers.txt",
        &list::read(include_str!("uncovered_callers.txt")),
        &uncovered,
    );
}

#[tokio::test]
async fn who_sees_another_part_of_the_catalog_learns_nothing_of_this_one() {
    let server = catalog::server().await;
    let elsewhere = Scope::Only(Named {
        sources: [Uuid::from_u128(0xdead)].into(),
        ..Named::default()
    });
    let cookie = server.enter(50, &["ADMINISTRATOR"], elsewhere).await;
    let header = ("cookie", cookie);
    let mut uncovered = BTreeSet::new();
    for operation in OPERATIONS {
        let id = operation.id;
        let expected = match id {
            "check_session" => 204,
            "get_session_user" | "get_health" | "get_backup_for_restore" => 200,
            // These end, or begin, sessions.
            "logout" | "login" | "login_with_token" => continue,
            // What is expected of an entity goes for all who see it.
            "list_tokens" | "create_token" | "revoke_token" | "list_audit" | "expect_of_entity"
            | "expect_of_policy" => 403,
            "ingest" => 422,
            _ if operation.path.contains("{guid}") || id == "acknowledge_warnings" => 404,
            _ if id.starts_with("list_") || id.starts_with("get_") => 200,
            _ => {
                uncovered.insert(id.to_owned());
                continue;
            }
        };
        let answer = ask(&server, operation, Some(&header)).await;
        assert_eq!(answer.status, expected, "{id}: {}", answer.text);
        if id == "get_backup_for_restore" {
            assert!(
                answer.text.contains("Alpha"),
                "{id} is for all: {}",
                answer.text
            );
            continue;
        }
        for name in ["Alpha", "beta", "gamma", "nightly", "offsite", "esx"] {
            assert!(
                !answer.text.contains(name),
                "{id} tells of {name}: {}",
                answer.text
            );
        }
        if answer.headers.contains_key("x-total-count") {
            assert_eq!((answer.total(), answer.text.as_str()), (0, "[]"), "{id}");
        }
    }
    list::agrees(
        "uncovered_callers.txt",
        &list::read(include_str!("uncovered_callers.txt")),
        &uncovered,
    );
}
