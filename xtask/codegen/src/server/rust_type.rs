//! The Rust types that the generated code names.

use quote::quote;
use syn::{Type, parse_quote};

use crate::model::{Body, Kind, Operation, Parameter, Shape};
use crate::name::{ident, pascal};

/// A component of the document.
pub(super) fn component(name: &str) -> Type {
    let name = ident(&pascal(name));
    parse_quote!(types::#name)
}

/// The value of a parameter, without regard to how often it may stand.
fn value(parameter: &Parameter) -> Type {
    match (&parameter.component, &parameter.kind) {
        (Some(name), _) => component(name),
        (None, Kind::Boolean) => parse_quote!(bool),
        (None, Kind::Integer { .. }) => parse_quote!(i64),
        (None, Kind::Uuid) => parse_quote!(Uuid),
        (None, Kind::Text { .. } | Kind::Enum { .. }) => parse_quote!(String),
    }
}

/// The field of a parameter.
pub(super) fn field(parameter: &Parameter) -> Type {
    let value = value(parameter);
    match (parameter.repeated, parameter.required) {
        (true, _) => parse_quote!(Vec<#value>),
        (false, true) => value,
        (false, false) => parse_quote!(Option<#value>),
    }
}

/// A body in memory.
pub(super) fn shape(shape: &Shape) -> Type {
    match shape {
        Shape::One(name) => component(name),
        Shape::Many(name) => {
            let item = component(name);
            parse_quote!(Vec<#item>)
        }
    }
}

/// The arguments of an operation after its context, in the order of the trait's method.
pub(super) fn arguments(operation: &Operation) -> Vec<(syn::Ident, Type)> {
    let mut arguments: Vec<(syn::Ident, Type)> = operation
        .path_parameters
        .iter()
        .map(|parameter| {
            (
                ident(&crate::name::snake(&parameter.name)),
                field(parameter),
            )
        })
        .collect();
    if let Some(name) = operation.query_struct() {
        let name = ident(&name);
        arguments.push((ident("query"), parse_quote!(#name)));
    }
    if let Some(name) = operation.header_struct() {
        let name = ident(&name);
        arguments.push((ident("headers"), parse_quote!(#name)));
    }
    match &operation.body {
        Some(Body::Json { shape: found, .. }) => arguments.push((ident("body"), shape(found))),
        Some(Body::Raw { .. }) => arguments.push((ident("body"), parse_quote!(RawBody))),
        None => {}
    }
    arguments
}

/// Documentation, a line an attribute, as `///` prints it.
pub(super) fn doc(text: &str) -> proc_macro2::TokenStream {
    let lines = text.trim().lines().map(|line| format!(" {line}"));
    quote!(#(#[doc = #lines])*)
}
