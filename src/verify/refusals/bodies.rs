//! Every request body, broken in every way that its schema forbids.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::draft;
use super::parameters::can_be_sent;
use super::{Refusal, UNKNOWN, refused};
use crate::verify::document::{Document, Operation};
use crate::verify::exchange::Ask;
use crate::verify::run::{Run, Stop};
use crate::verify::undo;

/// What is sent, and what the refusal has to name.
struct Broken {
    body: Value,
    names: String,
}

pub(in super::super) async fn check(run: &mut Run, id: &str) -> Result<(), Stop> {
    let operation = run.operation(id)?;
    if !can_be_sent(run, &operation) {
        return Ok(());
    }
    if !run.is_full() && id == "login" {
        run.skip("wrong log-ins may lock a user out");
        return Ok(());
    }
    let (Some(draft), Some(schema)) = (
        draft(run, &operation),
        operation.body.as_ref().and_then(|it| it.schema.clone()),
    ) else {
        run.skip("there is no backup to edit");
        return Ok(());
    };
    let guid = run
        .scopes
        .iter()
        .find_map(|scope| scope.rows.first())
        .map(|row| row.guid().to_owned());
    let mut before = None;
    if let (Some(guid), "PUT") = (&guid, operation.method.as_str()) {
        undo::remember(run, guid).await?;
        before = Some(state(run, guid).await?);
    }
    let sentence = operation.sentence();
    for broken in broken(&run.document, &schema, &draft) {
        let refusal = Refusal {
            status: 422,
            code: "UNPROCESSABLE",
            names: &broken.names,
        };
        refused(run, &draft.clone().json(&broken.body), refusal, &sentence).await?;
    }
    unreadable(run, &operation, &draft).await?;
    if let (Some(guid), Some(before)) = (guid, before) {
        let after = state(run, &guid).await?;
        let ask = Ask::of(&run.operation("get_backup")?).at("guid", &guid);
        run.expect(
            after == before,
            &ask,
            format!("after refused edits: {after}"),
            format!("as before: {before}"),
            sentence,
        );
    }
    Ok(())
}

/// What an edit could change of a backup.
async fn state(run: &mut Run, guid: &str) -> Result<Value, Stop> {
    let body = run
        .ask(&Ask::of(&run.operation("get_backup")?).at("guid", guid))
        .await?
        .json();
    let names = ["description", "warnings", "warningsAcknowledged"];
    Ok(names
        .iter()
        .map(|name| ((*name).to_owned(), body[*name].clone()))
        .collect())
}

/// What is no JSON, or not said to be.
async fn unreadable(run: &mut Run, operation: &Arc<Operation>, draft: &Ask) -> Result<(), Stop> {
    let malformed = Refusal {
        status: 400,
        code: "MALFORMED_BODY",
        names: "",
    };
    for text in ["", "{", "nonsense", "{\"value\":1}}"] {
        refused(
            run,
            &draft.clone().text("application/json", text),
            malformed,
            "a body that is no JSON is a 400.",
        )
        .await?;
    }
    // The vendor does not say what it takes beside JSON.
    if run.is_full() {
        let unsupported = Refusal {
            status: 415,
            code: "UNSUPPORTED_MEDIA_TYPE",
            names: "",
        };
        let body = draft.body.clone().unwrap_or_default();
        for kind in [
            "text/plain",
            "application/x-www-form-urlencoded",
            "application/jsonp",
            "",
        ] {
            let sentence = format!("{}: requestBody: application/json", operation.id);
            refused(
                run,
                &draft.clone().text(kind, body.clone()),
                unsupported,
                &sentence,
            )
            .await?;
        }
    }
    Ok(())
}

/// The body of a draft, with one thing wrong each.
fn broken(document: &Document, schema: &Value, draft: &Ask) -> Vec<Broken> {
    let body: Value = draft
        .body
        .as_deref()
        .and_then(|it| serde_json::from_slice(it).ok())
        .unwrap_or_default();
    let schema = document.follow(schema);
    let mut all: Vec<Broken> = [json!(null), json!("text"), json!(17)]
        .into_iter()
        .map(|body| Broken {
            body,
            names: String::new(),
        })
        .collect();
    if schema["type"] == "array" {
        all.push(Broken {
            body: json!({}),
            names: String::new(),
        });
        if let Some(most) = length(schema, "maxItems") {
            all.push(Broken {
                body: vec![body[0].clone(); most + 1].into(),
                names: String::new(),
            });
        }
        let items = document.follow(&schema["items"]);
        let of_items = objects(document, items, &body[0]).into_iter();
        all.extend(of_items.map(|it| Broken {
            body: json!([it.body]),
            ..it
        }));
    } else {
        all.push(Broken {
            body: json!([]),
            names: String::new(),
        });
        all.extend(objects(document, schema, &body));
    }
    all
}

fn objects(document: &Document, schema: &Value, body: &Value) -> Vec<Broken> {
    let required: Vec<&str> = schema["required"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let with = |name: &str, value: Option<Value>| {
        let mut object: Map<String, Value> = body.as_object().cloned().unwrap_or_default();
        match value {
            Some(value) => object.insert(name.to_owned(), value),
            None => object.remove(name),
        };
        Broken {
            body: Value::Object(object),
            names: name.to_owned(),
        }
    };
    let mut all = vec![with("surplus", Some(json!(1)))];
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        let property = document.follow(property["allOf"].get(0).unwrap_or(property));
        if required.contains(&name.as_str()) {
            all.push(with(name, None));
        }
        all.extend(
            wrong(document, property)
                .into_iter()
                .map(|value| with(name, Some(value))),
        );
    }
    all
}

/// Values that a property does not allow.
fn wrong(document: &Document, schema: &Value) -> Vec<Value> {
    match schema["type"].as_str() {
        Some("string") => {
            let longer = length(schema, "maxLength").map(|longest| json!("ü".repeat(longest + 1)));
            [json!(17), json!(null), json!(["x"])]
                .into_iter()
                .chain(longer)
                .collect()
        }
        Some("boolean") => vec![json!("true"), json!(1), json!(null)],
        Some("integer") => vec![json!("1"), json!(1.5), json!(null)],
        Some("array") => {
            let more = length(schema, "maxItems").map(|most| json!(vec![UNKNOWN; most + 1]));
            let items = wrong(document, document.follow(&schema["items"]));
            let items = items.into_iter().map(|item| json!([item]));
            [json!("none"), json!(null)]
                .into_iter()
                .chain(more)
                .chain(items)
                .collect()
        }
        // A guid, or an object with one.
        _ => vec![
            json!(17),
            json!("x"),
            json!({}),
            json!({ "guid": "x" }),
            json!({ "guid": UNKNOWN, "surplus": 1 }),
        ],
    }
}

fn length(schema: &Value, key: &str) -> Option<usize> {
    usize::try_from(schema[key].as_u64()?).ok()
}
