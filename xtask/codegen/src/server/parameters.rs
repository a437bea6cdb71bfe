//! The structs that paths, queries and headers are read into.

use quote::quote;
use syn::{Field, Ident, Item, parse_quote};

use super::rust_type;
use crate::model::{Model, Operation, Parameter};
use crate::name::{ident, snake};

/// One struct for each operation's path, query and headers; a query that is shared stands once.
pub(super) fn render(model: &Model) -> Vec<Item> {
    let mut items = Vec::new();
    let mut seen = Vec::new();
    for operation in &model.operations {
        for (name, location, parameters) in located(operation) {
            if !seen.contains(&name) {
                items.push(structure(&name, location, parameters, operation));
                seen.push(name);
            }
        }
    }
    items
}

/// The structs of an operation: name, place in the request, parameters.
pub(super) fn located(operation: &Operation) -> Vec<(String, &'static str, &[Parameter])> {
    [
        (operation.path_struct(), "Path", &operation.path_parameters),
        (
            operation.query_struct(),
            "Query",
            &operation.query_parameters,
        ),
        (
            operation.header_struct(),
            "Header",
            &operation.header_parameters,
        ),
    ]
    .into_iter()
    .filter_map(|(name, location, parameters)| Some((name?, location, parameters.as_slice())))
    .collect()
}

fn structure(name: &str, location: &str, parameters: &[Parameter], operation: &Operation) -> Item {
    let doc = rust_type::doc(&match &operation.query_type {
        Some(_) if location == "Query" => {
            "The query parameters that several operations share; absent and empty mean not given."
                .to_owned()
        }
        _ => format!(
            "The {} parameters of `{}`.",
            location.to_lowercase(),
            operation.id
        ),
    });
    let location: Ident = ident(location);
    let name = ident(name);
    let fields = parameters.iter().map(field);
    // A required value has no sensible default, so there is none for the whole.
    let default = parameters
        .iter()
        .all(|parameter| !parameter.required || parameter.repeated)
        .then(|| quote!(Default,));
    parse_quote! {
        #doc
        #[derive(Debug, Clone, #default PartialEq, serde::Deserialize)]
        #[cfg_attr(
            feature = "openapi",
            derive(utoipa::IntoParams),
            into_params(parameter_in = #location)
        )]
        pub struct #name { #(#fields),* }
    }
}

fn field(parameter: &Parameter) -> Field {
    let doc = rust_type::doc(&parameter.description);
    let field = ident(&snake(&parameter.name));
    let ty = rust_type::field(parameter);
    let wire = &parameter.name;
    let default = (!parameter.required || parameter.repeated).then(|| quote!(, default));
    let deprecated = parameter
        .deprecated
        .then(|| quote!(#[cfg_attr(feature = "openapi", param(deprecated))]));
    parse_quote! {
        #doc
        #[serde(rename = #wire #default)]
        #deprecated
        pub #field: #ty
    }
}
