//! API tokens and the audit log.

use serde_json::{Value, json};

use crate::ask::Ask;
use crate::catalog::{FIRST, SECOND, first_secret, first_token, guid, token};
use crate::proof::Proof;
use crate::support::clock::NOON;

pub fn proofs() -> Vec<Proof> {
    let mut all = tokens();
    all.extend(made());
    all.extend(audit());
    all
}

fn tokens() -> Vec<Proof> {
    let other = json!({"name": "web02", "roles": ["VIEWER"]});
    let two = vec![token(), Ask::json("POST", "/catalog/tokens", &other)];
    let ask = |query: &str| Ask::get(format!("/catalog/tokens?{query}"));
    let paging = [("page", "page=1", "page=-1"), ("size", "size=1", "size=0")];
    let mut all: Vec<Proof> = paging
        .into_iter()
        .map(|(parameter, with, refused)| Proof {
            before: two.clone(),
            ..Proof::new("list_tokens", parameter, ask(""), ask(with)).refusing(ask(refused))
        })
        .collect();
    let revoke = |guid: &str| Ask {
        method: "DELETE",
        ..Ask::get(format!("/catalog/tokens/{guid}"))
    };
    let revoked = Proof::new(
        "revoke_token",
        "guid",
        revoke(&guid(FIRST)),
        revoke(&first_token()),
    );
    all.push(Proof {
        before: vec![token()],
        ..revoked.refusing(revoke("no-guid"))
    });
    let log_in = |token: &str| {
        let body = json!({"token": token});
        Ask::json("POST", "/session/login-with-token", &body)
    };
    let logged_in = Proof::new(
        "login_with_token",
        "body.token",
        log_in("bc_guessed"),
        log_in(&first_secret()),
    );
    all.push(Proof {
        before: vec![token()],
        ..logged_in
    });
    all
}

fn made() -> Vec<Proof> {
    let plain = json!({"name": "web01", "roles": ["REPORTER"]});
    let ask = |property: &str, value: Value| {
        let mut body = plain.clone();
        body[property] = value;
        Ask::json("POST", "/catalog/tokens", &body)
    };
    let proof = |property: &str, value: Value, refused: Value| {
        let parameter = format!("body.{property}");
        Proof::new("create_token", &parameter, token(), ask(property, value))
            .refusing(ask(property, refused))
    };
    vec![
        proof("name", json!("web02"), json!("")),
        proof("roles", json!(["VIEWER"]), json!(["NOBODY"])),
        proof(
            "scope",
            json!({"sources": [guid(FIRST)]}),
            json!({"tenants": []}),
        ),
        proof("expires", json!(NOON + 1), json!(NOON)),
    ]
}

/// A token was made at noon, and an hour later two backups were described.
fn audit() -> Vec<Proof> {
    let ask = |query: &str| Ask::get(format!("/catalog/audit?{query}"));
    let describe = |number: u8| {
        let path = format!("/backups/{}/description", guid(number));
        Ask::json("PUT", path, &json!({"value": "a"}))
    };
    let subject = format!("subject={}", guid(FIRST));
    let long = format!("action={}", "x".repeat(101));
    let longer = format!("actor={}", "x".repeat(257));
    let (before, after) = (NOON - 1, NOON + 1);
    [
        ("action", "action=backup.".to_owned(), &*long),
        ("actor", "actor=test".to_owned(), &*longer),
        ("outcome", "outcome=REFUSED".to_owned(), "outcome=PERHAPS"),
        ("subject", subject, "subject=no-guid"),
        ("since", format!("since={after}"), "since=yesterday"),
        ("until", format!("until={before}"), "until=yesterday"),
        ("page", "page=1".to_owned(), "page=-1"),
        ("size", "size=1".to_owned(), "size=0"),
    ]
    .into_iter()
    .map(|(parameter, with, refused)| Proof {
        before: vec![token(), describe(FIRST), describe(SECOND)],
        ..Proof::new("list_audit", parameter, ask(""), ask(&with)).refusing(ask(refused))
    })
    .collect()
}
