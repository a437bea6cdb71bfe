//! Operations: which there are, what they are called, what they take and give.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Comparison, entries, flag, shown};
use crate::openapi::finding::Consumer::{ClientRuntime, ClientSource, Documentation, HandWritten};
use crate::openapi::finding::Verdict;
use crate::openapi::place::{METHODS, Place};

/// Keys with a rule.
const KNOWN: [&str; 12] = [
    "deprecated",
    "operationId",
    "parameters",
    "requestBody",
    "responses",
    "security",
    "tags",
    "x-privilege",
    // They say how our server is generated, not what it takes or gives.
    "x-query-type",
    "x-stream",
    "x-trait",
    "summary",
];

/// An operation where it stands.
pub(super) struct Operation<'a> {
    pub(super) path: &'a str,
    pub(super) method: &'static str,
    pub(super) item: &'a Value,
    pub(super) value: &'a Value,
}

impl Operation<'_> {
    pub(super) fn place(&self) -> Place {
        Place::new(["paths", self.path, self.method])
    }

    fn id(&self) -> &str {
        self.value["operationId"].as_str().unwrap_or_default()
    }
}

/// By method and path, without the names of the path's parameters.
fn operations(document: &Value) -> BTreeMap<(&'static str, String), Operation<'_>> {
    let mut operations = BTreeMap::new();
    for (path, item) in entries(&document["paths"]) {
        for method in METHODS {
            if let Some(value) = item.get(method) {
                let operation = Operation {
                    path,
                    method,
                    item,
                    value,
                };
                operations.insert((method, nameless(path)), operation);
            }
        }
    }
    operations
}

/// `/backups/{guid}` as `/backups/{}`.
fn nameless(path: &str) -> String {
    let segments = path.split('/').map(|segment| {
        if segment.starts_with('{') {
            "{}"
        } else {
            segment
        }
    });
    segments.collect::<Vec<_>>().join("/")
}

/// The names in a path's braces, in order.
pub(super) fn path_parameters(path: &str) -> Vec<&str> {
    let segments = path.split('/');
    segments
        .filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}'))
        .collect()
}

impl Comparison<'_> {
    /// Every operation.
    pub(super) fn operations(&mut self) {
        let (old, mut new) = (operations(self.old), operations(self.new));
        let mut left = Vec::new();
        for (key, before) in old {
            match new.remove(&key) {
                Some(now) => self.operation(&before, &now),
                None => left.push(before),
            }
        }
        for before in left {
            let moved = new.iter().find(|(_, now)| now.id() == before.id());
            if let Some(now) = moved
                .map(|(key, _)| key.clone())
                .and_then(|key| new.remove(&key))
            {
                let was = format!("{} {}", before.method.to_uppercase(), before.path);
                let what = format!("the operation was {was}");
                self.note(
                    &now.place(),
                    what,
                    Verdict::Breaking,
                    &[ClientRuntime, HandWritten],
                );
                self.operation(&before, &now);
            } else {
                let breaks = [ClientSource, ClientRuntime, HandWritten];
                self.note(
                    &before.place(),
                    "the operation is gone",
                    Verdict::Breaking,
                    &breaks,
                );
            }
        }
        for now in new.into_values() {
            self.note(
                &now.place(),
                "the operation is new",
                Verdict::Compatible,
                &[],
            );
        }
    }

    fn operation(&mut self, old: &Operation, new: &Operation) {
        let place = new.place();
        let (before, now) = (old.value, new.value);
        if old.id() != new.id() {
            // Named as it was: that is what people have called.
            let (was, is) = (old.id(), new.id());
            let what = format!("the operation id was `{was}`, is `{is}`");
            self.note(
                &old.place().at("operationId"),
                what,
                Verdict::Breaking,
                &[ClientSource],
            );
        }
        for (was, is) in path_parameters(old.path)
            .into_iter()
            .zip(path_parameters(new.path))
        {
            if was != is {
                // Named as it was, in the operation of now.
                let what = format!("the path parameter is called `{is}` now");
                self.note(
                    &place.at("parameters").at(was),
                    what,
                    Verdict::Breaking,
                    &[ClientSource],
                );
            }
        }
        // Other generators name a class by it; ours does not.
        if before["tags"][0] != now["tags"][0] {
            let what = format!(
                "the first tag was {}, is {}: other generators name classes by it",
                shown(&before["tags"][0]),
                shown(&now["tags"][0])
            );
            self.note(&place.at("tags"), what, Verdict::Breaking, &[ClientSource]);
        } else if before["tags"] != now["tags"] {
            self.note(
                &place.at("tags"),
                "the tags changed",
                Verdict::Compatible,
                &[Documentation],
            );
        }
        self.deprecation(&place, before, now);
        self.security(&place, before, now);
        self.parameters(old, new);
        self.request_body(&place, &before["requestBody"], &now["requestBody"]);
        self.responses(&place, &before["responses"], &now["responses"]);
        self.others(before, now, &place, &KNOWN);
    }

    /// Whether something is deprecated: the generated client says so when it is compiled.
    pub(super) fn deprecation(&mut self, place: &Place, old: &Value, new: &Value) {
        let what = match (flag(old, "deprecated"), flag(new, "deprecated")) {
            (false, true) => "it is deprecated now",
            (true, false) => "it is no longer deprecated",
            _ => return,
        };
        self.note(
            &place.at("deprecated"),
            what,
            Verdict::Compatible,
            &[Documentation],
        );
    }
}
