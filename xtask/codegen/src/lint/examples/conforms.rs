//! Whether a value is what a schema says, in a closed world: a property that the schema does not name is an
//! error, also where clients would have to live with it. Small, because it only knows what the lint lets through;
//! a JSON Schema library reads neither `nullable` nor references between documents.

use serde_json::Value;

use crate::document::{Documents, Place};

/// What is wrong, and where in the value.
type Wrong<'a> = Vec<(Place<'a>, String)>;

/// Everything that is wrong with a value.
pub(super) fn check<'a>(
    documents: &'a Documents,
    schema: &Place<'a>,
    value: &Place<'a>,
) -> Wrong<'a> {
    let Some(schema) = documents.follow(schema) else {
        // Another rule says that the reference leads nowhere.
        return Vec::new();
    };
    if value.value().is_null() && schema.flag("nullable") {
        return Vec::new();
    }
    if let Some(choices) = schema.get("oneOf") {
        let fitting = choices
            .items()
            .iter()
            .filter(|choice| check(documents, choice, value).is_empty())
            .count();
        if fitting == 1 {
            return Vec::new();
        }
        return vec![(
            value.clone(),
            format!("{fitting} of the forms fit, and one must"),
        )];
    }
    if schema.has("allOf") || schema.has("properties") {
        return object(documents, &schema, value);
    }
    scalar(documents, &schema, value)
}

/// All properties that an object may have, with those of the objects that it includes; and which it must have.
fn members<'a>(
    documents: &'a Documents,
    schema: &Place<'a>,
    properties: &mut Vec<(&'a str, Place<'a>)>,
    required: &mut Vec<&'a str>,
) {
    for member in schema.get("allOf").iter().flat_map(Place::items) {
        if let Some(member) = documents.follow(&member) {
            members(documents, &member, properties, required);
        }
    }
    properties.extend(schema.get("properties").iter().flat_map(Place::entries));
    let names = schema.get("required").map(|names| names.value());
    required.extend(
        names
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str),
    );
}

fn object<'a>(documents: &'a Documents, schema: &Place<'a>, value: &Place<'a>) -> Wrong<'a> {
    // `allOf: [one]` around something that is no object only carries a description.
    if let Some([one]) = schema.get("allOf").map(|all| all.items()).as_deref()
        && !schema.has("properties")
    {
        return check(documents, one, value);
    }
    if !value.value().is_object() {
        return vec![(value.clone(), "this is no object".to_owned())];
    }
    let (mut properties, mut required) = (Vec::new(), Vec::new());
    members(documents, schema, &mut properties, &mut required);
    let mut wrong = Vec::new();
    for name in required {
        if !value.has(name) {
            wrong.push((value.clone(), format!("`{name}` is missing")));
        }
    }
    for (name, child) in value.entries() {
        match properties.iter().find(|(known, _)| *known == name) {
            Some((_, property)) => wrong.extend(check(documents, property, &child)),
            None => wrong.push((child, format!("the schema knows no `{name}`"))),
        }
    }
    wrong
}

fn scalar<'a>(documents: &'a Documents, schema: &Place<'a>, place: &Place<'a>) -> Wrong<'a> {
    let value = place.value();
    let wrong = |message: String| vec![(place.clone(), message)];
    let bound = |key: &str| schema.value().get(key).and_then(Value::as_i64);
    let outside = |size: i64, least: &str, most: &str| {
        bound(least).is_some_and(|least| size < least)
            || bound(most).is_some_and(|most| size > most)
    };
    let size = |length: usize| i64::try_from(length).unwrap_or(i64::MAX);
    match schema.text("type") {
        Some("boolean") if !value.is_boolean() => wrong(format!("{value} is no boolean")),
        Some("integer") => match value.as_i64() {
            None => wrong(format!("{value} is no int64")),
            Some(number) if outside(number, "minimum", "maximum") => {
                wrong(format!("{number} is out of bounds"))
            }
            Some(_) => Vec::new(),
        },
        Some("string") => match value.as_str() {
            None => wrong(format!("{value} is no string")),
            Some(text) => match text_fault(schema, text) {
                Some(fault) => wrong(fault),
                None if outside(size(text.chars().count()), "minLength", "maxLength") => {
                    wrong(format!("{text:?} is too long or too short"))
                }
                None => Vec::new(),
            },
        },
        Some("array") => {
            let Some(items) = value.as_array() else {
                return wrong(format!("{value} is no list"));
            };
            if outside(size(items.len()), "minItems", "maxItems") {
                return wrong("the list is too long or too short".to_owned());
            }
            let schema = schema.get("items");
            let children = place.items();
            schema
                .iter()
                .flat_map(|schema| {
                    children
                        .iter()
                        .flat_map(|child| check(documents, schema, child))
                })
                .collect()
        }
        Some("object") => match schema.get("additionalProperties") {
            Some(values) if value.is_object() => {
                let children = place.entries();
                children
                    .iter()
                    .flat_map(|(_, child)| check(documents, &values, child))
                    .collect()
            }
            _ => wrong(format!("{value} is no object")),
        },
        _ => Vec::new(),
    }
}

fn text_fault(schema: &Place, text: &str) -> Option<String> {
    let values = schema.value().get("enum").and_then(Value::as_array);
    if let Some(values) = values
        && !values.iter().any(|known| known == text)
    {
        return Some(format!("{text:?} is not a value of the enumeration"));
    }
    if schema.text("format") == Some("uuid") && !is_uuid(text) {
        return Some(format!("{text:?} is no UUID in lower case"));
    }
    if let Some(pattern) = schema.text("pattern") {
        return match regress::Regex::new(pattern) {
            Ok(regex) if regex.find(text).is_some() => None,
            Ok(_) => Some(format!("{text:?} does not match {pattern}")),
            Err(error) => Some(format!("the pattern {pattern:?} cannot be read: {error}")),
        };
    }
    None
}

/// A guid as the server sends it: lower case, with hyphens.
fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(index, byte)| match index {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte),
        })
}
