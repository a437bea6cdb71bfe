//! Every parameter of every operation: each value arrives as itself, and what is not allowed is refused by name.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::exchange::{Draft, Wire};
use super::values::{bad, good, repeatable};
use crate::document::{self, operations};

#[tokio::test]
async fn every_value_of_every_parameter_arrives_as_itself() {
    let document = document::read();
    let wire = Wire::new();
    for operation in operations(&document) {
        let draft = Draft::of(&document, &operation);
        let baseline = wire.arrives(&draft).await;
        assert!(
            baseline.starts_with(&format!("{}[", operation.id())),
            "{baseline}"
        );
        // By what arrived: no two values of no two parameters may arrive alike.
        let mut arrived = BTreeMap::from([(baseline, "nothing".to_owned())]);
        for parameter in operation.parameters(&document) {
            let name = parameter["name"].as_str().unwrap();
            for value in good(&document, &parameter["schema"]) {
                let what = format!("{name}={value}");
                let call = if parameter["in"] == "path" {
                    let first = good(&document, &parameter["schema"]).remove(0);
                    if value == first {
                        continue;
                    }
                    let path = draft.path.replacen(&first, &value, 1);
                    wire.arrives(&Draft {
                        path,
                        ..draft.clone()
                    })
                    .await
                } else {
                    wire.arrives(&draft.with(parameter, &value)).await
                };
                if let Some(same) = arrived.insert(call, what.clone()) {
                    panic!("{}: {what} arrives like {same}", operation.id());
                }
            }
            if repeatable(&document, &parameter["schema"]) {
                let values = good(&document, &parameter["schema"]);
                let both = draft
                    .with(parameter, &values[0])
                    .with(parameter, &values[1]);
                if let Some(same) =
                    arrived.insert(wire.arrives(&both).await, format!("{name} twice"))
                {
                    panic!("{}: {name} twice arrives like {same}", operation.id());
                }
            }
        }
    }
}

#[tokio::test]
async fn every_bad_value_is_refused_by_the_parameters_name() {
    let document = document::read();
    let wire = Wire::new();
    for operation in operations(&document) {
        let draft = Draft::of(&document, &operation);
        for parameter in operation.parameters(&document) {
            let name = parameter["name"].as_str().unwrap();
            for value in bad(&document, &parameter["schema"]) {
                if parameter["in"] == "header" && !value.is_ascii() {
                    // Header values are text of the sender's choice; only the length counts here.
                    let draft = draft.with(parameter, &"x".repeat(value.chars().count()));
                    assert_refused(&wire.refused(&draft, 400).await, name);
                    continue;
                }
                let draft = if parameter["in"] == "path" {
                    let first = good(&document, &parameter["schema"]).remove(0);
                    let value = value
                        .replace('{', "%7B")
                        .replace('}', "%7D")
                        .replace(' ', "%20");
                    Draft {
                        path: draft.path.replacen(&first, &value, 1),
                        ..draft.clone()
                    }
                } else {
                    draft.with(parameter, &value)
                };
                assert_refused(&wire.refused(&draft, 400).await, name);
            }
        }
    }
}

#[tokio::test]
async fn an_empty_value_is_not_given_and_an_unknown_parameter_is_ignored() {
    let document = document::read();
    let wire = Wire::new();
    for operation in operations(&document) {
        let draft = Draft::of(&document, &operation);
        let baseline = wire.arrives(&draft).await;
        for parameter in operation
            .parameters(&document)
            .into_iter()
            .filter(|parameter| parameter["in"] == "query")
        {
            assert_eq!(
                wire.arrives(&draft.with(parameter, "")).await,
                baseline,
                "{parameter}"
            );
        }
        let unknown = json!({ "in": "query", "name": "organisation-uuid" });
        assert_eq!(wire.arrives(&draft.with(&unknown, "1")).await, baseline);
    }
}

#[tokio::test]
async fn what_cannot_be_one_value_is_refused() {
    let document = document::read();
    let wire = Wire::new();
    for operation in operations(&document) {
        let draft = Draft::of(&document, &operation);
        for parameter in operation
            .parameters(&document)
            .into_iter()
            .filter(|parameter| parameter["in"] == "query")
        {
            let name = parameter["name"].as_str().unwrap();
            if !repeatable(&document, &parameter["schema"]) {
                let value = good(&document, &parameter["schema"]).remove(0);
                let twice = draft.with(parameter, &value).with(parameter, &value);
                assert_refused(&wire.refused(&twice, 400).await, name);
            }
            let mut invalid = draft.clone();
            invalid.query.push((name.to_owned(), "%ff".to_owned()));
            assert_refused(&wire.refused(&invalid, 400).await, name);
        }
    }
}

#[tokio::test]
async fn guids_and_directions_are_taken_in_any_case() {
    let document = document::read();
    let wire = Wire::new();
    let mut insensitive = 0;
    for operation in operations(&document) {
        let draft = Draft::of(&document, &operation);
        for parameter in operation
            .parameters(&document)
            .into_iter()
            .filter(|parameter| parameter["in"] == "query")
        {
            let schema = document::follow(&document, &parameter["schema"]);
            let any_case = schema.get("format") == Some(&json!("uuid"))
                || schema.get("x-case-insensitive").is_some();
            if any_case {
                insensitive += 1;
                for value in good(&document, schema) {
                    let other = wire
                        .arrives(&draft.with(parameter, &value.to_uppercase()))
                        .await;
                    assert_eq!(other, wire.arrives(&draft.with(parameter, &value)).await);
                }
            }
        }
    }
    // Ten guids and the direction on each of the seven lists, and the subject of the audit log.
    assert_eq!(insensitive, 7 * 11 + 1);
}

fn assert_refused(error: &Value, name: &str) {
    assert_eq!(error["code"], "MALFORMED_PARAMETER", "{error}");
    assert_eq!(error["parameter"], name, "{error}");
    assert!(error["message"].as_str().unwrap().contains(name), "{error}");
}
