//! Every request body: each property arrives, and what the schema forbids is refused with the property's name.

use serde_json::{Map, Value, json};

use super::exchange::{Draft, Wire};
use crate::document::{self, follow, operations};

/// A body and the object in it whose properties are tried: the body itself, or its first item.
struct Subject<'a> {
    example: &'a Value,
    schema: &'a Value,
    in_list: bool,
}

impl<'a> Subject<'a> {
    fn of(document: &'a Value, media: &'a Value) -> Self {
        let schema = follow(document, &media["schema"]);
        let in_list = schema["type"] == "array";
        Self {
            example: if in_list {
                &media["example"][0]
            } else {
                &media["example"]
            },
            schema: if in_list {
                follow(document, &schema["items"])
            } else {
                schema
            },
            in_list,
        }
    }

    fn body(&self, object: &Value) -> Value {
        if self.in_list {
            json!([object])
        } else {
            object.clone()
        }
    }

    /// The example with one property set, or without it.
    fn with(&self, name: &str, value: Option<Value>) -> Value {
        let mut object: Map<String, Value> = self.example.as_object().unwrap().clone();
        match value {
            Some(value) => object.insert(name.to_owned(), value),
            None => object.remove(name),
        };
        self.body(&Value::Object(object))
    }
}

/// A value of another type than the schema's.
fn mistyped(schema: &Value) -> Value {
    match schema["type"].as_str() {
        Some("string") => json!(17),
        Some("array") => json!("none"),
        _ => json!(["x"]),
    }
}

#[tokio::test]
async fn every_property_of_every_body_counts() {
    let document = document::read();
    let wire = Wire::new();
    let mut bodies = 0;
    for operation in operations(&document) {
        let Some(media) = operation.json_body() else {
            continue;
        };
        bodies += 1;
        let draft = Draft::of(&document, &operation);
        let baseline = wire.arrives(&draft).await;
        let subject = Subject::of(&document, media);
        let required = subject
            .schema
            .get("required")
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default();
        for (name, schema) in subject.schema["properties"].as_object().unwrap() {
            let schema = schema.get("allOf").map_or(schema, |all| &all[0]);
            let schema = follow(&document, schema);
            let absent = draft.with_body(&subject.with(name, None));
            if required.contains(&json!(name)) {
                assert_names(&wire.refused(&absent, 422).await, name);
            } else if subject.example.get(name).is_some() {
                assert_ne!(
                    wire.arrives(&absent).await,
                    baseline,
                    "{name} changes nothing"
                );
            } else {
                let value = match schema["type"].as_str() {
                    Some("boolean") => json!(true),
                    Some("array") => json!(["0f0e5b0e-6f0c-5a52-9a4e-6f4a8a1d2c11"]),
                    _ => json!(1),
                };
                let present = draft.with_body(&subject.with(name, Some(value)));
                assert_ne!(
                    wire.arrives(&present).await,
                    baseline,
                    "{name} changes nothing"
                );
            }
            let wrong = draft.with_body(&subject.with(name, Some(mistyped(schema))));
            assert_names(&wire.refused(&wrong, 422).await, name);
            if let Some(longest) = schema.get("maxLength").and_then(Value::as_u64) {
                let text = |length: u64| json!("ü".repeat(usize::try_from(length).unwrap()));
                wire.arrives(&draft.with_body(&subject.with(name, Some(text(longest)))))
                    .await;
                let longer = draft.with_body(&subject.with(name, Some(text(longest + 1))));
                assert_names(&wire.refused(&longer, 422).await, name);
            }
            if let Some(most) = schema.get("maxItems").and_then(Value::as_u64) {
                let item = json!("0f0e5b0e-6f0c-5a52-9a4e-6f4a8a1d2c11");
                let many = |count: u64| json!(vec![item.clone(); usize::try_from(count).unwrap()]);
                wire.arrives(&draft.with_body(&subject.with(name, Some(many(most)))))
                    .await;
                let more = draft.with_body(&subject.with(name, Some(many(most + 1))));
                assert_names(&wire.refused(&more, 422).await, name);
            }
        }
        let more = draft.with_body(&subject.with("surplus", Some(json!(1))));
        assert_names(&wire.refused(&more, 422).await, "surplus");
    }
    assert_eq!(bodies, 10);
}

#[tokio::test]
async fn a_list_is_bounded() {
    let document = document::read();
    let wire = Wire::new();
    let mut lists = 0;
    for operation in operations(&document) {
        let Some(media) = operation.json_body() else {
            continue;
        };
        let Some(most) = media["schema"].get("maxItems").and_then(Value::as_u64) else {
            continue;
        };
        lists += 1;
        let draft = Draft::of(&document, &operation);
        let items = |count: u64| {
            json!(vec![
                media["example"][0].clone();
                usize::try_from(count).unwrap()
            ])
        };
        wire.arrives(&draft.with_body(&items(most))).await;
        wire.refused(&draft.with_body(&items(most + 1)), 422).await;
    }
    assert_eq!(lists, 1);
}

#[tokio::test]
async fn what_is_no_json_of_the_right_kind_is_refused() {
    let document = document::read();
    let wire = Wire::new();
    for operation in operations(&document) {
        let Some(media) = operation.json_body() else {
            continue;
        };
        let draft = Draft::of(&document, &operation);
        for text in ["", "{", "nonsense", "{\"value\":1}}"] {
            let error = wire
                .refused(
                    &Draft {
                        body: text.into(),
                        ..draft.clone()
                    },
                    400,
                )
                .await;
            assert_eq!(error["code"], "MALFORMED_BODY", "{error}");
        }
        let other = if media["schema"]["type"] == "array" {
            json!({})
        } else {
            json!([])
        };
        for body in [other, json!(null), json!("text")] {
            let error = wire.refused(&draft.with_body(&body), 422).await;
            assert_eq!(error["code"], "UNPROCESSABLE", "{error}");
        }
        for kind in [
            "text/plain",
            "application/x-www-form-urlencoded",
            "application/jsonp",
        ] {
            let headers = vec![("content-type".to_owned(), kind.to_owned())];
            let error = wire
                .refused(
                    &Draft {
                        headers,
                        ..draft.clone()
                    },
                    415,
                )
                .await;
            assert_eq!(error["code"], "UNSUPPORTED_MEDIA_TYPE", "{error}");
        }
        wire.refused(
            &Draft {
                headers: Vec::new(),
                ..draft.clone()
            },
            415,
        )
        .await;
        let headers = vec![(
            "content-type".to_owned(),
            "Application/JSON; charset=utf-8".to_owned(),
        )];
        wire.arrives(&Draft { headers, ..draft }).await;
    }
}

#[tokio::test]
async fn a_raw_body_arrives_as_it_was_sent_in_each_of_its_media_types() {
    let document = document::read();
    let wire = Wire::new();
    let operations = operations(&document);
    let raw = operations.iter().filter(|operation| {
        operation.value.pointer("/requestBody/x-raw-body") == Some(&json!(true))
    });
    let mut types = 0;
    for operation in raw {
        let draft = Draft::of(&document, operation);
        for kind in operation.value["requestBody"]["content"]
            .as_object()
            .unwrap()
            .keys()
        {
            types += 1;
            let headers = vec![("content-type".to_owned(), kind.clone())];
            let body = b"\xff any bytes".to_vec();
            let call = wire
                .arrives(&Draft {
                    headers,
                    body,
                    ..draft.clone()
                })
                .await;
            assert!(call.contains(r"\xff any bytes"), "{call}");
        }
        let headers = vec![("content-type".to_owned(), "text/csv".to_owned())];
        wire.refused(&Draft { headers, ..draft }, 415).await;
    }
    assert_eq!(types, 2);
}

/// The error names the property, at whatever depth.
fn assert_names(error: &Value, name: &str) {
    assert_eq!(error["code"], "UNPROCESSABLE", "{error}");
    let parameter = error["parameter"]
        .as_str()
        .unwrap_or_else(|| panic!("{error} names no property"));
    let named = parameter
        .split(['.', '['])
        .any(|part| part.trim_end_matches(']') == name);
    assert!(named, "{error} does not name {name}");
}
