//! A misspelt extension would be ignored, and what it says with it.

use crate::document::{Documents, Place};
use crate::finding::Report;

/// The extensions that the generator reads. `x-media-types` is our own note about a raw body.
const KNOWN: [&str; 10] = [
    "x-case-insensitive",
    "x-descriptions",
    "x-media-types",
    "x-omit-empty",
    "x-privilege",
    "x-query-type",
    "x-raw-body",
    "x-source",
    "x-stream",
    "x-trait",
];

pub(super) fn check(documents: &Documents, report: &mut Report) {
    for document in &documents.0 {
        visit(&document.top(), report);
    }
}

fn visit(place: &Place, report: &mut Report) {
    for (key, child) in place.entries() {
        if key.starts_with("x-") && !KNOWN.contains(&key) {
            report.add(
                &child,
                "extension",
                format!("`{key}` is not known"),
                format!("use one of {}", KNOWN.join(", ")),
            );
        }
        if !matches!(
            key,
            "example" | "properties" | "headers" | "parameters" | "x-descriptions"
        ) {
            visit(&child, report);
        } else if key != "example" && key != "x-descriptions" {
            // Here the keys are names of things, and a name may begin with `x-`.
            child
                .entries()
                .iter()
                .for_each(|(_, child)| visit(child, report));
            child.items().iter().for_each(|child| visit(child, report));
        }
    }
    for child in place.items() {
        visit(&child, report);
    }
}
