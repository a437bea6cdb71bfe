//! The server: what a request is read into, what a handler may answer, the traits and their routers.

mod api_trait;
mod conformance;
mod handler;
mod operations;
mod parameters;
mod response;
mod router;
mod rust_type;
mod schemas;

pub(crate) use operations::PRIVILEGES;

use serde_json::Value;
use syn::{File, Item};

use crate::model::Model;

/// Everything about the server, to stand beside a module `types`.
pub(crate) fn render(model: &Model, document: &Value) -> File {
    let mut items: Vec<Item> = vec![
        syn::parse_quote!(
            use std::future::Future;
        ),
        syn::parse_quote!(
            use std::sync::Arc;
        ),
        syn::parse_quote!(
            use axum::extract::{FromRequestParts, State};
        ),
        syn::parse_quote!(
            use axum::response::{IntoResponse, Response};
        ),
        syn::parse_quote!(
            use axum::routing;
        ),
        syn::parse_quote!(
            use uuid::Uuid;
        ),
        syn::parse_quote!(
            use super::types;
        ),
        syn::parse_quote!(
            use crate::http::{
                ApiError, BodyInfo, Headers, JsonBody, JsonRows, Location, ParameterInfo,
                ParameterKind, Path, Pattern, Property, Query, RawBody, ResponseHeaders, Schema,
                operation, respond,
            };
        ),
    ];
    items.extend(operations::render(model));
    items.extend(parameters::render(model));
    items.extend(schemas::render(model, document));
    items.extend(model.operations.iter().flat_map(response::render));
    for name in model.traits() {
        let operations: Vec<_> = model
            .operations
            .iter()
            .filter(|operation| operation.trait_name == name)
            .collect();
        items.push(api_trait::render(name, &operations));
        items.extend(
            operations
                .iter()
                .map(|operation| handler::render(operation)),
        );
        items.push(router::render(name, &operations));
    }
    items.extend(conformance::document(model, document));
    File {
        shebang: None,
        frontmatter: None,
        attrs: Vec::new(),
        items,
    }
}
