//! Parameters of the path, the query and the headers: one code path reads all three.
//!
//! The text is checked against the document's table first, so that a refusal can name the parameter, the
//! value and what is allowed. What is left is deserialised into the generated struct, so that what the
//! conformance tests read from its derives is what runs.

use std::borrow::Cow;

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use percent_encoding::percent_decode_str;
use serde::de::{DeserializeOwned, IgnoredAny};

use super::error::shortened;
use super::{ApiError, Location, ParameterInfo, operation};

/// The path's parameters.
#[derive(Debug, Clone, Copy)]
pub struct Path<T>(pub T);

/// The query's parameters. An empty value is not given, an unknown parameter is ignored.
#[derive(Debug, Clone, Copy)]
pub struct Query<T>(pub T);

/// The header parameters.
#[derive(Debug, Clone, Copy)]
pub struct Headers<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Path<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let known = operation::of(parts)?.parameters;
        let found = RawPathParams::from_request_parts(parts, state)
            .await
            .map_err(|refusal| {
                // The refusal says which one only in its text.
                let text = refusal.body_text();
                let name = at(known, Location::Path)
                    .map(|parameter| parameter.name)
                    .find(|name| text.contains(&format!("`{name}`")));
                not_utf8(name.unwrap_or_default(), "")
            })?;
        let given = found
            .iter()
            .map(|(name, value)| (Cow::Borrowed(name), Cow::Borrowed(value)));
        read(known, Location::Path, given).map(Self)
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, ApiError> {
        let known = operation::of(parts)?.parameters;
        read_query(known, parts.uri.query().unwrap_or_default()).map(Self)
    }
}

/// Reads the text of a query as an operation with these parameters reads it: for pages that take what the API takes.
pub fn read_query<T: DeserializeOwned>(known: &[ParameterInfo], text: &str) -> Result<T, ApiError> {
    let mut given = Vec::new();
    for pair in text.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let name = decode(name).ok_or_else(|| not_utf8(name, name))?;
        if at(known, Location::Query).any(|parameter| parameter.name == name) {
            let value = decode(value).ok_or_else(|| not_utf8(&name, value))?;
            given.push((name, value));
        }
    }
    read(known, Location::Query, given)
}

/// What is wrong with the text of a query, each parameter by itself, in the order of the document.
pub fn faults(known: &[ParameterInfo], text: &str) -> Vec<ApiError> {
    known
        .iter()
        .filter_map(|parameter| {
            read_query::<IgnoredAny>(std::slice::from_ref(parameter), text).err()
        })
        .collect()
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Headers<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, ApiError> {
        let known = operation::of(parts)?.parameters;
        let mut given = Vec::new();
        for parameter in at(known, Location::Header) {
            for value in parts.headers.get_all(parameter.name) {
                let text = std::str::from_utf8(value.as_bytes()).map_err(|_| {
                    not_utf8(parameter.name, &String::from_utf8_lossy(value.as_bytes()))
                })?;
                given.push((Cow::Borrowed(parameter.name), Cow::Borrowed(text)));
            }
        }
        read(known, Location::Header, given).map(Self)
    }
}

fn at(known: &[ParameterInfo], location: Location) -> impl Iterator<Item = &ParameterInfo> {
    known
        .iter()
        .filter(move |parameter| parameter.location == location)
}

/// A query's text: `+` is a space, `%` is followed by two hexadecimal digits, the bytes are UTF-8.
fn decode(text: &str) -> Option<Cow<'_, str>> {
    let mut rest = text;
    while let Some((_, after)) = rest.split_once('%') {
        // `percent_decode_str` would let a lone `%` stand for itself.
        let digits = after.as_bytes().get(..2)?;
        digits.iter().all(u8::is_ascii_hexdigit).then_some(())?;
        rest = &after[2..];
    }
    if text.contains('+') {
        let spaced = text.replace('+', " ");
        let decoded = percent_decode_str(&spaced).decode_utf8().ok()?;
        return Some(Cow::Owned(decoded.into_owned()));
    }
    percent_decode_str(text).decode_utf8().ok()
}

fn not_utf8(name: &str, value: &str) -> ApiError {
    ApiError::malformed_parameter(
        name,
        value,
        format!(
            "`{}` is not text in UTF-8, percent-encoded.",
            shortened(name)
        ),
    )
    .allowed(["UTF-8, percent-encoded"])
}

/// Checks the parameters of one location and deserialises them.
fn read<'a, T: DeserializeOwned>(
    known: &[ParameterInfo],
    location: Location,
    given: impl IntoIterator<Item = (Cow<'a, str>, Cow<'a, str>)>,
) -> Result<T, ApiError> {
    let given: Vec<_> = given
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .collect();
    let mut checked = form_urlencoded::Serializer::new(String::new());
    for parameter in at(known, location) {
        let mut values = given
            .iter()
            .filter(|(name, _)| *name == parameter.name)
            .map(|(_, value)| value)
            .peekable();
        if parameter.required && values.peek().is_none() {
            return Err(missing(parameter));
        }
        let mut first: Option<&str> = None;
        for value in values {
            if let (Some(first), false) = (first, parameter.repeated) {
                return Err(twice(parameter, first, value));
            }
            first = Some(value);
            checked.append_pair(parameter.name, &parameter.check(value)?);
        }
    }
    // What the table lets through and the type does not is a defect of the generator.
    serde_html_form::from_str(&checked.finish()).map_err(ApiError::internal)
}

fn missing(parameter: &ParameterInfo) -> ApiError {
    ApiError::malformed_parameter(
        parameter.name,
        "",
        format!("`{}` is missing; it must be given.", parameter.name),
    )
}

fn twice(parameter: &ParameterInfo, first: &str, second: &str) -> ApiError {
    ApiError::malformed_parameter(
        parameter.name,
        second,
        format!(
            "`{}` is given more than once ({:?} and {:?}); it may be given once.",
            parameter.name,
            shortened(first),
            shortened(second)
        ),
    )
    .allowed(["one value"])
}
