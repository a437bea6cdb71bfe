//! Progenitor's client, with what it leaves out: raw media types and deprecations.

use syn::visit_mut::{self, VisitMut};
use syn::{Attribute, File, ImplItem, Item, LitStr, Type, parse_quote};

use crate::model::{Body, Model};

/// Finishes the client.
pub(crate) fn finish(mut client: File, model: &Model) -> File {
    client.items.insert(
        0,
        parse_quote!(
            #[allow(unused_imports)]
            pub use super::types;
        ),
    );
    for operation in &model.operations {
        if let Some(Body::Raw { media_types }) = &operation.body
            && let Some(media_type) = media_types.first()
        {
            set_media_type(&mut client, &operation.pascal(), media_type);
        }
        if operation.deprecated {
            deprecate(&mut client, &operation.id);
        }
    }
    client
}

/// Sends the document's media type instead of the one raw type that progenitor knows.
fn set_media_type(client: &mut File, builder: &str, media_type: &str) {
    let modules = client.items.iter_mut().filter_map(|item| match item {
        Item::Mod(module) if module.ident == "builder" => module.content.as_mut(),
        _ => None,
    });
    for item in modules.flat_map(|(_, items)| items) {
        if let Item::Impl(found) = item
            && matches!(&*found.self_ty, Type::Path(path)
                if path.path.segments.last().is_some_and(|last| last.ident == builder))
        {
            Rewrite { media_type }.visit_item_impl_mut(found);
        }
    }
}

struct Rewrite<'a> {
    media_type: &'a str,
}

impl VisitMut for Rewrite<'_> {
    fn visit_lit_str_mut(&mut self, literal: &mut LitStr) {
        if literal.value() == "application/octet-stream" {
            *literal = LitStr::new(self.media_type, literal.span());
        }
        visit_mut::visit_lit_str_mut(self, literal);
    }
}

/// Marks the client's method for an operation as deprecated.
fn deprecate(client: &mut File, operation: &str) {
    let attribute: Attribute =
        parse_quote!(#[deprecated = "The document marks this operation as deprecated."]);
    let methods = client.items.iter_mut().filter_map(|item| match item {
        Item::Impl(found) => Some(&mut found.items),
        _ => None,
    });
    for member in methods.flatten() {
        if let ImplItem::Fn(function) = member
            && function.sig.ident == operation
        {
            function.attrs.push(attribute.clone());
        }
    }
}
