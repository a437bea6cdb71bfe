//! Look-ups.

use serde_json::json;

use crate::ask::Ask;
use crate::proof::Proof;
use crate::support::clock::NOON;

/// Operation, path, and what the name of one of its rows contains.
const LOOK_UPS: [(&str, &str, &str); 8] = [
    ("list_entities", "entities", "ALPH"),
    ("list_policies", "policies", "NIGHT"),
    ("list_rules", "rules", "DAI"),
    ("list_destinations", "destinations", "OFF"),
    ("list_nodes", "nodes", "OTHER"),
    ("list_sources", "sources", "A"),
    ("list_projects", "projects", "SECOND"),
    ("list_infrastructure", "infrastructure/hypervisor", "SECOND"),
];

pub fn proofs() -> Vec<Proof> {
    // The hand-made catalog has one project and one hypervisor.
    let more = json!([{
        "v": 1, "source": "c", "id": "1", "status": "SUCCESS", "finished": NOON,
        "entity": {"name": "e", "project": {"name": "second"}, "hypervisor": "second"},
    }]);
    let more = Ask::json("POST", "/catalog/ingest", &more);
    let mut all = Vec::new();
    for (operation, what, name) in LOOK_UPS {
        let path = format!("/catalog/{what}");
        let ask = |query: &str| Ask::get(format!("{path}?{query}"));
        let long = format!("nameLike={}", "x".repeat(1_025));
        for (parameter, with, refused) in [
            ("nameLike", format!("nameLike={name}"), &*long),
            ("page", "page=1".to_owned(), "page=-1"),
            ("size", "size=1".to_owned(), "size=0"),
        ] {
            let proof = Proof {
                before: vec![more.clone()],
                ..Proof::new(operation, parameter, ask(""), ask(&with))
            };
            all.push(proof.refusing(ask(refused)));
        }
    }
    all
}
