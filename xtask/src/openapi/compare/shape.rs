//! A schema as what it means: references followed, the parts of an `allOf` put together.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{entries, follow, texts};
use crate::openapi::place::Place;

/// A schema with where its parts stand.
pub(super) struct Shape<'a> {
    /// Where the schema itself stands: the component, if it is one.
    pub(super) place: Place,
    pub(super) properties: BTreeMap<&'a str, (&'a Value, Place)>,
    /// The names of required properties, and where they are said to be.
    pub(super) required: BTreeMap<&'a str, Place>,
    /// All other keywords.
    pub(super) keywords: BTreeMap<&'a str, &'a Value>,
}

impl<'a> Shape<'a> {
    pub(super) fn read(document: &'a Value, schema: &'a Value, place: &Place) -> Self {
        let mut shape = Self {
            place: place.clone(),
            properties: BTreeMap::new(),
            required: BTreeMap::new(),
            keywords: BTreeMap::new(),
        };
        shape.place = shape.add(document, schema, place, 0);
        shape
    }

    /// Adds a schema to this; where it stands.
    fn add(
        &mut self,
        document: &'a Value,
        schema: &'a Value,
        place: &Place,
        depth: usize,
    ) -> Place {
        let (schema, mut place) = follow(document, schema, place);
        // A schema that is made of itself is none; the lint says so.
        if depth > 16 {
            return place;
        }
        for (name, property) in entries(&schema["properties"]) {
            let at = place.at("properties").at(name);
            self.properties.insert(name, (property, at));
        }
        for name in texts(&schema["required"]) {
            self.required.insert(name, place.clone());
        }
        for (key, value) in entries(schema) {
            if !matches!(key, "properties" | "required" | "allOf" | "$ref") {
                self.keywords.insert(key, value);
            }
        }
        let parts = schema["allOf"]
            .as_array()
            .map(Vec::as_slice)
            .unwrap_or_default();
        for (index, part) in parts.iter().enumerate() {
            let at = place.at("allOf").at(&index.to_string());
            let stands = self.add(document, part, &at, depth + 1);
            // A single part with a description around it is what it refers to.
            if parts.len() == 1 && schema.get("properties").is_none() {
                place = stands;
            }
        }
        place
    }

    pub(super) fn keyword(&self, key: &str) -> &'a Value {
        self.keywords.get(key).copied().unwrap_or(&Value::Null)
    }

    /// Whether there may be no properties but those that are named.
    pub(super) fn is_closed(&self) -> bool {
        self.keyword("additionalProperties") == &Value::Bool(false)
    }
}

/// A value with nothing left to look up and nothing for readers: equal where two documents mean the same.
pub(super) fn inlined(document: &Value, value: &Value) -> Value {
    inline(document, value, 0)
}

fn inline(document: &Value, value: &Value, depth: usize) -> Value {
    if depth > 64 {
        return Value::Null;
    }
    let (value, _) = follow(document, value, &Place::new([]));
    match value {
        Value::Object(object) => {
            let parts = object.get("allOf").and_then(Value::as_array);
            if let Some([part]) = parts.map(Vec::as_slice)
                && object
                    .keys()
                    .all(|key| key == "allOf" || super::DOCUMENTATION.contains(&key.as_str()))
            {
                return inline(document, part, depth + 1);
            }
            let kept = object.iter().filter(|(key, value)| {
                // A property may have the name of a keyword; its value is a schema, not a text.
                !super::DOCUMENTATION.contains(&key.as_str())
                    || value.get("type").is_some()
                    || value.get("$ref").is_some()
            });
            kept.map(|(key, value)| (key.clone(), inline(document, value, depth + 1)))
                .collect()
        }
        Value::Array(items) => {
            let mut items: Vec<Value> = items
                .iter()
                .map(|item| inline(document, item, depth + 1))
                .collect();
            // The order of parameters, required names and values of an enumeration means nothing.
            items.sort_by_key(ToString::to_string);
            Value::Array(items)
        }
        other => other.clone(),
    }
}
