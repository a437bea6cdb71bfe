//! The bounds of request bodies that the types do not hold: typify drops those of numbers and lists.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::Value;
use syn::{Item, Stmt, parse_quote};

use super::rust_type;
use crate::model::{Body, Model, Operation, Shape, component, entries};
use crate::name::{ident, snake};

/// An implementation for every component that a request body can contain.
pub(super) fn render(model: &Model, document: &Value) -> Vec<Item> {
    let schemas = &document["components"]["schemas"];
    let mut names: Vec<String> = Vec::new();
    for operation in &model.operations {
        if let Some(Body::Json { schema, .. }) = &operation.body {
            collect(schema, schemas, &mut names);
        }
    }
    names.sort_unstable();
    names
        .iter()
        .map(|name| implementation(name, &schemas[name], schemas))
        .collect()
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

fn implementation(name: &str, schema: &Value, schemas: &Value) -> Item {
    let ty = rust_type::component(name);
    let checks: Vec<Stmt> = members(schema, schemas)
        .into_iter()
        .flat_map(|(name, property)| checks(name, property))
        .collect();
    if checks.is_empty() {
        return parse_quote!(impl Validate for #ty {});
    }
    parse_quote! {
        impl Validate for #ty {
            fn validate(&self, at: &At<'_>) -> Result<(), ApiError> {
                #(#checks)*
                Ok(())
            }
        }
    }
}

/// The properties of an object, those of its `allOf` members included.
fn members<'a>(schema: &'a Value, schemas: &'a Value) -> Vec<(&'a str, &'a Value)> {
    let inherited = schema["allOf"].as_array().into_iter().flatten();
    inherited
        .flat_map(|member| match component(member) {
            Some(name) => members(&schemas[name], schemas),
            None => members(member, schemas),
        })
        .chain(entries(&schema["properties"]))
        .collect()
}

fn checks(name: &str, property: &Value) -> Vec<Stmt> {
    let field = ident(&snake(name));
    let at = quote!(at.property(#name));
    let mut checks: Vec<Stmt> = Vec::new();
    if let Some((minimum, maximum)) = bounds(property, "minimum", "maximum") {
        checks.push(parse_quote!(#at.integer(self.#field, #minimum, #maximum)?;));
    }
    if let Some((minimum, maximum)) = bounds(property, "minItems", "maxItems") {
        checks.push(parse_quote!(#at.items(&self.#field, #minimum, #maximum)?;));
    }
    let nested = component(property)
        .or_else(|| component(&property["items"]))
        .or_else(|| component(&property["allOf"][0]));
    if nested.is_some() {
        checks.push(parse_quote!(self.#field.validate(&#at)?;));
    }
    checks
}

/// The check of a body that is a list, whose bounds stand in the operation and not in a component.
pub(super) fn of_array(operation: &Operation) -> Option<TokenStream> {
    let Some(Body::Json {
        shape: Shape::Many(_),
        schema,
    }) = &operation.body
    else {
        return None;
    };
    let (minimum, maximum) = bounds(schema, "minItems", "maxItems")?;
    Some(quote!(At::body().items(&body, #minimum, #maximum)?;))
}

fn bounds(schema: &Value, minimum: &str, maximum: &str) -> Option<(TokenStream, TokenStream)> {
    let bound = |key: &str| {
        schema[key].as_i64().map(|value| {
            let literal = Literal::i64_unsuffixed(value);
            quote!(Some(#literal))
        })
    };
    let (minimum, maximum) = (bound(minimum), bound(maximum));
    (minimum.is_some() || maximum.is_some()).then(|| {
        let or_none = |bound: Option<TokenStream>| bound.unwrap_or_else(|| quote!(None));
        (or_none(minimum), or_none(maximum))
    })
}
