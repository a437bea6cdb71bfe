//! What an operation may answer when it succeeds.

use quote::quote;
use syn::{Field, Ident, Item, Stmt, Type, parse_quote};

use super::rust_type;
use crate::model::{Header, Operation, Shape};
use crate::name::{header_field, ident};

/// The struct of an operation's success and how it goes over the wire.
pub(super) fn render(operation: &Operation) -> Vec<Item> {
    let name = name(operation);
    let mut fields: Vec<Field> = Vec::new();
    if let Some(body) = body(operation) {
        let doc = rust_type::doc(&operation.success.description);
        fields.push(parse_quote!(#doc pub body: #body));
    }
    fields.extend(operation.success.headers.iter().map(typed_header));
    let doc = rust_type::doc(&format!("The success of `{}`.", operation.id));
    vec![
        parse_quote! {
            #doc
            #[derive(Debug)]
            pub struct #name { #(#fields),* }
        },
        into_response(operation, &name),
    ]
}

/// The struct's name.
pub(super) fn name(operation: &Operation) -> Ident {
    ident(&format!("{}Ok", operation.pascal()))
}

fn body(operation: &Operation) -> Option<Type> {
    Some(match operation.success.shape.as_ref()? {
        Shape::Many(name) if operation.success.stream => {
            let item = rust_type::component(name);
            parse_quote!(JsonRows<#item>)
        }
        shape => rust_type::shape(shape),
    })
}

fn typed_header(header: &Header) -> Field {
    let doc = rust_type::doc(&header.description);
    let field = ident(&header_field(&header.name));
    let ty: Type = if header.integer {
        parse_quote!(i64)
    } else {
        parse_quote!(String)
    };
    parse_quote!(#doc pub #field: #ty)
}

fn into_response(operation: &Operation, name: &Ident) -> Item {
    let status = proc_macro2::Literal::u16_unsuffixed(operation.success.status);
    let headers = operation.success.headers.iter().map(|header| -> Stmt {
        let field = ident(&header_field(&header.name));
        let wire = header.name.to_lowercase();
        if header.integer {
            parse_quote!(headers.integer(#wire, self.#field);)
        } else {
            parse_quote!(headers.text(#wire, &self.#field);)
        }
    });
    let send = match &operation.success.shape {
        None => quote!(respond::empty(#status, headers)),
        Some(_) if operation.success.stream => quote!(respond::rows(#status, headers, self.body)),
        Some(_) => quote!(respond::json(#status, headers, &self.body)),
    };
    let mutable = (!operation.success.headers.is_empty()).then(|| quote!(mut));
    parse_quote! {
        impl IntoResponse for #name {
            fn into_response(self) -> Response {
                let #mutable headers = ResponseHeaders::default();
                #(#headers)*
                #send
            }
        }
    }
}
