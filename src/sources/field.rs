//! Reading the fields of an entry.

use jiff::Timestamp;
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::domain::record::limits::COUNT;

/// Reads an entry, or says which property is wrong.
pub(super) fn read<T: DeserializeOwned>(value: Value) -> Result<T, String> {
    serde_path_to_error::deserialize(value).map_err(|error| {
        match error.path().to_string().as_str() {
            // serde names a missing property itself.
            "." => error.inner().to_string(),
            path => format!("`{path}`: {}", error.inner()),
        }
    })
}

/// A number of bytes or things; `null` is none.
pub(super) fn count<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    let Some(count) = Option::<u64>::deserialize(deserializer)? else {
        return Ok(None);
    };
    match i64::try_from(count) {
        Ok(count) if count <= COUNT => Ok(Some(count)),
        _ => Err(D::Error::custom(format!("{count} is greater than {COUNT}"))),
    }
}

/// RFC 3339 with an offset, as epoch ms.
pub(super) fn time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    let text = String::deserialize(deserializer)?;
    text.parse::<Timestamp>()
        .map(Timestamp::as_millisecond)
        .map_err(|error| D::Error::custom(format!("`{text}` is not a time: {error}")))
}

/// The same where there may be none: absent, `null`, or nothing in it.
pub(super) fn optional_time<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<i64>, D::Error> {
    let text = Option::<String>::deserialize(deserializer)?;
    text.filter(|text| !text.is_empty())
        .map(|text| {
            text.parse::<Timestamp>()
                .map(Timestamp::as_millisecond)
                .map_err(|error| D::Error::custom(format!("`{text}` is not a time: {error}")))
        })
        .transpose()
}

/// A text that says something.
pub(super) fn given(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.is_empty())
}

/// The id of an entry, to name it where it cannot be read.
pub(super) fn id(value: &Value, field: &str) -> Option<String> {
    value.get(field).and_then(Value::as_str).map(str::to_owned)
}

/// A number, also where it is printed as text; `null` is none.
pub(super) fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    match Option::<Value>::deserialize(deserializer)? {
        None => Ok(None),
        Some(Value::Number(number)) if number.is_i64() => Ok(number.as_i64()),
        Some(Value::String(text)) if text.parse::<i64>().is_ok() => Ok(text.parse().ok()),
        Some(other) => Err(D::Error::custom(format!("{other} is not a whole number"))),
    }
}

/// Seconds as milliseconds.
pub(super) fn milliseconds(field: &str, seconds: i64) -> Result<i64, String> {
    seconds
        .checked_mul(1000)
        .ok_or_else(|| format!("`{field}`: {seconds} is not a time"))
}
