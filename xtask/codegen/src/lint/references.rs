//! References: each leads to a component of the right kind, in one step; each component is used.

use std::collections::BTreeSet;

use crate::document::{Documents, Place};
use crate::finding::Report;

use super::walk::section;

/// What a component can be; security schemes are named and not referred to.
const KINDS: [&str; 5] = [
    "headers",
    "parameters",
    "requestBodies",
    "responses",
    "schemas",
];

/// What may stand beside `$ref`: nothing, as every reader ignores it.
pub(super) fn check(documents: &Documents, report: &mut Report) {
    let mut used: BTreeSet<(String, String)> = BTreeSet::new();
    for document in &documents.0 {
        visit(documents, &document.top(), "schemas", &mut used, report);
    }
    for document in &documents.0 {
        let top = document.top();
        for (kind, name, component) in components(&top) {
            let key = (component.file().to_owned(), component.path().to_owned());
            if !used.contains(&key) {
                report.add(
                    &component,
                    "component-unused",
                    format!("nothing refers to `{kind}/{name}`"),
                    "refer to it or delete it",
                );
            }
            if component.reference().is_some() {
                report.add(
                    &component,
                    "reference-chain",
                    format!("`{kind}/{name}` is itself a reference"),
                    "refer to the target directly",
                );
            }
        }
        for (kind, section) in top.get("components").iter().flat_map(Place::entries) {
            if !KINDS.contains(&kind) && kind != "securitySchemes" {
                report.add(
                    &section,
                    "component-kind",
                    format!("components of the kind `{kind}` are not read"),
                    "write them where they are used",
                );
            }
        }
    }
}

fn components<'a>(top: &Place<'a>) -> Vec<(&'static str, &'a str, Place<'a>)> {
    KINDS
        .into_iter()
        .flat_map(|kind| {
            section(top, kind)
                .into_iter()
                .map(move |(name, component)| (kind, name, component))
        })
        .collect()
}

/// Checks the references below a place; `kind` is what one must lead to here.
fn visit(
    documents: &Documents,
    place: &Place,
    kind: &str,
    used: &mut BTreeSet<(String, String)>,
    report: &mut Report,
) {
    if let Some(reference) = place.reference() {
        check_one(documents, place, reference, kind, used, report);
    }
    for (key, child) in place.entries() {
        let kind = match key {
            "example" | "x-descriptions" => continue,
            "requestBody" => "requestBodies",
            "schema" => "schemas",
            key => KINDS.into_iter().find(|kind| *kind == key).unwrap_or(kind),
        };
        visit(documents, &child, kind, used, report);
    }
    for child in place.items() {
        visit(documents, &child, kind, used, report);
    }
}

fn check_one(
    documents: &Documents,
    place: &Place,
    reference: &str,
    kind: &str,
    used: &mut BTreeSet<(String, String)>,
    report: &mut Report,
) {
    let siblings: Vec<&str> = place
        .entries()
        .into_iter()
        .map(|(key, _)| key)
        .filter(|key| *key != "$ref")
        .collect();
    if !siblings.is_empty() {
        report.add(
            place,
            "reference-siblings",
            format!("`{}` beside `$ref` is ignored", siblings.join("`, `")),
            "write `allOf: [{ $ref: … }]` with the others beside it",
        );
    }
    let Some(target) = documents.resolve(place, reference) else {
        report.add(
            place,
            "reference-unknown",
            format!("`{reference}` leads nowhere"),
            "name a component of these documents, such as `#/components/schemas/Name`",
        );
        return;
    };
    if !target.path().starts_with(&format!("components.{kind}.")) {
        report.add(
            place,
            "reference-kind",
            format!("`{reference}` is not one of the {kind}"),
            format!("refer to something under `components/{kind}`"),
        );
    }
    used.insert((target.file().to_owned(), target.path().to_owned()));
}
