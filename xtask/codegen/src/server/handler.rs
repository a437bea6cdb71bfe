//! The handlers: they read the request into the trait's arguments.

use quote::quote;
use syn::{Ident, Item, parse_quote};

use super::{conformance, response, rust_type};
use crate::model::{Body, Operation};
use crate::name::{ident, snake};

/// The handler of an operation, generic over the implementation.
pub(super) fn render(operation: &Operation) -> Item {
    let handler = name(operation);
    let api = ident(&operation.trait_name);
    let method = ident(&snake(&operation.id));
    let ok = response::name(operation);
    let mut extractors = Vec::new();
    if let Some(path) = operation.path_struct() {
        let path = ident(&path);
        let fields = operation
            .path_parameters
            .iter()
            .map(|parameter| ident(&snake(&parameter.name)));
        extractors.push(quote!(Path(#path { #(#fields),* }): Path<#path>));
    }
    if let Some(query) = operation.query_struct() {
        let query = ident(&query);
        extractors.push(quote!(Query(query): Query<#query>));
    }
    if let Some(headers) = operation.header_struct() {
        let headers = ident(&headers);
        extractors.push(quote!(Headers(headers): Headers<#headers>));
    }
    match &operation.body {
        Some(Body::Json { shape, .. }) => {
            let body = rust_type::shape(shape);
            extractors.push(quote!(JsonBody(body): JsonBody<#body>));
        }
        Some(Body::Raw { .. }) => extractors.push(quote!(body: RawBody)),
        None => {}
    }
    let arguments = rust_type::arguments(operation)
        .into_iter()
        .map(|(name, _)| name);
    let deprecated = operation.deprecated.then(|| quote!(#[deprecated]));
    let annotation = conformance::path(operation);
    parse_quote! {
        #deprecated
        #annotation
        async fn #handler<A: #api>(
            State(api): State<Arc<A>>,
            ctx: A::Ctx,
            #(#extractors),*
        ) -> Result<#ok, ApiError> {
            api.#method(ctx, #(#arguments),*).await
        }
    }
}

/// The handler's name.
pub(super) fn name(operation: &Operation) -> Ident {
    ident(&format!("{}_handler", operation.id))
}
