//! Parameters of paths, queries and headers. Their order means nothing: the client has a method for each.

use std::collections::BTreeMap;

use serde_json::Value;

use super::operations::{Operation, path_parameters};
use super::{Comparison, flag, follow, shown};
use crate::openapi::finding::Consumer::{ClientRuntime, HandWritten};
use crate::openapi::finding::{Change, Side, Verdict};
use crate::openapi::place::Place;

const KNOWN: [&str; 9] = [
    "deprecated",
    "explode",
    "in",
    "name",
    "required",
    "schema",
    "style",
    "allowReserved",
    "allowEmptyValue",
];

/// A parameter, what it refers to, and where that stands.
struct Parameter<'a> {
    value: &'a Value,
    place: Place,
}

impl Parameter<'_> {
    fn name(&self) -> &str {
        self.value["name"].as_str().unwrap_or_default()
    }
}

impl Comparison<'_> {
    /// The parameters of an operation and of its path.
    pub(super) fn parameters(&mut self, old: &Operation, new: &Operation) {
        let place = &new.place();
        let old_parameters = read(self.old, old);
        let mut new_parameters = read(self.new, new);
        for (key, before) in old_parameters {
            let Some(now) = new_parameters.remove(&key) else {
                self.note(
                    &place.at("parameters").at(before.name()),
                    "the parameter is gone: it would be ignored",
                    Verdict::Breaking,
                    &[ClientRuntime, HandWritten],
                );
                continue;
            };
            self.parameter(&before, &now);
        }
        for now in new_parameters.into_values() {
            let place = place.at("parameters").at(now.name());
            if flag(now.value, "required") {
                self.judge(
                    &place,
                    "a required parameter is new",
                    Change::Narrowed,
                    Side::Request,
                );
            } else {
                self.judge(
                    &place,
                    "an optional parameter is new",
                    Change::Widened,
                    Side::Request,
                );
            }
        }
    }

    fn parameter(&mut self, old: &Parameter, new: &Parameter) {
        let place = &new.place;
        let (before, now) = (old.value, new.value);
        self.required(place, before, now);
        self.deprecation(place, before, now);
        for (key, was, is) in [
            ("style", style(before), style(now)),
            ("explode", explode(before), explode(now)),
            (
                "allowReserved",
                flag(before, "allowReserved").into(),
                flag(now, "allowReserved").into(),
            ),
        ] {
            if was != is {
                let what = format!(
                    "`{key}` was {}, is {}: it is written another way",
                    shown(&was),
                    shown(&is)
                );
                self.note(
                    &place.at(key),
                    what,
                    Verdict::Breaking,
                    &[ClientRuntime, HandWritten],
                );
            }
        }
        match (
            flag(before, "allowEmptyValue"),
            flag(now, "allowEmptyValue"),
        ) {
            (true, false) => self.judge(
                place,
                "an empty value is refused",
                Change::Narrowed,
                Side::Request,
            ),
            (false, true) => self.judge(
                place,
                "an empty value is taken",
                Change::Widened,
                Side::Request,
            ),
            _ => {}
        }
        self.schema(
            (&before["schema"], &old.place.at("schema")),
            (&now["schema"], &place.at("schema")),
            Side::Request,
        );
        self.others(before, now, place, &KNOWN);
    }

    /// Whether a parameter or a body has to be there.
    pub(super) fn required(&mut self, place: &Place, old: &Value, new: &Value) {
        match (flag(old, "required"), flag(new, "required")) {
            (false, true) => {
                self.judge(place, "it is required now", Change::Narrowed, Side::Request);
            }
            (true, false) => {
                self.judge(place, "it is optional now", Change::Widened, Side::Request);
            }
            _ => {}
        }
    }
}

/// By location and name; a path's by position, as a new name for one makes no other parameter of it.
fn read<'a>(
    document: &'a Value,
    operation: &Operation<'a>,
) -> BTreeMap<(String, String), Parameter<'a>> {
    let place = &operation.place();
    let mut parameters = BTreeMap::new();
    for written in [operation.item, operation.value]
        .into_iter()
        .filter_map(|holder| holder["parameters"].as_array())
        .flatten()
    {
        let (value, found) = follow(document, written, place);
        let text = |key: &str| value[key].as_str().unwrap_or_default().to_owned();
        let (location, name) = (text("in"), text("name"));
        let place = if found == *place {
            place.at("parameters").at(&name)
        } else {
            found
        };
        let in_path = path_parameters(operation.path);
        let key = match in_path.iter().position(|known| *known == name) {
            Some(position) if location == "path" => position.to_string(),
            _ => name,
        };
        // An operation's own takes the place of its path's.
        parameters.insert((location, key), Parameter { value, place });
    }
    parameters
}

fn style(parameter: &Value) -> Value {
    let usual = match parameter["in"].as_str() {
        Some("query" | "cookie") => "form",
        _ => "simple",
    };
    parameter
        .get("style")
        .cloned()
        .unwrap_or_else(|| usual.into())
}

/// What it is without being written, where that matters: in a single value there is nothing to take apart.
fn explode(parameter: &Value) -> Value {
    if !matches!(
        parameter["schema"]["type"].as_str(),
        Some("array" | "object")
    ) {
        return Value::Null;
    }
    let usual = style(parameter) == "form";
    parameter
        .get("explode")
        .cloned()
        .unwrap_or_else(|| usual.into())
}
