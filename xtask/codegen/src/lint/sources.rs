//! How sure each part of the contract is.

use crate::document::{Documents, Place};
use crate::finding::Report;

use super::walk::{Role, schemas, section};

/// The values of `x-source`, the surest first.
const SOURCES: [&str; 4] = ["vendor", "observed", "inferred", "chosen"];

pub(super) fn check(documents: &Documents, report: &mut Report) {
    for operation in documents.operations() {
        one(&operation.place, "operation", report);
        let inline = operation.place.get("parameters");
        for parameter in inline.iter().flat_map(Place::items) {
            if parameter.reference().is_none() {
                one(&parameter, "parameter", report);
            }
        }
    }
    for document in &documents.0 {
        for (_, parameter) in section(&document.top(), "parameters") {
            one(&parameter, "parameter", report);
        }
    }
    for schema in schemas(documents) {
        if schema.role == Role::Property {
            one(&schema.place, "property", report);
        }
    }
}

fn one(place: &Place, what: &str, report: &mut Report) {
    let source = place.text("x-source");
    if source.is_some_and(|source| SOURCES.contains(&source)) || place.reference().is_some() {
        return;
    }
    report.add(
        place,
        "source",
        match source {
            Some(other) => format!("`x-source: {other}` is not known"),
            None => format!("the {what} does not say where it comes from"),
        },
        format!("write `x-source:` with one of {}", SOURCES.join(", ")),
    );
}
