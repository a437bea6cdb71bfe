//! What is for readers: descriptions, examples, sources.

use serde_json::Value;

use super::{Comparison, DOCUMENTATION, entries};
use crate::openapi::finding::Consumer::Documentation;
use crate::openapi::finding::Verdict;
use crate::openapi::place::Place;

impl Comparison<'_> {
    /// Texts that differ at places that both documents have.
    pub(super) fn documentation(&mut self) {
        let (old, new) = (self.old, self.new);
        for key in ["description", "license", "title", "contact"] {
            self.text(
                &Place::new(["info"]),
                key,
                &old["info"][key],
                &new["info"][key],
            );
        }
        self.text(&Place::new([]), "tags", &old["tags"], &new["tags"]);
        let servers = Place::new(["servers"]);
        // Another path is more than a text, and said elsewhere.
        if !self.found.iter().any(|known| known.place == servers) {
            self.text(&Place::new([]), "servers", &old["servers"], &new["servers"]);
        }
        for section in ["paths", "components"] {
            self.texts(
                &Place::new([section]),
                &old[section],
                &new[section],
                Keys::Names,
            );
        }
    }

    fn text(&mut self, place: &Place, key: &str, old: &Value, new: &Value) {
        if old != new {
            self.note(
                &place.at(key),
                format!("`{key}` changed"),
                Verdict::Compatible,
                &[Documentation],
            );
        }
    }

    fn texts(&mut self, place: &Place, old: &Value, new: &Value, keys: Keys) {
        match (old, new) {
            // What was moved was not said anew.
            (Value::Object(_), Value::Object(_))
                if old.get("$ref").is_some() != new.get("$ref").is_some() => {}
            (Value::Object(_), Value::Object(_)) => {
                for (key, was) in entries(old) {
                    if keys == Keys::Words && DOCUMENTATION.contains(&key) && key != "tags" {
                        self.text(place, key, was, &new[key]);
                    } else if let Some(is) = new.get(key) {
                        self.texts(&place.at(key), was, is, keys.below(key));
                    }
                }
                let told = |(key, _): &(&str, &Value)| {
                    keys == Keys::Words
                        && DOCUMENTATION.contains(key)
                        && *key != "tags"
                        && old.get(key).is_none()
                };
                for (key, is) in entries(new).filter(told) {
                    self.text(place, key, &Value::Null, is);
                }
            }
            (Value::Array(was), Value::Array(is)) => {
                // A parameter is the same by its name, any other item by its position.
                let name = |item: &Value| item["name"].as_str().map(str::to_owned);
                for (index, was) in was.iter().enumerate() {
                    let same = match name(was) {
                        Some(called) => is.iter().find(|item| name(item).as_ref() == Some(&called)),
                        None => is.get(index),
                    };
                    if let Some(same) = same {
                        let at = place.at(&name(was).unwrap_or_else(|| index.to_string()));
                        self.texts(&at, was, same, Keys::Words);
                    }
                }
            }
            _ => {}
        }
    }
}

/// What the keys of an object are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Keys {
    /// Words of the format.
    Words,
    /// Names that somebody chose: `description` is a property here.
    Names,
}

impl Keys {
    fn below(self, key: &str) -> Self {
        // Under `components` are kinds, and under each kind are names.
        let names = match self {
            Self::Words => &["properties", "headers", "responses", "content"][..],
            Self::Names => &[
                "headers",
                "parameters",
                "requestBodies",
                "responses",
                "schemas",
                "securitySchemes",
            ],
        };
        if names.contains(&key) {
            Self::Names
        } else {
            Self::Words
        }
    }
}
