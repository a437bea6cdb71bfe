//! Values of records: each reader takes one JSON value or says what belongs there.

use std::fmt::Write as _;

use uuid::Uuid;

use super::json::Json;
use super::limits::COUNT;
use super::refusal::{At, Refusal};

/// A text.
pub(super) fn text(value: Json<'_>, at: At<'_>) -> Result<String, Refusal> {
    match value {
        Json::Text(text) => Ok(text.into_owned()),
        other => Err(Refusal::of(
            at,
            format_args!("is {}; it must be a text", other.kind()),
        )),
    }
}

/// A text, or a number as its digits: some tools number what others name.
pub(super) fn id(value: Json<'_>, at: At<'_>) -> Result<String, Refusal> {
    match value {
        Json::Integer(number) => Ok(number.to_string()),
        other => text(other, at),
    }
}

/// `true` or `false`.
pub(super) fn boolean(value: &Json<'_>, at: At<'_>) -> Result<bool, Refusal> {
    match value {
        Json::Bool(value) => Ok(*value),
        other => Err(Refusal::of(
            at,
            format_args!("is {}; it must be true or false", other.kind()),
        )),
    }
}

/// A number of bytes, objects, milliseconds or warnings.
pub(super) fn count(value: &Json<'_>, at: At<'_>) -> Result<i64, Refusal> {
    let number = integer(value, at)?;
    if (0..=COUNT).contains(&number) {
        Ok(number)
    } else {
        Err(not_a_count(&number.to_string(), at))
    }
}

/// A whole number.
pub(super) fn integer(value: &Json<'_>, at: At<'_>) -> Result<i64, Refusal> {
    match value {
        Json::Integer(number) => Ok(*number),
        // 1.0 and 1e3 are whole too; awk and Python write them.
        #[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss)]
        Json::Number(number) => match number.as_f64() {
            Some(float) if float.fract() == 0.0 && float.abs() <= COUNT as f64 => Ok(float as i64),
            _ => Err(not_a_count(&number.to_string(), at)),
        },
        other => Err(Refusal::of(
            at,
            format_args!("is {}; it must be a whole number", other.kind()),
        )),
    }
}

fn not_a_count(number: &str, at: At<'_>) -> Refusal {
    Refusal::of(
        at,
        format_args!("is {number}; it must be a whole number from 0 to {COUNT}"),
    )
}

/// A guid.
pub(super) fn guid(value: Json<'_>, at: At<'_>) -> Result<Uuid, Refusal> {
    let text = text(value, at)?;
    Uuid::try_parse(&text).map_err(|_| {
        let shown: String = text.chars().take(64).collect();
        Refusal::of(
            at,
            format_args!(
                "is {shown:?}; it must be a guid such as \"7b0f6a52-0d0e-5f0b-8a39-5d8f7f3f9f10\""
            ),
        )
    })
}

/// One of several words. A word may also come as `{"name": word}`, as the API sends it.
pub(super) fn choice<T: Copy>(
    value: Json<'_>,
    at: At<'_>,
    all: &[T],
    name: impl Fn(T) -> &'static str,
    more: &[&str],
) -> Result<T, Refusal> {
    let value = match value {
        Json::Object(fields) => fields
            .into_iter()
            .find_map(|(key, value)| (key == "name").then_some(value))
            .ok_or_else(|| Refusal::missing(at.field("name")))?,
        other => other,
    };
    let word = text(value, at)?;
    all.iter()
        .copied()
        .find(|choice| name(*choice) == word)
        .ok_or_else(|| {
            let mut allowed = String::new();
            for word in all
                .iter()
                .map(|choice| name(*choice))
                .chain(more.iter().copied())
            {
                let _ = write!(
                    allowed,
                    "{}{word}",
                    if allowed.is_empty() { "" } else { ", " }
                );
            }
            let shown: String = word.chars().take(64).collect();
            Refusal::of(at, format_args!("is {shown:?}; allowed are {allowed}"))
        })
}

/// The properties of an object, without those that are null: null means absent.
pub(super) fn object<'a>(
    value: Json<'a>,
    at: At<'_>,
    what: &str,
) -> Result<impl Iterator<Item = (std::borrow::Cow<'a, str>, Json<'a>)>, Refusal> {
    match value {
        Json::Object(fields) => Ok(fields.into_iter().filter(|(_, value)| *value != Json::Null)),
        other => Err(Refusal::of(
            at,
            format_args!("is {}; it must be {what}", other.kind()),
        )),
    }
}

/// The elements of an array.
pub(super) fn array<'a>(value: Json<'a>, at: At<'_>) -> Result<Vec<Json<'a>>, Refusal> {
    match value {
        Json::Array(items) => Ok(items),
        other => Err(Refusal::of(
            at,
            format_args!("is {}; it must be an array", other.kind()),
        )),
    }
}
