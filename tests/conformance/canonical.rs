//! Schemas in one form, whoever wrote them: OpenAPI 3.0 by hand, 3.1 by utoipa, JSON Schema by schemars.
//!
//! What is dropped is proved elsewhere: bounds and patterns by the wire tests, descriptions and examples by the lint.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

const DROPPED: [&str; 14] = [
    "$schema",
    "default",
    "description",
    "example",
    "examples",
    "maxItems",
    "maxLength",
    "maximum",
    "minItems",
    "minLength",
    "minimum",
    "pattern",
    "propertyNames",
    "title",
];

/// The component schemas of one of the three, with their names as Rust writes them.
pub(crate) struct Schemas<'a> {
    /// The schemas by their name there.
    pub(crate) all: &'a Map<String, Value>,
    /// Whether a name is one of the document's components; others are the generator's own and are written out.
    pub(crate) known: &'a dyn Fn(&str) -> bool,
}

impl Schemas<'_> {
    /// All components in canonical form.
    pub(crate) fn canonical(&self) -> BTreeMap<String, Value> {
        self.all
            .iter()
            .filter(|(name, _)| (self.known)(&rust_name(name)))
            .map(|(name, schema)| (rust_name(name), self.schema(schema)))
            .collect()
    }

    /// One schema in canonical form.
    pub(crate) fn schema(&self, schema: &Value) -> Value {
        let Some(object) = schema.as_object() else {
            return schema.clone();
        };
        if let Some(reference) = object.get("$ref").and_then(Value::as_str) {
            let name = reference.rsplit('/').next().expect("a name");
            if (self.known)(&rust_name(name)) {
                return json!({ "$ref": rust_name(name) });
            }
            return self.schema(&self.all[name]);
        }
        if let Some(parts) = object.get("allOf").and_then(Value::as_array) {
            return self.merged(parts);
        }
        if let Some(Value::Array(choices)) = object.get("oneOf").or_else(|| object.get("anyOf")) {
            let mut choices: Vec<Value> = choices
                .iter()
                .filter(|choice| choice["type"] != "null")
                .map(|choice| self.schema(choice))
                .collect();
            if choices.len() == 1 {
                return choices.remove(0);
            }
            choices.sort_by_key(Value::to_string);
            return json!({ "choice": choices });
        }
        let kept = object
            .iter()
            .filter(|(key, _)| !DROPPED.contains(&key.as_str()) && !key.starts_with("x-"));
        let mut canonical: Map<String, Value> = kept
            .map(|(key, value)| (key.clone(), self.keyword(key, value)))
            .collect();
        // Absent, true and "anything" say the same; so does a list of required properties that is empty.
        canonical.retain(|key, value| {
            !(key == "additionalProperties" && *value == json!(true)
                || key == "required" && *value == json!([]))
        });
        // A binary string is bytes to all three, and only the document says so.
        if canonical.get("format") == Some(&json!("binary")) {
            canonical.remove("format");
        }
        Value::Object(canonical)
    }

    fn keyword(&self, key: &str, value: &Value) -> Value {
        match (key, value) {
            ("properties", Value::Object(properties)) => properties
                .iter()
                .map(|(name, schema)| (name.clone(), self.schema(schema)))
                .collect(),
            ("items" | "additionalProperties", schema) => self.schema(schema),
            ("type", Value::Array(types)) => {
                let types: Vec<_> = types.iter().filter(|name| *name != "null").collect();
                assert_eq!(types.len(), 1, "one type: {types:?}");
                types[0].clone()
            }
            ("required" | "enum", Value::Array(names)) => {
                let mut names = names.clone();
                names.sort_by_key(Value::to_string);
                Value::Array(names)
            }
            _ => value.clone(),
        }
    }

    /// Several schemas that all hold: one object with the properties of all.
    fn merged(&self, parts: &[Value]) -> Value {
        if let [only] = parts {
            return self.schema(only);
        }
        let (mut properties, mut required) = (Map::new(), Vec::new());
        for part in parts {
            let part = match part.get("$ref").and_then(Value::as_str) {
                Some(reference) => {
                    self.schema(&self.all[reference.rsplit('/').next().expect("a name")])
                }
                None => self.schema(part),
            };
            properties.extend(part["properties"].as_object().cloned().unwrap_or_default());
            required.extend(part["required"].as_array().cloned().unwrap_or_default());
        }
        required.sort_by_key(Value::to_string);
        json!({ "type": "object", "properties": properties, "required": required })
    }
}

/// A component's name as the generator writes it: `StringDTO` is `StringDto`.
pub(crate) fn rust_name(name: &str) -> String {
    name.strip_suffix("DTO")
        .map_or_else(|| name.to_owned(), |stem| format!("{stem}Dto"))
}
