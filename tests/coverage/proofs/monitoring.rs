//! What is overdue, and when it is.

use serde_json::{Value, json};

use crate::ask::Ask;
use crate::catalog::{ALPHA, HOUR, NIGHTLY, guid};
use crate::proof::Proof;

pub fn proofs() -> Vec<Proof> {
    let mut all = Vec::new();
    let ask = |query: &str| {
        Ask::get(format!(
            "/catalog/overdue?state=ON_TIME&state=NEVER_SUCCEEDED{query}"
        ))
    };
    let long = format!("&nameLike={}", "x".repeat(1_025));
    for (parameter, with, refused) in [
        ("nameLike", "&nameLike=ALPH", &*long),
        ("page", "&page=1&size=1", "&page=-1"),
        ("size", "&size=1", "&size=0"),
    ] {
        all.push(Proof::new("list_overdue", parameter, ask(""), ask(with)).refusing(ask(refused)));
    }
    let overdue = Ask::get("/catalog/overdue".to_owned());
    let on_time = Ask::get("/catalog/overdue?state=ON_TIME".to_owned());
    let nonsense = Ask::get("/catalog/overdue?state=LATE".to_owned());
    all.push(Proof::new("list_overdue", "state", overdue, on_time).refusing(nonsense));
    let unknown = "00000000-0000-4000-8000-00000000dead";
    for (operation, kind, one) in [
        ("expect_of_entity", "entities", guid(ALPHA)),
        ("expect_of_policy", "policies", guid(NIGHTLY)),
    ] {
        let ask = |guid: &str, body: &Value| {
            Ask::json(
                "PUT",
                format!("/catalog/{kind}/{guid}/expected-interval"),
                body,
            )
        };
        let guid = Proof::new(
            operation,
            "guid",
            ask(&one, &json!({})),
            ask(unknown, &json!({})),
        );
        all.push(guid.refusing(ask("no-guid", &json!({}))));
        for property in ["interval", "grace"] {
            let with = ask(&one, &json!({property: HOUR}));
            let without = ask(&one, &json!({}));
            let name = format!("body.{property}");
            let proof = Proof::new(operation, &name, without, with);
            all.push(proof.refusing(ask(&one, &json!({property: -1}))));
        }
    }
    all
}
