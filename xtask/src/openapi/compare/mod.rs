//! The differences between two contracts.
//!
//! The documents are compared as what they mean: a reference is what it refers to, an `allOf` is all of its parts, and the
//! order of keys is nothing. Whatever differs and has no rule needs a decision, so that no difference goes unseen. Two more
//! pairs of eyes look afterwards: `drift`, another program's rules for the wire, and the signatures of the client that is
//! really generated.

mod document;
mod documentation;
mod keywords;
mod media;
mod names;
mod objects;
mod operations;
mod parameters;
mod responses;
mod schema;
mod security;
mod shape;
mod signatures;
mod wire;

pub(super) use names::plain;

use std::collections::BTreeSet;

use serde_json::Value;

use super::contract::Contract;
use super::finding::{Change, Consumer, Finding, Side, Verdict};
use super::place::Place;
use crate::command::Failure;

/// Every difference, the gravest first.
pub(super) fn contracts(old: &Contract, new: &Contract) -> Result<Vec<Finding>, Failure> {
    let mut comparison = Comparison {
        old: &old.bundle,
        new: &new.bundle,
        found: Vec::new(),
        seen: BTreeSet::new(),
    };
    if old.bundle != new.bundle {
        comparison.document();
        comparison.operations();
        comparison.wire()?;
        comparison.documentation();
    }
    comparison.signatures(&old.surface, &new.surface);
    let mut findings: Vec<Finding> = comparison
        .found
        .into_iter()
        .map(|difference| difference.finding(old, new))
        .collect();
    findings.sort_by(|one, other| {
        (other.verdict, &one.place, &one.what).cmp(&(one.verdict, &other.place, &other.what))
    });
    Ok(findings)
}

/// Two documents, and what was found so far.
struct Comparison<'a> {
    old: &'a Value,
    new: &'a Value,
    found: Vec<Difference>,
    /// Pairs of schemas that are compared already, or are being compared.
    seen: BTreeSet<(Place, Place, Side)>,
}

/// A finding, before it is known in which file it is.
struct Difference {
    place: Place,
    subject: String,
    what: Vec<String>,
    sides: BTreeSet<Side>,
    verdict: Verdict,
    breaks: BTreeSet<Consumer>,
}

impl Comparison<'_> {
    /// Notes a difference, or who else it reaches if it is known.
    fn note(
        &mut self,
        place: &Place,
        what: impl Into<String>,
        verdict: Verdict,
        breaks: &[Consumer],
    ) {
        self.add(place, what.into(), None, (verdict, breaks));
    }

    /// Notes a difference between values that may be sent.
    fn judge(&mut self, place: &Place, what: impl Into<String>, change: Change, side: Side) {
        self.add(place, what.into(), Some(side), change.judge(side));
    }

    fn add(
        &mut self,
        place: &Place,
        what: String,
        side: Option<Side>,
        (verdict, breaks): (Verdict, &[Consumer]),
    ) {
        let known = self
            .found
            .iter_mut()
            .find(|known| known.place == *place && known.what[0] == what);
        if let Some(known) = known {
            known.verdict = known.verdict.max(verdict);
            known.breaks.extend(breaks);
            known.sides.extend(side);
            return;
        }
        // What is gone is named as it was.
        let bundle = if names::stands(self.new, place) {
            self.new
        } else {
            self.old
        };
        self.found.push(Difference {
            place: place.clone(),
            subject: place.subject(bundle),
            what: vec![what],
            sides: side.into_iter().collect(),
            verdict,
            breaks: breaks.iter().copied().collect(),
        });
    }
}

impl Difference {
    fn finding(self, old: &Contract, new: &Contract) -> Finding {
        let file = new.file(&self.place).or_else(|| old.file(&self.place));
        Finding {
            place: format!("{}#{}", file.unwrap_or("client"), self.place),
            subject: self.subject,
            what: self.what.join("; "),
            sides: self.sides,
            verdict: self.verdict,
            breaks: self.breaks,
        }
    }
}

/// What a value is, or what it refers to, and where that stands.
fn follow<'a>(document: &'a Value, value: &'a Value, place: &Place) -> (&'a Value, Place) {
    if let Some(reference) = value["$ref"].as_str()
        && let Some(target) = document.pointer(reference.trim_start_matches('#'))
    {
        return (target, Place::of_reference(reference));
    }
    (value, place.clone())
}

/// The entries of an object; none if it is no object.
fn entries(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    let object = value.as_object().into_iter().flatten();
    object.map(|(key, value)| (key.as_str(), value))
}

/// The texts of a list.
fn texts(value: &Value) -> BTreeSet<&str> {
    value
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect()
}

/// Whether a flag is set.
fn flag(value: &Value, key: &str) -> bool {
    value[key] == Value::Bool(true)
}

/// A value as it is written in a sentence.
fn shown(value: &Value) -> String {
    match value {
        Value::Null => "nothing".to_owned(),
        Value::String(text) => format!("`{text}`"),
        other => format!("`{other}`"),
    }
}

/// Keys that only say something to readers.
const DOCUMENTATION: [&str; 9] = [
    "description",
    "example",
    "examples",
    "externalDocs",
    "summary",
    "title",
    "x-descriptions",
    "x-source",
    "tags",
];

/// Whether our own rules see any difference.
#[cfg(test)]
pub(super) fn see(old: &Value, new: &Value) -> bool {
    let mut comparison = Comparison {
        old,
        new,
        found: Vec::new(),
        seen: BTreeSet::new(),
    };
    comparison.document();
    comparison.operations();
    comparison.documentation();
    !comparison.found.is_empty()
}
