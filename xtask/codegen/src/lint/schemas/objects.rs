//! Objects: what is required is there, what may be null is required.

use crate::document::{Documents, Place};
use crate::finding::Report;
use crate::lint::walk::Schema;

pub(super) fn check(documents: &Documents, schema: &Schema, report: &mut Report) {
    let place = &schema.place;
    let required: Vec<&str> = place
        .get("required")
        .and_then(|required| required.value().as_array())
        .into_iter()
        .flatten()
        .filter_map(|name| name.as_str())
        .collect();
    for name in &required {
        if !has_property(documents, place, name) {
            report.add(
                place,
                "required",
                format!("`{name}` is required and there is no such property"),
                "write the property or take it off the list",
            );
        }
    }
    for (name, property) in place.get("properties").iter().flat_map(Place::entries) {
        if property.flag("nullable") && !required.contains(&name) {
            report.add(
                &property,
                "nullable",
                "a property that may be null and absent: null is never sent",
                "make it required, or not nullable",
            );
        }
    }
}

fn has_property(documents: &Documents, schema: &Place, name: &str) -> bool {
    schema
        .get("properties")
        .is_some_and(|properties| properties.has(name))
        || schema
            .get("allOf")
            .iter()
            .flat_map(Place::items)
            .filter_map(|member| documents.follow(&member))
            .any(|member| has_property(documents, &member, name))
}
