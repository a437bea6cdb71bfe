//! The component schemas as Rust types: progenitor's, with what it leaves out.

mod collections;
mod derives;
mod enums;

use quote::quote;
use serde_json::Value;
use syn::{File, Item, parse_quote};

/// Adds derives, gates the builders and gives the enums their constants.
pub(crate) fn finish(mut types: File, document: &Value) -> File {
    collections::send_empty(&mut types, document);
    derives::add(&mut types);
    enums::extend(&mut types, document);
    types.items.push(json_schemas(document));
    types
}

/// The component schemas by name.
pub(crate) fn schemas(document: &Value) -> impl Iterator<Item = (&str, &Value)> {
    document
        .pointer("/components/schemas")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
        .map(|(name, schema)| (name.as_str(), schema))
}

/// What schemars says about each type, for a comparison with the document.
fn json_schemas(document: &Value) -> Item {
    let entries = schemas(document).map(|(name, _)| {
        let ident = crate::name::ident(&crate::name::pascal(name));
        quote!((#name, generator.subschema_for::<#ident>()))
    });
    parse_quote! {
        /// Each component's name with its schema as schemars derives it; definitions collect in the generator.
        #[cfg(feature = "schemars")]
        pub fn json_schemas(
            generator: &mut ::schemars::SchemaGenerator,
        ) -> ::std::vec::Vec<(&'static str, ::schemars::Schema)> {
            ::std::vec![#(#entries),*]
        }
    }
}
