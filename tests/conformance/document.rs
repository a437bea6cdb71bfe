//! The documents as they are written, as one.

use std::fs;
use std::path::Path;

use serde_json::{Map, Value};

/// Reads the documents and lays the others over the vendor's: paths and components of all, every reference internal.
pub(crate) fn read() -> Value {
    const FIRST: &str = "backups.yaml";
    let mut whole = parse(FIRST);
    let folder = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("openapi")).expect("it");
    let names = folder.map(|entry| {
        entry
            .expect("a file")
            .file_name()
            .into_string()
            .expect("a name")
    });
    for name in names.filter(|name| {
        let is_yaml = Path::new(name).extension().is_some_and(|it| it == "yaml");
        is_yaml && name != FIRST
    }) {
        lay_over(&mut whole, &parse(&name));
    }
    internal(&mut whole);
    whole
}

fn lay_over(whole: &mut Value, other: &Value) {
    for path in [
        "/paths",
        "/components/schemas",
        "/components/parameters",
        "/components/headers",
    ] {
        let Some(Value::Object(more)) = other.pointer(path).cloned() else {
            continue;
        };
        let all = whole
            .pointer_mut(path)
            .and_then(Value::as_object_mut)
            .expect("the section");
        for (name, value) in more {
            assert!(
                all.insert(name.clone(), value).is_none(),
                "{path}/{name} stands in two documents"
            );
        }
    }
}

fn parse(file: &str) -> Value {
    let text = fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("openapi")
            .join(file),
    )
    .expect(file);
    let mut yaml: yaml_serde::Value = yaml_serde::from_str(&text).expect(file);
    // One pass resolves one level of `<<`.
    loop {
        let before = yaml.clone();
        yaml.apply_merge().expect(file);
        if yaml == before {
            return yaml_serde::from_value(yaml).expect(file);
        }
    }
}

fn internal(value: &mut Value) {
    match value {
        Value::Object(entries) => {
            if let Some(Value::String(reference)) = entries.get_mut("$ref")
                && let Some((_, inside)) = reference.split_once(".yaml#")
            {
                *reference = format!("#{inside}");
            }
            entries.values_mut().for_each(internal);
        }
        Value::Array(items) => items.iter_mut().for_each(internal),
        _ => {}
    }
}

/// What a value refers to, or the value itself.
pub(crate) fn follow<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    match value.get("$ref").and_then(Value::as_str) {
        Some(reference) => document.pointer(&reference[1..]).expect(reference),
        None => value,
    }
}

/// An operation as it is written.
pub(crate) struct Operation<'a> {
    pub(crate) path: &'a str,
    pub(crate) method: &'a str,
    pub(crate) value: &'a Value,
}

/// All operations.
pub(crate) fn operations(document: &Value) -> Vec<Operation<'_>> {
    let paths = document["paths"].as_object().expect("paths");
    paths
        .iter()
        .flat_map(|(path, item)| {
            let item = item.as_object().expect("a path item");
            item.iter().map(move |(method, value)| Operation {
                path,
                method,
                value,
            })
        })
        .collect()
}

impl<'a> Operation<'a> {
    pub(crate) fn id(&self) -> &'a str {
        self.value["operationId"].as_str().expect("operationId")
    }

    pub(crate) fn parameters(&self, document: &'a Value) -> Vec<&'a Value> {
        let written = self
            .value
            .get("parameters")
            .and_then(Value::as_array)
            .into_iter()
            .flatten();
        written
            .map(|parameter| follow(document, parameter))
            .collect()
    }

    /// The JSON body's schema, if it takes one.
    pub(crate) fn json_body(&self) -> Option<&'a Value> {
        let body = self
            .value
            .get("requestBody")
            .filter(|body| body.get("x-raw-body").is_none())?;
        body.pointer("/content/application~1json")
    }

    /// The successful response that this server gives: the one with the lowest status.
    pub(crate) fn success(&self, document: &'a Value) -> (u16, &'a Value) {
        let responses = self.value["responses"].as_object().expect("responses");
        let mut found: Vec<_> = responses
            .iter()
            .filter_map(|(status, response)| {
                Some((status.parse().ok()?, follow(document, response)))
            })
            .collect();
        found.sort_by_key(|(status, _)| *status);
        found[0]
    }
}

/// The entries of an object; none of anything else.
pub(crate) fn entries(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flat_map(Map::iter)
}
