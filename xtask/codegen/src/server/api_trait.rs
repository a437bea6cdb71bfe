//! The trait of a document: one method an operation.

use quote::quote;
use syn::{Item, TraitItem, parse_quote};

use super::{response, rust_type};
use crate::model::Operation;
use crate::name::{ident, snake};

/// The trait that the server implements by hand.
pub(super) fn render(name: &str, operations: &[&Operation]) -> Item {
    let name = ident(name);
    let methods = operations.iter().map(|operation| method(operation));
    parse_quote! {
        /// The operations of one document. Implementers write plain `async fn`.
        pub trait #name: Send + Sync + Sized + 'static {
            /// What an operation knows of its caller. It is read before anything else of the request, with
            /// the [`OperationInfo`] among the extensions, so that it may refuse with 401 or 403.
            type Ctx: FromRequestParts<Arc<Self>, Rejection = ApiError> + Send + 'static;

            #(#methods)*
        }
    }
}

fn method(operation: &Operation) -> TraitItem {
    let name = ident(&snake(&operation.id));
    let arguments = rust_type::arguments(operation)
        .into_iter()
        .map(|(name, ty)| quote!(#name: #ty));
    let ok = response::name(operation);
    let doc = rust_type::doc(&format!(
        "`{} {}`: {}.\n\n{}",
        operation.method.to_uppercase(),
        operation.path,
        operation.summary.trim_end_matches('.'),
        operation.description
    ));
    parse_quote! {
        #doc
        fn #name(
            &self,
            ctx: Self::Ctx,
            #(#arguments),*
        ) -> impl Future<Output = Result<#ok, ApiError>> + Send;
    }
}
