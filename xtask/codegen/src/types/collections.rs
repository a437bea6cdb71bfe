//! An empty collection is sent as `[]` or `{}`, never left out; progenitor leaves it out where the document does not
//! require it, and it must not be required, as other servers leave it out.

use std::collections::BTreeSet;

use serde_json::Value;
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, ExprLit, Field, File, Item, Lit, Meta, Token, parse_quote};

use super::enums::wire_name;
use super::schemas;

/// Sends empty collections, but for properties that the document marks with `x-omit-empty`.
pub(super) fn send_empty(types: &mut File, document: &Value) {
    let mut omitted = BTreeSet::new();
    for (_, schema) in schemas(document) {
        collect_omitted(schema, &mut omitted);
    }
    for item in &mut types.items {
        let Item::Struct(found) = item else { continue };
        for field in &mut found.fields {
            if !omitted.contains(&name(field)) {
                field.attrs.iter_mut().for_each(keep_empty);
            }
        }
    }
}

/// The names of properties that are left out where they are empty.
fn collect_omitted(schema: &Value, names: &mut BTreeSet<String>) {
    if let Some(properties) = schema.get("properties").and_then(Value::as_object) {
        let marked = |property: &&Value| property.get("x-omit-empty") == Some(&Value::Bool(true));
        let marked = properties.iter().filter(|(_, property)| marked(property));
        names.extend(marked.map(|(name, _)| name.clone()));
    }
    let parts = schema.get("allOf").and_then(Value::as_array);
    for part in parts.into_iter().flatten() {
        collect_omitted(part, names);
    }
}

fn name(field: &Field) -> String {
    let ident = field.ident.as_ref().map(ToString::to_string);
    wire_name(&field.attrs).or(ident).unwrap_or_default()
}

fn keep_empty(attribute: &mut Attribute) {
    if !attribute.path().is_ident("serde") {
        return;
    }
    let all = attribute.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated);
    let Ok(all) = all else { return };
    let kept: Vec<Meta> = all.into_iter().filter(|meta| !omits_empty(meta)).collect();
    *attribute = parse_quote!(#[serde(#(#kept),*)]);
}

/// `skip_serializing_if = "…Vec::is_empty"`, or the same of a map.
fn omits_empty(meta: &Meta) -> bool {
    let Meta::NameValue(pair) = meta else {
        return false;
    };
    let Expr::Lit(ExprLit {
        lit: Lit::Str(text),
        ..
    }) = &pair.value
    else {
        return false;
    };
    pair.path.is_ident("skip_serializing_if") && text.value().ends_with("::is_empty")
}
