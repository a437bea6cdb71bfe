//! What a string enum can say about itself.

use quote::quote;
use serde_json::Value;
use syn::{Attribute, Fields, File, Ident, Item, ItemEnum, LitStr, parse_quote};

use super::schemas;

/// Adds `ALL`, `as_str` and, where the document describes the values, `description`.
pub(crate) fn extend(types: &mut File, document: &Value) {
    let mut added: Vec<Item> = Vec::new();
    for item in &types.items {
        let Item::Enum(found) = item else { continue };
        let schema = schemas(document).find(|(name, _)| found.ident == name);
        let variants = variants(found);
        if variants.len() != found.variants.len() {
            // Not a plain string enum.
            continue;
        }
        let descriptions = schema.and_then(|(_, schema)| schema.get("x-descriptions"));
        added.push(implementation(&found.ident, &variants, descriptions));
    }
    types.items.extend(added);
}

/// The unit variants with their wire names.
fn variants(found: &ItemEnum) -> Vec<(Ident, String)> {
    found
        .variants
        .iter()
        .filter(|variant| matches!(variant.fields, Fields::Unit))
        .map(|variant| {
            let wire = wire_name(&variant.attrs).unwrap_or_else(|| variant.ident.to_string());
            (variant.ident.clone(), wire)
        })
        .collect()
}

/// The name that a `serde(rename)` gives.
pub(crate) fn wire_name(attributes: &[Attribute]) -> Option<String> {
    let mut wire = None;
    for attribute in attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("serde"))
    {
        // Other keys of the attribute end the parse early, which is fine: rename comes first.
        let _ = attribute.parse_nested_meta(|meta| {
            if meta.path.is_ident("rename") {
                wire = Some(meta.value()?.parse::<LitStr>()?.value());
            }
            Ok(())
        });
    }
    wire
}

fn implementation(
    ident: &Ident,
    variants: &[(Ident, String)],
    descriptions: Option<&Value>,
) -> Item {
    let idents: Vec<&Ident> = variants.iter().map(|(ident, _)| ident).collect();
    let wires: Vec<&String> = variants.iter().map(|(_, wire)| wire).collect();
    let description = descriptions.map(|descriptions| {
        let texts = wires
            .iter()
            .map(|wire| descriptions[wire.as_str()].as_str().unwrap_or_default());
        quote! {
            /// The value as a person reads it.
            pub const fn description(self) -> &'static str {
                match self { #(Self::#idents => #texts),* }
            }
        }
    });
    parse_quote! {
        impl #ident {
            /// Every value, in the document's order.
            pub const ALL: &'static [Self] = &[#(Self::#idents),*];

            /// The value as it goes over the wire.
            pub const fn as_str(self) -> &'static str {
                match self { #(Self::#idents => #wires),* }
            }

            #description
        }
    }
}
