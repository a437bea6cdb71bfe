//! Pieces of the generated code.

use codegen::{Generated, Source};
use syn::{ImplItem, Item};

const LIBRARY: &str = include_str!("../fixtures/library.yaml");

pub(crate) fn generated() -> Generated {
    let source = Source {
        file: "library.yaml",
        text: LIBRARY,
    };
    codegen::generate(&[source]).unwrap_or_else(|findings| panic!("{findings}"))
}

/// The items of these names, as they are printed; with a name, everything that the name belongs to: its
/// definition and its implementations.
pub(crate) fn items(code: &str, names: &[&str]) -> String {
    let mut file = syn::parse_file(code).unwrap();
    file.items
        .retain(|item| names.iter().any(|name| belongs(item, name)));
    assert!(!file.items.is_empty(), "there is no {names:?}");
    prettyplease::unparse(&file)
}

fn belongs(item: &Item, name: &str) -> bool {
    match item {
        Item::Const(found) => found.ident == name,
        Item::Enum(found) => found.ident == name,
        Item::Fn(found) => found.sig.ident == name,
        Item::Static(found) => found.ident == name,
        Item::Struct(found) => found.ident == name,
        Item::Trait(found) => found.ident == name,
        Item::Impl(found) => matches!(&*found.self_ty, syn::Type::Path(path)
            if path.path.segments.last().is_some_and(|last| last.ident == name)),
        _ => false,
    }
}

/// The names of the attributes of a method of the client.
pub(crate) fn attributes(code: &str, method: &str) -> Vec<String> {
    let file = syn::parse_file(code).unwrap();
    let members = file.items.into_iter().filter_map(|item| match item {
        Item::Impl(found) => Some(found.items),
        _ => None,
    });
    let mut attributes = members.flatten().filter_map(|member| match member {
        ImplItem::Fn(function) if function.sig.ident == method => Some(function.attrs),
        _ => None,
    });
    attributes
        .next()
        .unwrap()
        .iter()
        .map(|attribute| attribute.path().segments.last().unwrap().ident.to_string())
        .collect()
}
