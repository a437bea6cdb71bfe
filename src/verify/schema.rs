//! The document's schemas as JSON Schemas. In the full profile they are closed: what is not written down must not be there.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use jsonschema::Validator;
use serde_json::{Map, Value, json};

use super::Profile;
use super::document::Document;

/// Compiled schemas, and what was found good already.
#[derive(Debug)]
pub(super) struct Schemas {
    definitions: Value,
    profile: Profile,
    compiled: HashMap<String, Validator>,
    /// Lists show the same rows again and again; each is looked at once.
    good: HashSet<u64>,
}

impl Schemas {
    pub(super) fn new(document: &Document, profile: Profile) -> Self {
        let schemas = document.root["components"]["schemas"].as_object();
        let closed = schemas
            .into_iter()
            .flatten()
            .map(|(name, schema)| (name.clone(), Closing { document, profile }.close(schema)));
        Self {
            definitions: Value::Object(closed.collect()),
            profile,
            compiled: HashMap::new(),
            good: HashSet::new(),
        }
    }

    /// What is wrong with a value: where, and what.
    pub(super) fn faults(
        &mut self,
        document: &Document,
        schema: &Value,
        value: &Value,
    ) -> Vec<String> {
        let schema = document.follow(schema);
        match (schema["type"].as_str(), schema.get("items"), value) {
            (Some("array"), Some(items), Value::Array(rows)) => {
                let faults = rows.iter().enumerate().flat_map(|(index, row)| {
                    let faults = self.one(document, items, row).into_iter();
                    faults.map(move |fault| format!("/{index}{fault}"))
                });
                faults.collect()
            }
            _ => self.one(document, schema, value),
        }
    }

    fn one(&mut self, document: &Document, schema: &Value, value: &Value) -> Vec<String> {
        let key = schema.to_string();
        let mut hasher = DefaultHasher::new();
        (&key, value).hash(&mut hasher);
        let hash = hasher.finish();
        if self.good.contains(&hash) {
            return Vec::new();
        }
        let stripped;
        let value = if self.profile == Profile::Vendor {
            stripped = without_nulls(value);
            &stripped
        } else {
            value
        };
        let closing = Closing {
            document,
            profile: self.profile,
        };
        if !self.compiled.contains_key(&key) {
            let whole = json!({ "$defs": self.definitions, "allOf": [closing.close(schema)] });
            match jsonschema::options()
                .should_validate_formats(true)
                .build(&whole)
            {
                Ok(validator) => self.compiled.insert(key.clone(), validator),
                Err(error) => return vec![format!(": the document's schema is broken: {error}")],
            };
        }
        let faults: Vec<String> = self
            .compiled
            .get(&key)
            .into_iter()
            .flat_map(|validator| validator.iter_errors(value))
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        if faults.is_empty() {
            self.good.insert(hash);
        }
        faults
    }
}

/// A property that is null, as good as absent: an appliance may write it.
pub(super) fn without_nulls(value: &Value) -> Value {
    match value {
        Value::Object(entries) => entries
            .iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(name, value)| (name.clone(), without_nulls(value)))
            .collect(),
        Value::Array(items) => items.iter().map(without_nulls).collect(),
        value => value.clone(),
    }
}

struct Closing<'a> {
    document: &'a Document,
    profile: Profile,
}

impl Closing<'_> {
    fn close(&self, schema: &Value) -> Value {
        let Some(object) = schema.as_object() else {
            return schema.clone();
        };
        if let Some(name) = object
            .get("$ref")
            .and_then(|it| it.as_str()?.rsplit('/').next())
        {
            return json!({ "$ref": format!("#/$defs/{name}") });
        }
        if let Some(parts) = object.get("allOf").and_then(Value::as_array) {
            return match parts.as_slice() {
                [only] => self.close(only),
                parts => self.close(&self.merge(parts)),
            };
        }
        if let (Profile::Full, Some(values)) = (self.profile, self.described(schema)) {
            return json!({ "enum": values });
        }
        let mut closed = Map::new();
        for (key, value) in object {
            let value = match (key.as_str(), value) {
                ("properties", Value::Object(properties)) => properties
                    .iter()
                    .map(|(name, schema)| (name.clone(), self.close(schema)))
                    .collect(),
                ("items" | "additionalProperties", schema) => self.close(schema),
                ("oneOf", Value::Array(choices)) => {
                    choices.iter().map(|choice| self.close(choice)).collect()
                }
                ("required", Value::Array(names)) => self.demanded(names, &object["properties"]),
                ("description" | "example", _) => continue,
                (name, _) if name.starts_with("x-") => continue,
                (_, value) => value.clone(),
            };
            closed.insert(key.clone(), value);
        }
        if self.profile == Profile::Full {
            if closed.get("type") == Some(&json!("object")) {
                closed.entry("additionalProperties").or_insert(json!(false));
            }
            if closed.get("format") == Some(&json!("uuid")) {
                // Guids are sent in lower case.
                closed.insert("pattern".to_owned(), json!("^[0-9a-f-]{36}$"));
            }
        }
        Value::Object(closed)
    }

    /// The required properties, without those that only this project's servers have, where others are looked at.
    fn demanded(&self, names: &[Value], properties: &Value) -> Value {
        let kept = names.iter().filter(|name| {
            let property = name.as_str().map(|name| &properties[name]);
            self.profile == Profile::Full
                || property.is_none_or(|property| property["x-source"] != "chosen")
        });
        kept.cloned().collect()
    }

    /// The values of an enumeration that is sent with its words, if this is one.
    fn described(&self, schema: &Value) -> Option<Vec<Value>> {
        let properties = schema["properties"].as_object()?;
        let name = properties.get("name")?["allOf"].as_array()?.first()?;
        let words = self.document.follow(name)["x-descriptions"].as_object()?;
        let value =
            |(name, words): (&String, &Value)| json!({ "name": name, "description": words });
        (properties.len() == 2).then(|| words.iter().map(value).collect())
    }

    /// Objects that all hold, as one.
    fn merge(&self, parts: &[Value]) -> Value {
        let (mut properties, mut required) = (Map::new(), Vec::new());
        for part in parts {
            let mut part = self.document.follow(part).clone();
            if let Some(inner) = part.get("allOf").and_then(Value::as_array) {
                part = self.merge(inner);
            }
            properties.extend(part["properties"].as_object().cloned().unwrap_or_default());
            required.extend(part["required"].as_array().cloned().unwrap_or_default());
        }
        json!({ "type": "object", "properties": properties, "required": required })
    }
}
