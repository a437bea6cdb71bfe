//! Ingestion.

use serde_json::json;

use crate::ask::Ask;
use crate::proof::Proof;
use crate::support::clock::NOON;

pub fn proofs() -> Vec<Proof> {
    let record = |id: &str| json!({"v": 1, "source": "c", "id": id, "entity": {"name": "e"}, "status": "SUCCESS", "finished": NOON});
    let inventory = |backups: serde_json::Value| json!({"v": 1, "source": "c", "scope": "s", "complete": true, "takenAt": NOON, "backups": backups});
    let proof = |name: &'static str, before: Vec<Ask>, body: String| {
        let ask = |query: &str| Ask {
            method: "POST",
            content_type: "application/json",
            body: body.clone(),
            ..Ask::get(format!("/catalog/ingest?{query}"))
        };
        let with = ask(&format!("{name}=true"));
        Proof {
            before,
            ..Proof::new("ingest", name, ask(""), with)
        }
        .refusing(ask(&format!("{name}=perhaps")))
    };
    let told = Ask::json(
        "POST",
        "/catalog/ingest",
        &inventory(json!([record("1"), record("2")])),
    );
    let mut odd = record("1");
    odd["colour"] = json!("red");
    vec![
        // One of two cannot be taken.
        proof(
            "atomic",
            Vec::new(),
            json!([record("1"), {"v": 1}]).to_string(),
        ),
        // An unknown property is a label, or a reason to reject.
        proof("strict", Vec::new(), json!([record("2"), odd]).to_string()),
        // An empty inventory is what a wrong repository looks like.
        proof(
            "allow-mass-removal",
            vec![told],
            inventory(json!([])).to_string(),
        ),
    ]
}
