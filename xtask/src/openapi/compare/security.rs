//! Who may call an operation, and how they show who they are.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Comparison, entries, shown};
use crate::openapi::finding::Consumer::{ClientRuntime, HandWritten, Server};
use crate::openapi::finding::Verdict;
use crate::openapi::place::Place;

impl Comparison<'_> {
    /// What an operation demands.
    pub(super) fn security(&mut self, place: &Place, old: &Value, new: &Value) {
        let before = demanded(self.old, old);
        let now = demanded(self.new, new);
        let place_of = place.at("security");
        if before != now {
            if now.is_empty() {
                let what = "no authentication is demanded any more: everybody may call it";
                self.note(&place_of, what, Verdict::Decision, &[Server]);
            } else if !before.is_empty() && before.is_subset(&now) {
                self.note(
                    &place_of,
                    "another way to authenticate",
                    Verdict::Compatible,
                    &[],
                );
            } else {
                self.note(
                    &place_of,
                    "another authentication is demanded",
                    Verdict::Breaking,
                    &[ClientRuntime, HandWritten],
                );
            }
        }
        let (before, now) = (old["x-privilege"].as_str(), new["x-privilege"].as_str());
        if before != now {
            let what = format!(
                "the privilege was {}, is {}",
                shown(&old["x-privilege"]),
                shown(&new["x-privilege"])
            );
            let place = place.at("x-privilege");
            if demand(now) < demand(before) {
                self.note(&place, what, Verdict::Decision, &[Server]);
            } else {
                self.note(
                    &place,
                    what,
                    Verdict::Breaking,
                    &[ClientRuntime, HandWritten],
                );
            }
        }
    }

    /// How a scheme is used; where it is demanded, the operations say.
    pub(super) fn security_scheme(&mut self, place: &Place, old: &Value, new: &Value) {
        if new.is_null() {
            return self.note(
                place,
                "the security scheme is gone",
                Verdict::Breaking,
                &[ClientRuntime, HandWritten],
            );
        }
        let keys: BTreeSet<&str> = entries(old)
            .chain(entries(new))
            .map(|(key, _)| key)
            .collect();
        for key in keys.into_iter().filter(|key| *key != "description") {
            if old[key] != new[key] {
                let what = format!("`{key}` was {}, is {}", shown(&old[key]), shown(&new[key]));
                self.note(
                    &place.at(key),
                    what,
                    Verdict::Breaking,
                    &[ClientRuntime, HandWritten],
                );
            }
        }
    }
}

/// The alternatives of an operation, each a set of schemes with their scopes; none where nobody has to authenticate.
fn demanded(document: &Value, operation: &Value) -> BTreeSet<String> {
    let own = operation.get("security").unwrap_or(&document["security"]);
    let alternatives = own.as_array().into_iter().flatten();
    // Text is as good as a set here: keys are in order.
    let alternatives: BTreeSet<String> = alternatives.map(ToString::to_string).collect();
    if alternatives.contains("{}") {
        return BTreeSet::new();
    }
    alternatives
}

/// How much a privilege demands: nothing, a session, a privilege of its own. None of those is more than another.
fn demand(privilege: Option<&str>) -> u8 {
    match privilege {
        None | Some("NONE") => 0,
        Some("SESSION") => 1,
        Some(_) => 2,
    }
}
