//! The types.

use insta::assert_snapshot;
use syn::{ImplItem, Item};

use crate::code::{generated, items};

#[test]
fn an_enumeration_knows_its_values() {
    let types = generated().types;
    let file = items(&types, &["Genre"]);
    // What comes from elsewhere (`Display`, `FromStr`, …) is progenitor's own.
    let own = file.find("impl Genre").unwrap();
    assert_snapshot!("enumeration", &file[own..]);
}

#[test]
fn derives_for_the_conformance_tests_stand_on_every_type() {
    let types = generated().types;
    let file = syn::parse_file(&types).unwrap();
    for item in &file.items {
        let (name, attributes) = match item {
            Item::Struct(found) => (&found.ident, &found.attrs),
            Item::Enum(found) => (&found.ident, &found.attrs),
            _ => continue,
        };
        let text: String = attributes
            .iter()
            .map(|found| quote::quote!(#found).to_string())
            .collect();
        for derive in ["utoipa :: ToSchema", "schemars :: JsonSchema"] {
            assert!(text.contains(derive), "{name} has no {derive}");
        }
    }
}

#[test]
fn builders_are_for_the_client_only() {
    let gated = |attributes: &[syn::Attribute]| {
        attributes
            .iter()
            .any(|found| quote::quote!(#found).to_string() == r#"# [cfg (feature = "client")]"#)
    };
    let file = syn::parse_file(&generated().types).unwrap();
    let mut builders = 0;
    for item in &file.items {
        match item {
            Item::Mod(module) if module.ident == "builder" => assert!(gated(&module.attrs)),
            Item::Impl(found) => {
                for member in &found.items {
                    if let ImplItem::Fn(function) = member
                        && function.sig.ident == "builder"
                    {
                        assert!(gated(&function.attrs));
                        builders += 1;
                    }
                }
            }
            _ => {}
        }
    }
    assert_eq!(
        builders, 5,
        "Book, BookChange, BookTitle, ErrorBody, NewBook"
    );
}

#[test]
fn a_property_that_may_be_null_must_be_there() {
    let types = generated().types;
    let change = items(&types, &["BookChange"]);
    assert!(
        change.contains("pub pages: ::std::option::Option<i64>"),
        "{change}"
    );
    assert!(change.contains("deserialize_with"), "{change}");
}

#[test]
fn an_empty_collection_is_sent_unless_the_document_says_otherwise() {
    let types = generated().types;
    let book = items(&types, &["Book"]);
    assert!(
        book.contains("#[serde(default)]\n    pub authors: ::std::vec::Vec"),
        "{book}"
    );
    let left_out = book.matches("Vec::is_empty").count();
    assert_eq!(left_out, 1, "penNames\n{book}");
}
