//! What a JSON body may be, and the check of one against it.
//!
//! The types alone would let too much through: serde reads an object also from a list of its values, and typify
//! drops the bounds of numbers and lists. What they refuse they would refuse in terms of Rust. So the body is
//! checked against the document's own schema first, as parameters are.

use serde_json::{Map, Value};

use super::parameter::ParameterKind;
use super::{ApiError, Place};

/// A schema of the document, as far as bodies are checked.
#[derive(Debug)]
pub enum Schema {
    /// An object with these properties and no others.
    Object(&'static [Property]),
    /// An object with any names, whose values are all of one schema.
    Map(&'static Schema),
    /// A list.
    List {
        /// What each item is.
        items: &'static Schema,
        /// The fewest items.
        min_items: usize,
        /// The most items.
        max_items: Option<usize>,
    },
    /// A boolean, a number or a text.
    Scalar(ParameterKind),
    /// Exactly one of these.
    OneOf(&'static [&'static Schema]),
}

/// A property of an object.
#[derive(Debug)]
pub struct Property {
    /// Its name.
    pub name: &'static str,
    /// Whether it must be there.
    pub required: bool,
    /// Whether it may be `null`.
    pub nullable: bool,
    /// What its value is.
    pub schema: &'static Schema,
}

impl Schema {
    /// Success when the value is what the document says; else a 422 that names the first property that is not.
    pub(super) fn check(&self, at: &Place<'_>, value: &Value) -> Result<(), ApiError> {
        match self {
            Self::Object(properties) => match value {
                Value::Object(members) => object(properties, at, members),
                _ => Err(self.refuse(at, value)),
            },
            Self::Map(values) => match value {
                Value::Object(members) => members
                    .iter()
                    .try_for_each(|(name, value)| values.check(&at.property(name), value)),
                _ => Err(self.refuse(at, value)),
            },
            Self::List {
                items,
                min_items,
                max_items,
            } => match value {
                Value::Array(found)
                    if found.len() >= *min_items
                        && max_items.is_none_or(|most| found.len() <= most) =>
                {
                    found
                        .iter()
                        .enumerate()
                        .try_for_each(|(index, item)| items.check(&at.index(index), item))
                }
                _ => Err(self.refuse(at, value)),
            },
            Self::Scalar(kind) if kind.accepts(value) => Ok(()),
            Self::OneOf(choices) => {
                let fitting = choices
                    .iter()
                    .filter(|choice| choice.check(at, value).is_ok())
                    .count();
                if fitting == 1 {
                    return Ok(());
                }
                // An object can only be meant as the object among the choices; its error says more.
                let object = choices
                    .iter()
                    .find(|choice| matches!(choice, Self::Object(_)));
                match object {
                    Some(object) if value.is_object() => object.check(at, value),
                    _ => Err(self.refuse(at, value)),
                }
            }
            Self::Scalar(_) => Err(self.refuse(at, value)),
        }
    }

    fn refuse(&self, at: &Place<'_>, value: &Value) -> ApiError {
        let allowed = self.in_words();
        at.unprocessable(&format!(
            "is {}; allowed is {}.",
            said(value),
            allowed.join(" or ")
        ))
        .allowed(allowed)
    }

    /// What would have been accepted, one phrase a choice.
    fn in_words(&self) -> Vec<String> {
        match self {
            Self::Object(properties) => {
                let names: Vec<_> = properties.iter().map(|property| property.name).collect();
                vec![format!("an object with {}", names.join(", "))]
            }
            Self::Map(_) => vec!["an object".to_owned()],
            Self::List {
                min_items,
                max_items,
                ..
            } => vec![match (min_items, max_items) {
                (0, None) => "a list".to_owned(),
                (0, Some(most)) => format!("a list of at most {most} items"),
                (least, None) => format!("a list of at least {least} items"),
                (least, Some(most)) => format!("a list of {least} to {most} items"),
            }],
            Self::Scalar(kind) => kind.allowed(),
            Self::OneOf(choices) => choices
                .iter()
                .flat_map(|choice| choice.in_words())
                .collect(),
        }
    }
}

fn object(
    properties: &[Property],
    at: &Place<'_>,
    members: &Map<String, Value>,
) -> Result<(), ApiError> {
    if let Some(missing) = properties
        .iter()
        .find(|property| property.required && !members.contains_key(property.name))
    {
        return Err(at
            .property(missing.name)
            .unprocessable("is missing; it must be given."));
    }
    for (name, value) in members {
        let at = at.property(name);
        let Some(property) = properties.iter().find(|property| property.name == name) else {
            let names: Vec<_> = properties.iter().map(|property| property.name).collect();
            return Err(at
                .unprocessable(&format!("is not known; known are {}.", names.join(", ")))
                .allowed(names));
        };
        if !(property.nullable && value.is_null()) {
            property.schema.check(&at, value)?;
        }
    }
    Ok(())
}

/// A value as a message repeats it. Texts are not repeated: one of them may be a password.
fn said(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::String(text) => format!("a text of {} characters", text.chars().count()),
        Value::Array(items) => format!("a list of {} items", items.len()),
        Value::Object(_) => "an object".to_owned(),
    }
}

impl ParameterKind {
    /// Whether a JSON value is one of this kind.
    fn accepts(&self, value: &Value) -> bool {
        match (self, value) {
            (Self::Boolean, Value::Bool(_)) => true,
            (Self::Integer { minimum, maximum }, Value::Number(number)) => number
                .as_i64()
                .is_some_and(|number| (*minimum..=*maximum).contains(&number)),
            (Self::Uuid | Self::Text { .. } | Self::Enum { .. }, Value::String(text)) => {
                // Where case is ignored in a query, the type still knows one spelling.
                self.accept(text).is_some_and(|accepted| accepted == *text)
            }
            _ => false,
        }
    }
}
