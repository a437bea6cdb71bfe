//! Every status that an operation can answer with is reached.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use backup_catalog::domain::scope::Scope;
use backup_catalog::generated::server::{OPERATIONS, OperationInfo, Privilege};
use backup_catalog::http::operation::BodyInfo;
use serde_json::{Value, json};

use crate::ask::Ask;
use crate::catalog::{self, ALPHA, FIRST, NIGHTLY, first_secret, first_token, guid};
use crate::list;
use crate::support::clock::NOON;
use crate::support::server::TestServer;

/// What a status needs, so that an operation can answer with it.
fn expected(operation: &OperationInfo) -> Vec<u16> {
    let has = |name: &str| operation.parameters.iter().any(|it| it.name == name);
    let has_body = !matches!(operation.body, BodyInfo::None);
    let is_login = operation.id.starts_with("login");
    let is_free = matches!(operation.privilege, Privilege::None | Privilege::Session);
    let names_things = has("guid") || operation.id == "acknowledge_warnings";
    [
        (success(operation.id), true),
        (400, !operation.parameters.is_empty() || has_body),
        (401, operation.privilege != Privilege::None || is_login),
        (403, !is_free),
        (404, names_things),
        (405, true),
        (
            409,
            has("fail-on-non-successful")
                || has("allow-mass-removal")
                || operation.id == "create_token",
        ),
        (412, has("If-Match")),
        (413, has_body),
        (415, has_body),
        (422, has_body),
    ]
    .into_iter()
    .filter_map(|(status, can_be)| can_be.then_some(status))
    .collect()
}

/// The document's success. The 201 of the transfer rate is what other servers may answer.
fn success(id: &str) -> u16 {
    match id {
        "check_session" | "logout" => 204,
        _ => 200,
    }
}

/// A request that succeeds.
pub fn good(operation: &OperationInfo) -> Ask {
    let (entity, backup, policy) = (guid(ALPHA), guid(FIRST), guid(NIGHTLY));
    let path = operation
        .path
        .replace("{type}/{guid}", &format!("VM/{entity}"))
        .replace("/tokens/{guid}", &format!("/tokens/{}", first_token()))
        .replace("policies/{guid}", &format!("policies/{policy}"))
        .replace("entities/{guid}", &format!("entities/{entity}"))
        .replace("{guid}", &backup)
        .replace("{task-type}", "EXPORT")
        .replace("{kind}", "hypervisor");
    let body = match operation.id {
        "acknowledge_warnings" => json!({"backups": [backup]}),
        "update_backup_description" => json!({"value": "a"}),
        "update_backup_warnings" => json!([{"value": "a"}]),
        "acknowledge_backup_warnings" => json!({"value": true}),
        "get_transfer_rate" | "expect_of_entity" | "expect_of_policy" => json!({}),
        "login" => json!({"login": "admin", "password": "correct horse"}),
        "login_with_token" => json!({"token": first_secret()}),
        "create_token" => json!({"name": "web01", "roles": ["REPORTER"]}),
        "ingest" => json!([{
            "v": 1, "source": "c", "id": "1", "entity": {"name": "e"}, "status": "SUCCESS", "finished": NOON,
        }]),
        _ => Value::Null,
    };
    match operation.body {
        BodyInfo::None => Ask {
            method: operation.method,
            ..Ask::get(path)
        },
        _ => Ask::json(operation.method, path, &body),
    }
}

/// The same request, spoilt so that it is answered with a status; none where nobody knows how.
fn spoilt(operation: &OperationInfo, status: u16, unprivileged: &str) -> Option<Ask> {
    let good = good(operation);
    let with_body = |body: &str| Ask {
        body: body.to_owned(),
        ..good.clone()
    };
    let at = |path: String| Ask {
        path,
        ..good.clone()
    };
    let query = |text: &str| at(format!("{}?{text}", good.path));
    let unknown = "00000000-0000-4000-8000-00000000dead";
    let replaced = |by: &str| {
        let path = good
            .path
            .replace(&guid(FIRST), by)
            .replace(&first_token(), by)
            .replace(&guid(ALPHA), by)
            .replace(&guid(NIGHTLY), by);
        at(path)
    };
    let first = operation.parameters.first().map(|parameter| parameter.name);
    Some(match status {
        200 | 204 => good,
        400 => match (operation.body, first) {
            (BodyInfo::Json { .. }, _) => with_body("{"),
            (BodyInfo::Raw { .. }, _) => query("atomic=perhaps"),
            (BodyInfo::None, _) if operation.path.contains("{guid}") => replaced("no-guid"),
            (BodyInfo::None, _) => query("size=0"),
        },
        401 if operation.id == "login" => {
            with_body(r#"{"login": "admin", "password": "battery staple"}"#)
        }
        401 if operation.id == "login_with_token" => with_body(r#"{"token": "bc_guessed"}"#),
        403 => Ask {
            cookie: Some(unprivileged.to_owned()),
            ..good
        },
        401 => Ask {
            anonymous: true,
            ..good
        },
        404 if operation.id == "acknowledge_warnings" => {
            with_body(&json!({"backups": [unknown]}).to_string())
        }
        404 => replaced(unknown),
        405 => Ask {
            method: "PATCH",
            ..good
        },
        409 if operation.id == "ingest" => {
            let empty = json!({"v": 1, "source": "c", "scope": "s", "complete": true, "takenAt": NOON, "backups": []});
            with_body(&empty.to_string())
        }
        409 if operation.id == "create_token" => good,
        409 => query("fail-on-non-successful=true"),
        412 => good.if_match("\"987654\""),
        413 if operation.id == "ingest" => Ask {
            body: format!("[{}", " ".repeat(backup_catalog::ingest::WHOLE_BODY)),
            ..good
        },
        413 => with_body(&format!("{{\"value\":\"{}\"}}", "x".repeat(1024 * 1024))),
        415 => Ask {
            content_type: "text/csv",
            ..good
        },
        422 if operation.id == "ingest" => with_body(r#"[{"v": 1}]"#),
        422 => with_body("7"),
        _ => return None,
    })
}

#[tokio::test]
async fn every_status_of_every_operation_is_reached() {
    let mut missing = BTreeSet::new();
    let mut faults = Vec::new();
    // Nothing that is refused changes anything; what does is refused by a server of its own.
    let shared = catalog::server().await;
    let unprivileged = shared.enter(9, &[], Scope::Everything).await;
    for operation in OPERATIONS {
        for status in expected(operation) {
            let pair = format!("{} {status}", operation.id);
            let Some(ask) = spoilt(operation, status, &unprivileged) else {
                missing.insert(pair);
                continue;
            };
            let answer = match prepared(operation, status).await {
                Some(server) => ask.send(&server).await,
                None => ask.send(&shared).await,
            };
            if answer.status != status {
                faults.push(format!("{pair}: {} {}", answer.status, answer.text));
            } else if !answer.status.is_success() {
                faults.extend(badly_refused(&answer.text).map(|fault| format!("{pair}: {fault}")));
                assert_eq!(
                    answer.headers.contains_key("allow"),
                    status == StatusCode::METHOD_NOT_ALLOWED,
                    "{pair}"
                );
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
    let listed = list::read(include_str!("unreached_statuses.txt"));
    list::agrees("unreached_statuses.txt", &listed, &missing);
}

/// A server of its own, where the request changes something or needs something.
async fn prepared(operation: &OperationInfo, status: u16) -> Option<TestServer> {
    match (operation.id, status) {
        ("login", 200 | 401) => Some(catalog::server_with_password().await),
        ("ingest", 409) => {
            let server = catalog::server().await;
            let record = json!({"source": "c", "id": "1", "entity": {"name": "e"}, "status": "SUCCESS", "finished": NOON});
            let inventory = json!({"v": 1, "source": "c", "scope": "s", "complete": true, "takenAt": NOON, "backups": [record]});
            let told = Ask::json("POST", "/catalog/ingest", &inventory);
            let answer = told.send(&server).await;
            assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
            Some(server)
        }
        ("create_token", 409) | ("revoke_token" | "login_with_token", 200) => {
            Some(catalog::server_with_token().await)
        }
        (_, 200 | 204) if operation.method != "GET" => Some(catalog::server().await),
        _ => None,
    }
}

/// A refusal has a message, a code and the request's id.
fn badly_refused(text: &str) -> Option<String> {
    let body: Value = serde_json::from_str(text).unwrap_or_default();
    let lacks = ["message", "code", "requestId"]
        .into_iter()
        .find(|name| body[name].as_str().is_none_or(str::is_empty));
    lacks.map(|name| format!("no `{name}` in {text:?}"))
}
