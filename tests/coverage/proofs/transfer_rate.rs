//! Transfer rates.

use serde_json::{Value, json};

use crate::ask::Ask;
use crate::catalog::{BETA, HOUR, guid};
use crate::proof::Proof;
use crate::support::clock::NOON;

pub fn proofs() -> Vec<Proof> {
    let ask = |task: &str, body: Value| {
        Ask::json("POST", format!("/backups/transfer-rate/{task}"), &body)
    };
    let body = |name: &str, value: Value, refused: Value| {
        let with = ask("EXPORT", json!({ name: value }));
        Proof::new(
            "get_transfer_rate",
            &format!("body.{name}"),
            ask("EXPORT", json!({})),
            with,
        )
        .refusing(ask("EXPORT", json!({ name: refused })))
    };
    vec![
        Proof::new(
            "get_transfer_rate",
            "task-type",
            ask("EXPORT", json!({})),
            ask("STORE", json!({})),
        )
        .refusing(ask("NAP", json!({}))),
        body("from", json!(NOON - 30 * HOUR), json!("yesterday")),
        body("to", json!(NOON - 30 * HOUR), json!(1.5)),
        body("protectedEntity", json!(guid(BETA)), json!("beta")),
    ]
}
