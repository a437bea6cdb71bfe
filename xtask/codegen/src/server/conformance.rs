//! What utoipa is told, so that tests can compare the compiled code with the document.
//!
//! Paths, methods, statuses and header names are printed from the document and prove nothing. What
//! counts is what the derives read from compiled items: the parameters, from the very structs that the
//! extractors deserialise, and the schemas.

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;
use syn::{Item, parse_quote};

use super::{handler, parameters, rust_type};
use crate::model::{Body, Model, Operation};
use crate::name::ident;

/// The annotation of a handler.
pub(super) fn path(operation: &Operation) -> TokenStream {
    let Operation { id, path, tag, .. } = operation;
    let method = ident(operation.method);
    let structs = parameters::located(operation)
        .into_iter()
        .map(|(name, _, _)| ident(&name));
    let body = operation.body.as_ref().map(|body| match body {
        Body::Json { shape, .. } => {
            let ty = rust_type::shape(shape);
            quote!(request_body = #ty,)
        }
        Body::Raw { media_types } => {
            quote!(request_body(content(#((String = #media_types)),*)),)
        }
    });
    let headers: Vec<TokenStream> = operation
        .success
        .headers
        .iter()
        .map(|header| {
            let name = &header.name;
            let ty = if header.integer {
                quote!(i64)
            } else {
                quote!(String)
            };
            quote!((#name = #ty))
        })
        .collect();
    let success = operation
        .success
        .statuses
        .iter()
        .map(|(status, description)| {
            let body = operation.success.shape.as_ref().map(|shape| {
                let ty = rust_type::shape(shape);
                quote!(, body = #ty)
            });
            let headers = (!headers.is_empty()).then(|| quote!(, headers(#(#headers),*)));
            let status = proc_macro2::Literal::u16_unsuffixed(*status);
            quote!((status = #status, description = #description #body #headers))
        });
    quote! {
        #[cfg_attr(feature = "openapi", utoipa::path(
            #method,
            path = #path,
            operation_id = #id,
            tag = #tag,
            params(#(#structs),*),
            #body
            responses(
                #(#success,)*
                (status = "4XX", description = "", body = types::ErrorBody),
                (status = "5XX", description = "", body = types::ErrorBody)
            )
        ))]
    }
}

/// The whole API as it was compiled.
pub(super) fn document(model: &Model, document: &Value) -> Vec<Item> {
    let handlers = model.operations.iter().map(handler::name);
    let schemas = crate::types::schemas(document).map(|(name, _)| rust_type::component(name));
    vec![parse_quote! {
        /// The API as it was compiled; read by the conformance tests only.
        #[cfg(feature = "openapi")]
        #[derive(Debug, utoipa::OpenApi)]
        #[openapi(paths(#(#handlers),*), components(schemas(#(#schemas),*)))]
        pub struct CompiledApi;
    }]
}
