//! What was generated, in a form that a person can review.

use std::fmt::Write as _;

use quote::ToTokens;
use syn::{File, ImplItem, Item, Type, Visibility};

use crate::model::Model;

/// One line an operation: tag, operation id, method, path, privilege.
pub(crate) fn operations(model: &Model) -> String {
    let mut lines = String::new();
    for operation in &model.operations {
        let _ = writeln!(
            lines,
            "{} {} {} {} {}{}",
            operation.tag,
            operation.id,
            operation.method.to_uppercase(),
            operation.path,
            operation.privilege,
            if operation.deprecated {
                " deprecated"
            } else {
                ""
            }
        );
    }
    lines
}

/// One line a public method of the client's builders.
pub(crate) fn client_signatures(client: &File) -> String {
    let mut lines = String::new();
    let modules = client.items.iter().filter_map(|item| match item {
        Item::Mod(module) if module.ident == "builder" => module.content.as_ref(),
        _ => None,
    });
    for item in modules.flat_map(|(_, items)| items) {
        let Item::Impl(found) = item else { continue };
        let Type::Path(path) = &*found.self_ty else {
            continue;
        };
        let Some(builder) = path.path.segments.last() else {
            continue;
        };
        for member in &found.items {
            if let ImplItem::Fn(function) = member
                && matches!(function.vis, Visibility::Public(_))
            {
                let signature = tidy(&function.sig.to_token_stream().to_string());
                let _ = writeln!(lines, "{}: {signature}", builder.ident);
            }
        }
    }
    lines
}

/// Tokens are printed with a space around each; a signature is read more easily without most of them.
fn tidy(tokens: &str) -> String {
    let mut text = tokens.to_owned();
    for (from, to) in [
        (" :: ", "::"),
        (":: ", "::"),
        (" < ", "<"),
        ("< ", "<"),
        (" >", ">"),
        (" ,", ","),
        (" (", "("),
        ("( ", "("),
        (" )", ")"),
        (" :", ":"),
        ("& ", "&"),
        ("- >", "->"),
        (",)", ")"),
        (", >", ">"),
        (",>", ">"),
        (" <", "<"),
        (", where", " where"),
    ] {
        text = text.replace(from, to);
    }
    text.trim_end_matches(',').to_owned()
}
