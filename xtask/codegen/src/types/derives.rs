//! Derives for the back-check, and the builders only where the client is.

use syn::{Attribute, File, ImplItem, Item, parse_quote};

/// Puts the derives on every type and the client's gate on everything about builders.
pub(crate) fn add(types: &mut File) {
    for item in &mut types.items {
        match item {
            Item::Struct(found) => derive(&mut found.attrs),
            Item::Enum(found) => derive(&mut found.attrs),
            Item::Mod(module) if module.ident == "builder" => {
                module
                    .attrs
                    .insert(0, parse_quote!(#[cfg(feature = "client")]));
            }
            Item::Impl(found) => {
                for member in &mut found.items {
                    if let ImplItem::Fn(function) = member
                        && function.sig.ident == "builder"
                    {
                        function
                            .attrs
                            .insert(0, parse_quote!(#[cfg(feature = "client")]));
                    }
                }
            }
            _ => {}
        }
    }
}

/// First, so that the `serde` attributes stand after every derive that reads them.
fn derive(attributes: &mut Vec<Attribute>) {
    let derives: [Attribute; 2] = [
        parse_quote!(#[cfg_attr(feature = "openapi", derive(::utoipa::ToSchema))]),
        parse_quote!(#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]),
    ];
    attributes.splice(0..0, derives);
}
