//! The router of a document.

use quote::quote;
use syn::{Item, Stmt, parse_quote};

use super::handler;
use crate::model::Operation;
use crate::name::{constant, ident, snake};

/// A function from an implementation to its routes.
pub(super) fn render(trait_name: &str, operations: &[&Operation]) -> Item {
    let function = ident(&format!("{}_router", snake(trait_name)));
    let api = ident(trait_name);
    let routes = operations.iter().map(|operation| -> Stmt {
        let Operation { path, method, .. } = operation;
        let slashed = format!("{path}/");
        let method = ident(method);
        let handler = handler::name(operation);
        let info = ident(&constant(&operation.id));
        parse_quote! {
            let router = operation::route(
                router,
                [#path, #slashed],
                routing::#method(#handler::<A>),
                &#info,
            );
        }
    });
    let doc = super::rust_type::doc(&format!(
        "The routes of [`{trait_name}`], without the base path; each also with a trailing slash."
    ));
    let body = quote!(let router = axum::Router::new(); #(#routes)* router.with_state(api));
    parse_quote! {
        #doc
        pub fn #function<A: #api>(api: Arc<A>) -> axum::Router { #body }
    }
}
