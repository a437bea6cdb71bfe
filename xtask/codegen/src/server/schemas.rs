//! The schemas of request bodies, for the check before they are deserialised.

use quote::quote;
use serde_json::Value;
use syn::{Expr, Ident, Item, parse_quote};

use super::rust_type;
use crate::model::{Body, Kind, Model, Operation, component, entries, kind};
use crate::name::{constant, ident};

/// One item for each component that a request body can contain, and one for each body that is a list.
pub(super) fn render(model: &Model, document: &Value) -> Vec<Item> {
    let schemas = &document["components"]["schemas"];
    let mut names: Vec<String> = Vec::new();
    let mut items: Vec<Item> = Vec::new();
    for operation in &model.operations {
        if let Some(Body::Json { schema, .. }) = &operation.body {
            collect(schema, schemas, &mut names);
            if component(schema).is_none() {
                let name = ident(&format!("{}_BODY", constant(&operation.id)));
                let value = expression(schema, schemas, None);
                items.push(parse_quote!(static #name: Schema = #value;));
            }
        }
    }
    names.sort_unstable();
    items.extend(names.iter().map(|name| {
        let value = expression(&schemas[name], schemas, Some(name));
        let name = item(name);
        // Not a constant: an object may contain itself.
        parse_quote!(static #name: Schema = #value;)
    }));
    items
}

/// The item that holds the schema of an operation's body.
pub(super) fn of_body(operation: &Operation, schema: &Value) -> Ident {
    component(schema).map_or_else(
        || ident(&format!("{}_BODY", constant(&operation.id))),
        |name| item(&name),
    )
}

fn item(component: &str) -> Ident {
    ident(&format!("{}_SCHEMA", constant(component)))
}

/// The components that a schema reaches.
fn collect(schema: &Value, schemas: &Value, names: &mut Vec<String>) {
    if let Some(name) = component(schema) {
        if !names.contains(&name) {
            let schema = &schemas[&name];
            names.push(name);
            collect(schema, schemas, names);
        }
        return;
    }
    match schema {
        Value::Object(entries) => entries
            .iter()
            .filter(|(key, _)| *key != "example")
            .for_each(|(_, value)| collect(value, schemas, names)),
        Value::Array(items) => items.iter().for_each(|item| collect(item, schemas, names)),
        _ => {}
    }
}

/// A schema as a value; `name` is the component's that it is.
fn expression(schema: &Value, schemas: &Value, name: Option<&str>) -> Expr {
    if let Some(choices) = schema["oneOf"].as_array() {
        let choices = choices.iter().map(|choice| reference(choice, schemas));
        return parse_quote!(Schema::OneOf(&[#(#choices),*]));
    }
    if schema.get("properties").is_some() || schema.get("allOf").is_some() {
        let required = required(schema, schemas);
        let properties = members(schema, schemas).into_iter().map(|(name, property)| {
            let required = required.contains(&name);
            let nullable = property["nullable"] == Value::Bool(true);
            let schema = reference(property, schemas);
            quote!(Property { name: #name, required: #required, nullable: #nullable, schema: #schema })
        });
        return parse_quote!(Schema::Object(&[#(#properties),*]));
    }
    match schema["type"].as_str() {
        Some("array") => {
            let items = reference(&schema["items"], schemas);
            let min_items = super::operations::length(schema["minItems"].as_u64().unwrap_or(0));
            let max_items = super::operations::at_most(schema["maxItems"].as_u64());
            parse_quote!(Schema::List { items: #items, min_items: #min_items, max_items: #max_items })
        }
        Some("object") => {
            let values = reference(&schema["additionalProperties"], schemas);
            parse_quote!(Schema::Map(#values))
        }
        _ => {
            let kind = match kind(schema) {
                // What is not in a query has one spelling.
                Kind::Enum { allowed, .. } => Kind::Enum {
                    allowed,
                    ignore_case: false,
                },
                kind => kind,
            };
            let ty = name.map(rust_type::component);
            let kind = super::operations::kind(&kind, ty.as_ref());
            parse_quote!(Schema::Scalar(#kind))
        }
    }
}

/// A reference to a schema: the item of a component, or the value itself.
fn reference(schema: &Value, schemas: &Value) -> Expr {
    // `allOf: [one]` only carries a description.
    let wrapped = match schema["allOf"].as_array().map(Vec::as_slice) {
        Some([one]) if schema.get("properties").is_none() => one,
        _ => schema,
    };
    if let Some(name) = component(wrapped) {
        let name = item(&name);
        return parse_quote!(&#name);
    }
    let value = expression(wrapped, schemas, None);
    parse_quote!(&#value)
}

/// The properties of an object, those of its `allOf` members first.
fn members<'a>(schema: &'a Value, schemas: &'a Value) -> Vec<(&'a str, &'a Value)> {
    included(schema, schemas)
        .flat_map(|member| members(member, schemas))
        .chain(entries(&schema["properties"]))
        .collect()
}

fn required<'a>(schema: &'a Value, schemas: &'a Value) -> Vec<&'a str> {
    let own = schema["required"].as_array().into_iter().flatten();
    included(schema, schemas)
        .flat_map(|member| required(member, schemas))
        .chain(own.filter_map(Value::as_str))
        .collect()
}

fn included<'a>(schema: &'a Value, schemas: &'a Value) -> impl Iterator<Item = &'a Value> {
    let members = schema["allOf"].as_array().into_iter().flatten();
    members.map(|member| component(member).map_or(member, |name| &schemas[&name]))
}
