//! The client that is really generated: names, arguments, types.

use std::collections::BTreeSet;

use serde_json::Value;

use super::names::plain;
use super::{Comparison, Difference, entries};
use crate::openapi::finding::Consumer::{ClientSource, Documentation};
use crate::openapi::finding::Verdict;
use crate::openapi::place::{METHODS, Place};
use crate::openapi::surface::Surface;

impl Comparison<'_> {
    /// What code over the older client could name, and the newer one has no more or in another way.
    ///
    /// What is new breaks nobody: arguments are set by methods of their own, objects made by builders. Code that lists all
    /// fields of a struct, or matches all values of an enumeration of requests, is not promised to compile.
    pub(super) fn signatures(&mut self, old: &Surface, new: &Surface) {
        for (name, was) in &old.0 {
            let owner = name.split('.').next().unwrap_or(name);
            // Nothing is left of it: that is said once.
            if owner != name && !new.0.contains_key(owner) {
                continue;
            }
            let what = match new.0.get(name) {
                Some(is) if is == was => continue,
                Some(is) if name.ends_with(".*") => match lost(was, is) {
                    Some(lost) => format!("`{owner}` no longer implements {lost}"),
                    None => continue,
                },
                Some(is) => format!("in the client `{name}` was `{was}`, is `{is}`"),
                None => format!("the client has no `{name}`"),
            };
            self.broken(name, what);
        }
    }

    /// Code no longer compiles; where the document says why, the finding there says it too.
    fn broken(&mut self, name: &str, what: String) {
        let subjects = subjects(self.old, name);
        let known = subjects.iter().find_map(|subject| {
            let explains = |known: &Difference| {
                plain(&known.subject) == plain(subject) && !known.breaks.contains(&Documentation)
            };
            self.found.iter().position(explains)
        });
        if let Some(known) = known.and_then(|index| self.found.get_mut(index)) {
            known.verdict = Verdict::Breaking;
            known.breaks.insert(ClientSource);
            known.what.push(what);
            return;
        }
        let (owner, member) = name.split_once('.').unwrap_or((name, ""));
        let place = Place::new([owner]);
        self.found.push(Difference {
            place: if member.is_empty() {
                place
            } else {
                place.at(member)
            },
            subject: subjects.into_iter().next().unwrap_or_default(),
            what: vec![what],
            sides: BTreeSet::new(),
            verdict: Verdict::Breaking,
            breaks: [ClientSource].into(),
        });
    }
}

/// The traits that a type no longer has.
fn lost(was: &str, is: &str) -> Option<String> {
    let kept: BTreeSet<&str> = is.split(" + ").collect();
    let lost: Vec<&str> = was
        .split(" + ")
        .filter(|name| !kept.contains(name))
        .collect();
    (!lost.is_empty()).then(|| lost.join(", "))
}

/// What the document may call a name of the client, the most exact first.
fn subjects(document: &Value, name: &str) -> Vec<String> {
    let (owner, member) = name.split_once('.').unwrap_or((name, ""));
    let schemas = &document["components"]["schemas"];
    if let Some((schema, value)) =
        entries(schemas).find(|(schema, _)| plain(schema) == plain(owner))
    {
        return of_schema(document, schema, value, member);
    }
    match operation(document, owner) {
        Some(operation) => of_operation(operation, owner, member),
        None => vec![owner.to_owned()],
    }
}

fn of_schema(document: &Value, schema: &str, value: &Value, member: &str) -> Vec<String> {
    let is_member = |key: &str| plain(key) == plain(member);
    let mut subjects = Vec::new();
    // A property that comes from a part is called as the part's own.
    for part in value["allOf"].as_array().into_iter().flatten() {
        let name = part["$ref"]
            .as_str()
            .and_then(|reference| reference.rsplit('/').next());
        if let Some(name) = name {
            let inner = &document["components"]["schemas"][name];
            if let [first, ..] = of_schema(document, name, inner, member).as_slice()
                && first.contains('.')
            {
                subjects.push(first.clone());
            }
        }
        if let Some((key, _)) = entries(&part["properties"]).find(|(key, _)| is_member(key)) {
            subjects.push(format!("{schema}.{key}"));
        }
    }
    if let Some((key, _)) = entries(&value["properties"]).find(|(key, _)| is_member(key)) {
        subjects.push(format!("{schema}.{key}"));
    }
    subjects.push(schema.to_owned());
    subjects
}

fn operation<'a>(document: &'a Value, id: &str) -> Option<&'a Value> {
    let items = entries(&document["paths"]);
    let operations =
        items.flat_map(|(_, item)| METHODS.iter().filter_map(|method| item.get(method)));
    operations
        .into_iter()
        .find(|operation| operation["operationId"] == id)
}

fn of_operation(operation: &Value, id: &str, member: &str) -> Vec<String> {
    let mut subjects = Vec::new();
    for parameter in operation["parameters"].as_array().into_iter().flatten() {
        let component = parameter["$ref"]
            .as_str()
            .and_then(|reference| reference.rsplit('/').next());
        let name = component.or(parameter["name"].as_str()).unwrap_or_default();
        if !member.is_empty() && plain(name) == plain(member) {
            subjects.push(format!("{id}.{name}"));
            subjects.extend(component.map(str::to_owned));
        }
    }
    subjects.push(id.to_owned());
    subjects
}
