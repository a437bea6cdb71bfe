//! JSON as it was written: properties in order, duplicates kept, integers exact, texts borrowed where possible.
//!
//! `serde_json::Value` was rejected: it lets the last of two equal keys win without a word.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::fmt;

use serde::Serialize;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde::ser::{SerializeMap as _, Serializer};

/// A JSON value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Json<'a> {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A whole number in the range of `i64`.
    Integer(i64),
    /// Any other number.
    Number(serde_json::Number),
    /// A text.
    Text(Cow<'a, str>),
    /// An array.
    Array(Vec<Json<'a>>),
    /// An object; no key occurs twice.
    Object(Vec<(Cow<'a, str>, Json<'a>)>),
}

/// From how many keys on equal ones are looked for by sorting.
const MANY_KEYS: usize = 48;

impl Json<'_> {
    /// What kind of value it is, with an article.
    pub(crate) const fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Integer(_) | Self::Number(_) => "a number",
            Self::Text(_) => "a text",
            Self::Array(_) => "an array",
            Self::Object(_) => "an object",
        }
    }

    /// The value as a label shows it: texts as they are, everything else as JSON.
    pub(crate) fn into_label(self) -> String {
        match self {
            Self::Text(text) => text.into_owned(),
            other => serde_json::to_string(&other).unwrap_or_default(),
        }
    }
}

impl Serialize for Json<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Integer(value) => serializer.serialize_i64(*value),
            Self::Number(value) => value.serialize(serializer),
            Self::Text(value) => serializer.serialize_str(value),
            Self::Array(items) => serializer.collect_seq(items),
            Self::Object(fields) => {
                let mut map = serializer.serialize_map(Some(fields.len()))?;
                for (key, value) in fields {
                    map.serialize_entry(key, value)?;
                }
                map.end()
            }
        }
    }
}

/// Reads values, and notes a key that occurs twice in one object: that is no error of JSON's syntax, and the values
/// after it can still be read.
#[derive(Debug, Default)]
pub(crate) struct Reader {
    twice: RefCell<Option<String>>,
    /// An object is being read.
    nested: Cell<bool>,
}

impl Reader {
    /// A key that occurred twice in one object since this was asked last.
    pub(crate) fn twice(&self) -> Option<String> {
        self.nested.set(false);
        self.twice.take()
    }

    fn note(&self, key: &str) {
        *self.twice.borrow_mut() = Some(key.to_owned());
    }
}

impl<'de> DeserializeSeed<'de> for &Reader {
    type Value = Json<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for &Reader {
    type Value = Json<'de>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Json::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Self::Value, E> {
        Ok(Json::Integer(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Self::Value, E> {
        Ok(i64::try_from(value).map_or_else(|_| Json::Number(value.into()), Json::Integer))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Self::Value, E> {
        serde_json::Number::from_f64(value)
            .map(Json::Number)
            .ok_or_else(|| E::custom("number out of range"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Self::Value, E> {
        Ok(Json::Text(Cow::Owned(value.to_owned())))
    }

    fn visit_borrowed_str<E>(self, value: &'de str) -> Result<Self::Value, E> {
        Ok(Json::Text(Cow::Borrowed(value)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut array = Vec::new();
        while let Some(item) = items.next_element_seed(self)? {
            array.push(item);
        }
        Ok(Json::Array(array))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        // A record has some twenty properties, what stands in it a few.
        let capacity = if self.nested.replace(true) { 4 } else { 32 };
        let mut fields: Vec<(Cow<'de, str>, Json<'de>)> = Vec::with_capacity(capacity);
        while let Some(key) = entries.next_key_seed(Key)? {
            if fields.len() < MANY_KEYS && fields.iter().any(|(known, _)| *known == key) {
                self.note(&key);
            }
            fields.push((key, entries.next_value_seed(self)?));
        }
        if fields.len() > MANY_KEYS {
            // Looking through all keys for each would let one line of a megabyte keep a core busy for minutes.
            let mut keys: Vec<&str> = fields.iter().map(|(key, _)| key.as_ref()).collect();
            keys.sort_unstable();
            if let Some(pair) = keys.windows(2).find(|pair| pair[0] == pair[1]) {
                self.note(pair[0]);
            }
        }
        Ok(Json::Object(fields))
    }
}

/// A key of an object, borrowed where it holds no escapes.
pub(crate) struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Key {
    type Value = Cow<'de, str>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a key")
    }

    fn visit_str<E>(self, value: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(value.to_owned()))
    }

    fn visit_borrowed_str<E>(self, value: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(value))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{Json, Reader};
    use serde::de::DeserializeSeed as _;

    fn parse(text: &str) -> (Json<'_>, Option<String>) {
        let reader = Reader::default();
        let mut json = serde_json::Deserializer::from_str(text);
        (reader.deserialize(&mut json).unwrap(), reader.twice())
    }

    #[test]
    fn a_key_that_occurs_twice_is_noted_however_many_there_are() {
        assert_eq!(
            parse(r#"{"a":1,"b":{"c":1,"\u0063":2}}"#).1.as_deref(),
            Some("c")
        );
        assert_eq!(parse(r#"{"a":{"b":1},"b":[{"a":1},{"a":2}]}"#).1, None);
        let many: Vec<String> = (0..1000).map(|n| format!("\"k{n}\":{n}")).collect();
        assert_eq!(parse(&format!("{{{}}}", many.join(","))).1, None);
        assert_eq!(
            parse(&format!("{{{},\"k7\":1}}", many.join(",")))
                .1
                .as_deref(),
            Some("k7")
        );
    }

    #[test]
    fn numbers_and_nested_values_keep_their_text_as_labels() {
        let label = |text| parse(text).0.into_label();
        assert_eq!(label("18446744073709551615"), "18446744073709551615");
        assert_eq!(
            label(r#"{"b":[1,null,"x"],"a":1.5}"#),
            r#"{"b":[1,null,"x"],"a":1.5}"#
        );
        assert_eq!(label(r#""a\nb""#), "a\nb");
    }
}
