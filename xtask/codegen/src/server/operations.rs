//! What is known of each operation while the server runs.

use std::collections::BTreeMap;

use quote::quote;
use syn::{Expr, Ident, Item, Type, parse_quote};

use super::{rust_type, schemas};
use crate::model::{Body, Kind, Model, Operation, Parameter};
use crate::name::{constant, ident, pascal};

/// The values that `x-privilege` may have, in order.
pub(crate) const PRIVILEGES: [&str; 9] = [
    "ACKNOWLEDGE",
    "ADMIN",
    "AUDIT",
    "EDIT",
    "INGEST",
    "NONE",
    "RESTORE",
    "SESSION",
    "VIEW",
];

/// The privileges, the description of an operation, and the table of all operations.
pub(super) fn render(model: &Model) -> Vec<Item> {
    let mut items = privilege();
    items.extend(operation_info());
    // Seven operations share one list of 27 parameters; each list is printed once.
    let mut tables: BTreeMap<String, Ident> = BTreeMap::new();
    let mut names = Vec::new();
    for operation in &model.operations {
        let table = parameter_table(operation);
        let key = quote!(#(#table),*).to_string();
        let table_name = tables.get(&key).cloned().unwrap_or_else(|| {
            let name = ident(&format!("{}_PARAMETERS", constant(&operation.id)));
            items.push(parse_quote!(const #name: &[ParameterInfo] = &[#(#table),*];));
            tables.insert(key, name.clone());
            name
        });
        items.push(info(operation, &table_name));
        names.push(ident(&constant(&operation.id)));
    }
    items.push(parse_quote! {
        /// All operations of all documents, by path.
        pub const OPERATIONS: &[OperationInfo] = &[#(#names),*];
    });
    items
}

fn privilege() -> Vec<Item> {
    let names = PRIVILEGES;
    let variants: Vec<Ident> = PRIVILEGES
        .iter()
        .map(|name| ident(&pascal_of(name)))
        .collect();
    vec![
        parse_quote! {
            /// What a caller needs for an operation (`x-privilege`).
            #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub enum Privilege { #(#variants),* }
        },
        parse_quote! {
            impl Privilege {
                /// Every privilege, in alphabetical order.
                pub const ALL: &'static [Self] = &[#(Self::#variants),*];

                /// The privilege as the document writes it.
                pub const fn as_str(self) -> &'static str {
                    match self { #(Self::#variants => #names),* }
                }
            }
        },
    ]
}

/// `ADMIN` is `Admin`.
fn pascal_of(constant: &str) -> String {
    pascal(&constant.to_lowercase())
}

fn operation_info() -> Vec<Item> {
    vec![parse_quote! {
        /// What the document says of an operation.
        #[derive(Debug, Clone, Copy)]
        pub struct OperationInfo {
            /// The `operationId`.
            pub id: &'static str,
            /// The method, in capitals.
            pub method: &'static str,
            /// The path's template, as the document has it.
            pub path: &'static str,
            /// The first tag.
            pub tag: &'static str,
            /// What the caller needs.
            pub privilege: Privilege,
            /// Whether the document calls it deprecated.
            pub deprecated: bool,
            /// Its parameters: those of the path, of the query, of the headers.
            pub parameters: &'static [ParameterInfo],
            /// The request body that it takes.
            pub body: BodyInfo,
        }
    }]
}

fn info(operation: &Operation, parameters: &Ident) -> Item {
    let name = ident(&constant(&operation.id));
    let Operation {
        id,
        path,
        tag,
        deprecated,
        summary,
        ..
    } = operation;
    let method = operation.method.to_uppercase();
    let privilege = ident(&pascal_of(&operation.privilege));
    let body: Expr = match &operation.body {
        None => parse_quote!(BodyInfo::None),
        Some(Body::Json { schema, .. }) => {
            let schema = schemas::of_body(operation, schema);
            parse_quote!(BodyInfo::Json { schema: &#schema })
        }
        Some(Body::Raw { media_types }) => {
            parse_quote!(BodyInfo::Raw { media_types: &[#(#media_types),*] })
        }
    };
    let doc = rust_type::doc(summary);
    parse_quote! {
        #doc
        pub const #name: OperationInfo = OperationInfo {
            id: #id,
            method: #method,
            path: #path,
            tag: #tag,
            privilege: Privilege::#privilege,
            deprecated: #deprecated,
            parameters: #parameters,
            body: #body,
        };
    }
}

fn parameter_table(operation: &Operation) -> Vec<Expr> {
    let located = |parameters: &[Parameter], location: &str| {
        let location = ident(location);
        parameters
            .iter()
            .map(|parameter| entry(parameter, &location))
            .collect::<Vec<_>>()
    };
    let mut table = located(&operation.path_parameters, "Path");
    table.extend(located(&operation.query_parameters, "Query"));
    table.extend(located(&operation.header_parameters, "Header"));
    table
}

fn entry(parameter: &Parameter, location: &Ident) -> Expr {
    let Parameter {
        name,
        required,
        repeated,
        ..
    } = parameter;
    let component = parameter.component.as_deref().map(rust_type::component);
    let kind = kind(&parameter.kind, component.as_ref());
    parse_quote! {
        ParameterInfo {
            name: #name,
            location: Location::#location,
            required: #required,
            repeated: #repeated,
            kind: #kind,
        }
    }
}

/// What a value may be; `component` is the type that checks its pattern.
pub(super) fn kind(kind: &Kind, component: Option<&Type>) -> Expr {
    match kind {
        Kind::Boolean => parse_quote!(ParameterKind::Boolean),
        Kind::Uuid => parse_quote!(ParameterKind::Uuid),
        Kind::Integer { minimum, maximum } => {
            let minimum = minimum.unwrap_or(i64::MIN);
            let maximum = maximum.unwrap_or(i64::MAX);
            let bound = |value: i64| -> Expr {
                match value {
                    i64::MIN => parse_quote!(i64::MIN),
                    i64::MAX => parse_quote!(i64::MAX),
                    value => {
                        let literal = proc_macro2::Literal::i64_unsuffixed(value);
                        parse_quote!(#literal)
                    }
                }
            };
            let (minimum, maximum) = (bound(minimum), bound(maximum));
            parse_quote!(ParameterKind::Integer { minimum: #minimum, maximum: #maximum })
        }
        Kind::Text {
            min_length,
            max_length,
            pattern,
        } => {
            let min_length = length(*min_length);
            let max_length = at_most(*max_length);
            let pattern = pattern_of(component, pattern.as_deref());
            parse_quote! {
                ParameterKind::Text {
                    min_length: #min_length,
                    max_length: #max_length,
                    pattern: #pattern,
                }
            }
        }
        Kind::Enum {
            allowed,
            ignore_case,
        } => {
            parse_quote!(ParameterKind::Enum { allowed: &[#(#allowed),*], ignore_case: #ignore_case })
        }
    }
}

/// The component's own check is asked, so that there is one regular expression and not two.
fn pattern_of(component: Option<&Type>, pattern: Option<&str>) -> Expr {
    match (pattern, component) {
        (Some(text), Some(component)) => {
            parse_quote! {
                Some(Pattern { text: #text, matches: |value| value.parse::<#component>().is_ok() })
            }
        }
        _ => parse_quote!(None),
    }
}

/// An upper bound, or none.
pub(super) fn at_most(most: Option<u64>) -> Expr {
    most.map_or_else(
        || parse_quote!(None),
        |most| {
            let most = length(most);
            parse_quote!(Some(#most))
        },
    )
}

/// A length.
pub(super) fn length(value: u64) -> Expr {
    let literal = proc_macro2::Literal::u64_unsuffixed(value);
    parse_quote!(#literal)
}
