//! Nothing in the documents can change unseen: each value is changed, each key and item taken away, one at a time.

use serde_json::Value;

use super::now;
use crate::openapi::compare;

/// What says how our server is generated, or is the decision itself.
const NO_PROMISE: [&str; 4] = ["/x-query-type", "/x-stream", "/x-trait", "/info/version"];

/// What means the same without being said: a list of a query is exploded, and a part of an object is one.
const SAID_TWICE: [&str; 2] = ["/explode", "/allOf/1/type"];

/// One of so many is tried: all of them take minutes. A prime, so that the places differ as the documents grow.
const ONE_OF: usize = 13;

/// A change, by its place.
enum Change {
    Other(String),
    Gone(String),
}

fn collect(place: &str, value: &Value, changes: &mut Vec<Change>) {
    let mut below = |key: String, value: &Value| {
        let place = format!("{place}/{key}");
        if NO_PROMISE.iter().any(|end| place.ends_with(end)) {
            return;
        }
        if !SAID_TWICE.iter().any(|end| place.ends_with(end)) {
            changes.push(Change::Gone(place.clone()));
        }
        // What stands in an example is compared as one.
        if key != "example" {
            collect(&place, value, changes);
        }
    };
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                below(key.replace('~', "~0").replace('/', "~1"), value);
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                below(index.to_string(), value);
            }
        }
        _ => changes.push(Change::Other(place.to_owned())),
    }
}

impl Change {
    fn make(&self, document: &Value) -> Value {
        let mut document = document.clone();
        match self {
            Self::Other(place) => {
                let value = document.pointer_mut(place).unwrap();
                *value = match value {
                    Value::Bool(flag) => (!*flag).into(),
                    Value::Number(number) => (number.as_i64().unwrap() + 1).into(),
                    Value::String(text) => format!("{text}x").into(),
                    _ => "other".into(),
                };
            }
            Self::Gone(place) => {
                let (parent, key) = place.rsplit_once('/').unwrap();
                match document.pointer_mut(parent).unwrap() {
                    Value::Object(object) => {
                        object.remove(&key.replace("~1", "/").replace("~0", "~"));
                    }
                    Value::Array(items) => {
                        items.remove(key.parse().unwrap());
                    }
                    _ => {}
                }
            }
        }
        document
    }

    fn place(&self) -> String {
        match self {
            Self::Other(place) => format!("{place} is another"),
            Self::Gone(place) => format!("{place} is gone"),
        }
    }
}

#[test]
fn nothing_changes_unseen() {
    let (now, _) = now();
    let mut changes = Vec::new();
    collect("", &now.bundle, &mut changes);
    assert!(changes.len() > 2000, "{}", changes.len());
    let unseen: Vec<String> = changes
        .iter()
        .step_by(ONE_OF)
        .filter(|change| !compare::see(&now.bundle, &change.make(&now.bundle)))
        .map(Change::place)
        .collect();
    assert!(
        unseen.is_empty(),
        "{} of {}\n{}",
        unseen.len(),
        changes.len(),
        unseen.join("\n")
    );
}
