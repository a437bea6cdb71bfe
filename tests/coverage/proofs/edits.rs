//! Edits and log-in.

use serde_json::{Value, json};

use crate::ask::Ask;
use crate::catalog::{ALPHA, BETA, FAILED, FIRST, OFFSITE, SECOND, guid};
use crate::proof::Proof;

pub fn proofs() -> Vec<Proof> {
    let mut all = one(
        "update_backup_description",
        "description",
        &json!({"value": "a"}),
        &json!({"value": "b"}),
    );
    all.extend(one(
        "update_backup_warnings",
        "warnings",
        &json!([{"value": "a"}]),
        &json!([{"value": "b"}]),
    ));
    all.extend(one(
        "acknowledge_backup_warnings",
        "warnings-acknowledged",
        &json!({"value": false}),
        &json!({"value": true}),
    ));
    all.extend(many());
    all.extend(log_in());
    all
}

/// An edit of one backup: whose, in which state, and to what.
fn one(operation: &'static str, what: &str, value: &Value, other: &Value) -> Vec<Proof> {
    let ask = |guid: &str, body: &Value| Ask::json("PUT", format!("/backups/{guid}/{what}"), body);
    let (first, second) = (guid(FIRST), guid(SECOND));
    let wrong = match value {
        Value::Array(_) => json!([{"value": 7}]),
        _ => json!({"value": 7}),
    };
    let edit = ask(&first, value);
    let mut body = Proof::new(operation, "body.value", edit.clone(), ask(&first, other));
    // In a list, the property is blamed with its place; that is looked at by the tests of bodies.
    if value.is_object() {
        body = body.refusing(ask(&first, &wrong));
    }
    vec![
        Proof::new(operation, "guid", edit.clone(), ask(&second, value))
            .refusing(ask("no-guid", value)),
        Proof::new(
            operation,
            "If-Match",
            edit.clone(),
            edit.clone().if_match("\"987654\""),
        )
        .refusing(edit.if_match("yesterday")),
        body,
    ]
}

/// The acknowledgement of many.
fn many() -> Vec<Proof> {
    let ask = |body: Value| Ask::json("PUT", "/backups/warnings-acknowledged", &body);
    let list = |name: &str, value: Value| {
        let with = ask(json!({ name: value }));
        Proof::new(
            "acknowledge_warnings",
            &format!("body.{name}"),
            ask(json!({})),
            with,
        )
        .refusing(ask(json!({ name: ["no-guid"] })))
    };
    let first = json!([guid(FIRST)]);
    vec![
        list("backups", json!([guid(FAILED)])),
        list("protectedEntities", json!([{"guid": guid(ALPHA)}])),
        list("backupDestinations", json!([guid(OFFSITE)])),
        // There are none: 404.
        list("snapshots", json!([guid(BETA)])),
        list("restoreJobs", json!([guid(BETA)])),
        Proof::new(
            "acknowledge_warnings",
            "body.value",
            ask(json!({"backups": first})),
            ask(json!({"backups": first, "value": false})),
        )
        .refusing(ask(json!({"value": "no"}))),
    ]
}

fn log_in() -> Vec<Proof> {
    let ask = |login: Value, password: Value| {
        let body = json!({"login": login, "password": password});
        Ask::json("POST", "/session/login", &body)
    };
    let right = ask(json!("admin"), json!("correct horse"));
    vec![
        Proof::new(
            "login",
            "body.login",
            right.clone(),
            ask(json!("nobody"), json!("correct horse")),
        )
        .refusing(ask(json!(7), json!("correct horse"))),
        Proof::new(
            "login",
            "body.password",
            right,
            ask(json!("admin"), json!("battery staple")),
        )
        .refusing(ask(json!("admin"), json!(7))),
    ]
}
