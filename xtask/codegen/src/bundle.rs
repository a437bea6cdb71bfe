//! Several documents as one.

use serde_json::{Map, Value, json};

use crate::document::{Documents, METHODS};
use crate::finding::{Findings, Report};

/// Merges paths, components and tags, makes references internal, and notes on each operation the
/// trait of the document it comes from.
pub(crate) fn merge(documents: &Documents) -> Result<Value, Findings> {
    let mut report = Report::default();
    let mut paths = Map::new();
    let mut components: Map<String, Value> = Map::new();
    let mut tags: Vec<Value> = Vec::new();
    for document in &documents.0 {
        let top = document.top();
        let trait_name = top.get("info").and_then(|info| info.text("x-trait"));
        for (template, item) in top
            .get("paths")
            .iter()
            .flat_map(super::document::Place::entries)
        {
            let mut value = item.value().clone();
            for method in METHODS {
                if let Some(Value::Object(operation)) = value.get_mut(method) {
                    operation.insert("x-trait".to_owned(), json!(trait_name));
                }
            }
            if paths.insert(template.to_owned(), value).is_some() {
                report.add(
                    &item,
                    "duplicate-path",
                    format!("the path `{template}` stands in two documents"),
                    "keep all operations of a path in one document",
                );
            }
        }
        for (kind, section) in top
            .get("components")
            .iter()
            .flat_map(super::document::Place::entries)
        {
            let merged = components.entry(kind).or_insert_with(|| json!({}));
            for (name, component) in section.entries() {
                let Value::Object(merged) = merged else {
                    continue;
                };
                if merged
                    .insert(name.to_owned(), component.value().clone())
                    .is_some()
                {
                    report.add(
                        &component,
                        "duplicate-component",
                        format!("`{kind}/{name}` stands in two documents"),
                        format!("keep one and refer to it as `<file>#/components/{kind}/{name}`"),
                    );
                }
            }
        }
        for tag in top
            .get("tags")
            .iter()
            .flat_map(super::document::Place::items)
        {
            if !tags
                .iter()
                .any(|known| known["name"] == tag.value()["name"])
            {
                tags.push(tag.value().clone());
            }
        }
    }
    report.finish()?;

    let mut merged = documents
        .0
        .first()
        .map_or_else(|| json!({}), |first| first.value.clone());
    merged["paths"] = Value::Object(paths);
    merged["components"] = Value::Object(components);
    merged["tags"] = Value::Array(tags);
    let files: Vec<&str> = documents
        .0
        .iter()
        .map(super::document::Document::short_name)
        .collect();
    internalise(&mut merged, &files);
    Ok(merged)
}

/// Takes out what the generator has noted for itself.
pub(crate) fn without_notes(mut document: Value) -> Value {
    for operation in document["paths"]
        .as_object_mut()
        .into_iter()
        .flat_map(|paths| paths.values_mut())
        .filter_map(Value::as_object_mut)
        .flat_map(|item| item.values_mut())
        .filter_map(Value::as_object_mut)
    {
        operation.remove("x-trait");
        if let Some(Value::Object(body)) = operation.get_mut("requestBody") {
            body.remove("x-media-types");
        }
    }
    document
}

/// Rewrites `file#/…` to `#/…`.
fn internalise(value: &mut Value, files: &[&str]) {
    match value {
        Value::Object(entries) => {
            if let Some(Value::String(reference)) = entries.get_mut("$ref")
                && let Some((file, pointer)) = reference.split_once('#')
                && files.contains(&file)
            {
                *reference = format!("#{pointer}");
            }
            entries
                .values_mut()
                .for_each(|value| internalise(value, files));
        }
        Value::Array(items) => items.iter_mut().for_each(|value| internalise(value, files)),
        _ => {}
    }
}
