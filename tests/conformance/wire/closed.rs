//! The document's schemas as JSON Schemas that allow nothing that is not written down.

use serde_json::{Map, Value, json};

use crate::document::follow;

/// Fails where a value breaks the schema, or has more than the schema says.
pub(crate) fn assert_valid(document: &Value, schema: &Value, value: &Value) {
    let closed = json!({
        "$defs": document["components"]["schemas"]
            .as_object()
            .unwrap()
            .iter()
            .map(|(name, schema)| (name.clone(), close(document, schema)))
            .collect::<Map<_, _>>(),
        "allOf": [close(document, schema)],
    });
    let validator = jsonschema::options()
        .should_validate_formats(true)
        .build(&closed)
        .expect("a schema");
    let errors: Vec<String> = validator
        .iter_errors(value)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{}\nin {value}", errors.join("\n"));
}

fn close(document: &Value, schema: &Value) -> Value {
    let Some(object) = schema.as_object() else {
        return schema.clone();
    };
    if let Some(reference) = object.get("$ref").and_then(Value::as_str) {
        return json!({ "$ref": format!("#/$defs/{}", reference.rsplit('/').next().unwrap()) });
    }
    if let Some(parts) = object.get("allOf").and_then(Value::as_array) {
        return match parts.as_slice() {
            [only] => close(document, only),
            parts => close(document, &merge(document, parts)),
        };
    }
    let mut closed = Map::new();
    for (key, value) in object {
        let value = match (key.as_str(), value) {
            ("properties", Value::Object(properties)) => properties
                .iter()
                .map(|(name, schema)| (name.clone(), close(document, schema)))
                .collect(),
            ("items" | "additionalProperties", schema) => close(document, schema),
            ("oneOf", Value::Array(choices)) => choices
                .iter()
                .map(|choice| close(document, choice))
                .collect(),
            ("description" | "example", _) => continue,
            (name, _) if name.starts_with("x-") => continue,
            (_, value) => value.clone(),
        };
        closed.insert(key.clone(), value);
    }
    if closed.get("type") == Some(&json!("object")) {
        closed.entry("additionalProperties").or_insert(json!(false));
    }
    Value::Object(closed)
}

/// Objects that all hold, as one.
fn merge(document: &Value, parts: &[Value]) -> Value {
    let (mut properties, mut required) = (Map::new(), Vec::new());
    for part in parts {
        let mut part = follow(document, part).clone();
        if let Some(inner) = part.get("allOf").and_then(Value::as_array) {
            part = merge(document, inner);
        }
        properties.extend(part["properties"].as_object().cloned().unwrap_or_default());
        required.extend(part["required"].as_array().cloned().unwrap_or_default());
    }
    json!({ "type": "object", "properties": properties, "required": required })
}

#[test]
#[should_panic(expected = "surplus")]
fn a_property_that_is_not_written_down_is_found() {
    let document = crate::document::read();
    let schema = json!({ "$ref": "#/components/schemas/NameAndGuid" });
    let value =
        json!({ "guid": "0f0e5b0e-6f0c-5a52-9a4e-6f4a8a1d2c11", "name": "x", "surplus": 1 });
    assert_valid(&document, &schema, &value);
}
