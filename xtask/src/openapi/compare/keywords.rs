//! Keywords of a schema that bound its values.

use std::collections::BTreeSet;

use serde_json::Value;

use super::shape::Shape;
use super::{Comparison, DOCUMENTATION, shown};
use crate::openapi::finding::Consumer::{ClientRuntime, Documentation, HandWritten};
use crate::openapi::finding::{Change, Side, Verdict};

/// Lower bounds: more of them is less room.
const LOWER: [&str; 4] = ["minItems", "minLength", "minProperties", "minimum"];
/// Upper bounds: more of them is more room.
const UPPER: [&str; 4] = ["maxItems", "maxLength", "maxProperties", "maximum"];
/// Flags that leave less room.
const STRICTER: [&str; 3] = ["exclusiveMaximum", "exclusiveMinimum", "uniqueItems"];
/// Compared elsewhere.
const ELSEWHERE: [&str; 5] = ["additionalProperties", "anyOf", "items", "oneOf", "type"];

impl Comparison<'_> {
    /// Every keyword that either has.
    pub(super) fn keywords(&mut self, before: &Shape, now: &Shape, side: Side) {
        let keys: BTreeSet<&str> = before
            .keywords
            .keys()
            .chain(now.keywords.keys())
            .copied()
            .collect();
        for key in keys {
            let (was, is) = (before.keyword(key), now.keyword(key));
            if was == is || ELSEWHERE.contains(&key) || DOCUMENTATION.contains(&key) {
                continue;
            }
            let what = format!("`{key}` was {}, is {}", shown(was), shown(is));
            let place = now.place.at(key);
            match key {
                "enum" => self.values(before, now, side),
                "format" => self.judge(&place, what, format(was, is), side),
                "nullable" => {
                    let change = if is == true {
                        Change::Widened
                    } else {
                        Change::Narrowed
                    };
                    // `nullable: false` is what is meant without it.
                    if (was == true) != (is == true) {
                        self.judge(&place, what, change, side);
                    }
                }
                "pattern" => match (was.is_null(), is.is_null()) {
                    (true, _) => self.judge(&place, what, Change::Narrowed, side),
                    (_, true) => self.judge(&place, what, Change::Widened, side),
                    // Which of two patterns takes more is not known.
                    _ => self.note(
                        &place,
                        what,
                        Verdict::Decision,
                        &[ClientRuntime, HandWritten],
                    ),
                },
                "default" => self.note(
                    &place,
                    what,
                    Verdict::Decision,
                    &[ClientRuntime, HandWritten],
                ),
                "x-case-insensitive" => {
                    let change = if is == true {
                        Change::Widened
                    } else {
                        Change::Narrowed
                    };
                    self.judge(&place, what, change, side);
                }
                // An empty list was there and is not, or the other way round; the type takes both.
                "x-omit-empty" => self.note(&place, what, Verdict::Breaking, &[HandWritten]),
                "deprecated" => {
                    let what = if flag_of(is) {
                        "it is deprecated now"
                    } else {
                        "it is no longer deprecated"
                    };
                    self.note(&place, what, Verdict::Compatible, &[Documentation]);
                }
                "multipleOf" => self.judge(&place, what, Change::Replaced, side),
                _ if LOWER.contains(&key) => self.judge(&place, what, bound(is, was), side),
                _ if UPPER.contains(&key) => self.judge(&place, what, bound(was, is), side),
                _ if STRICTER.contains(&key) => {
                    let change = if flag_of(is) {
                        Change::Narrowed
                    } else {
                        Change::Widened
                    };
                    self.judge(&place, what, change, side);
                }
                _ => {
                    let what = format!("{what}; there is no rule for it");
                    self.note(&place, what, Verdict::Decision, &[]);
                }
            }
        }
    }

    /// The values of an enumeration; their order means nothing.
    fn values(&mut self, before: &Shape, now: &Shape, side: Side) {
        let read = |shape: &Shape| -> Option<BTreeSet<String>> {
            let values = shape.keyword("enum").as_array()?;
            Some(values.iter().map(shown).collect())
        };
        match (read(before), read(now)) {
            (Some(was), Some(is)) => {
                for value in is.difference(&was) {
                    self.judge(
                        &now.place,
                        format!("the value {value} is new"),
                        Change::Widened,
                        side,
                    );
                }
                for value in was.difference(&is) {
                    self.judge(
                        &now.place,
                        format!("the value {value} is gone"),
                        Change::Narrowed,
                        side,
                    );
                }
            }
            (None, _) => self.judge(
                &now.place,
                "only these values are left",
                Change::Narrowed,
                side,
            ),
            (_, None) => self.judge(&now.place, "any value may be there", Change::Widened, side),
        }
    }
}

/// From one bound to another, where a larger one or none at all leaves more room.
fn bound(was: &Value, is: &Value) -> Change {
    match (was.as_f64(), is.as_f64()) {
        (_, None) => Change::Widened,
        (Some(was), Some(is)) if is > was => Change::Widened,
        _ => Change::Narrowed,
    }
}

/// Formats bound values too: `int32` is within `int64`, a UUID is a text.
fn format(was: &Value, is: &Value) -> Change {
    match (was.as_str(), is.as_str()) {
        (Some("int64") | None, Some("int32")) | (None, _) => Change::Narrowed,
        (Some("int32"), Some("int64") | None) | (_, None) => Change::Widened,
        _ => Change::Replaced,
    }
}

fn flag_of(value: &Value) -> bool {
    value == &Value::Bool(true)
}
