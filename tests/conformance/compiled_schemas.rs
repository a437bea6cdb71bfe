//! The compiled types as schemars derives them: only it tells an optional property from a required one that may be null.

use std::collections::BTreeMap;

use schemars::generate::SchemaSettings;
use serde_json::{Map, Value};

use crate::canonical::{Schemas, rust_name};
use crate::difference::assert_same;
use crate::document;

/// The document's component schemas in canonical form.
pub(crate) fn of_document(document: &Value) -> BTreeMap<String, Value> {
    let all = document["components"]["schemas"].as_object().unwrap();
    Schemas {
        all,
        known: &known(document),
    }
    .canonical()
}

/// Whether a name is one of the document's components.
pub(crate) fn known(document: &Value) -> impl Fn(&str) -> bool + use<> {
    let all = document["components"]["schemas"].as_object().unwrap();
    let names: Vec<String> = all.keys().map(|name| rust_name(name)).collect();
    move |name| names.iter().any(|known| known == name)
}

fn compiled(settings: SchemaSettings, document: &Value) -> BTreeMap<String, Value> {
    let mut generator = settings.into_generator();
    let named = backup_catalog::types::json_schemas(&mut generator);
    assert_eq!(
        named.len(),
        document["components"]["schemas"].as_object().unwrap().len()
    );
    let all: Map<String, Value> = generator.take_definitions(true);
    Schemas {
        all: &all,
        known: &known(document),
    }
    .canonical()
}

/// What the document says in words: an empty collection is sent, unless it is marked. So whatever serialises has it.
fn send_empty(value: &mut Value) {
    let Value::Object(object) = value else {
        if let Value::Array(items) = value {
            items.iter_mut().for_each(send_empty);
        }
        return;
    };
    object.values_mut().for_each(send_empty);
    let Some(Value::Object(properties)) = object.get("properties") else {
        return;
    };
    let collections: Vec<Value> = properties
        .iter()
        .filter(|(_, property)| {
            property["type"] == "array" || property.get("additionalProperties").is_some()
        })
        .filter(|(_, property)| property.get("x-omit-empty").is_none())
        .map(|(name, _)| Value::from(name.as_str()))
        .collect();
    let required = object
        .entry("required")
        .or_insert_with(|| Value::Array(Vec::new()));
    let required = required.as_array_mut().unwrap();
    required.extend(collections);
    required.sort_by_key(Value::to_string);
    required.dedup();
}

#[test]
fn what_the_types_serialise_is_what_the_document_says() {
    let mut document = document::read();
    send_empty(&mut document["components"]["schemas"]);
    let compiled = compiled(SchemaSettings::draft2020_12().for_serialize(), &document);
    assert_same(
        &serde_json::to_value(of_document(&document)).unwrap(),
        &serde_json::to_value(compiled).unwrap(),
    );
}

#[test]
fn what_the_types_deserialise_is_what_the_document_says() {
    let document = document::read();
    let compiled = compiled(SchemaSettings::draft2020_12().for_deserialize(), &document);
    assert_same(
        &serde_json::to_value(of_document(&document)).unwrap(),
        &serde_json::to_value(compiled).unwrap(),
    );
}
