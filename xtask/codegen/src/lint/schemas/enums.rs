//! Enumerations.

use crate::document::Place;
use crate::finding::Report;
use crate::lint::walk::Schema;

pub(super) fn check(schema: &Schema, report: &mut Report) {
    let place = &schema.place;
    let Some(values) = place.get("enum") else {
        for key in ["x-descriptions", "x-case-insensitive"] {
            if place.has(key) {
                report.add(
                    place,
                    "enum",
                    format!("`{key}` stands on something that is no enumeration"),
                    "delete it",
                );
            }
        }
        return;
    };
    let values = values.items();
    let texts: Vec<&str> = values
        .iter()
        .filter_map(|value| value.value().as_str())
        .collect();
    if place.text("type") != Some("string") || texts.len() != values.len() {
        report.add(
            place,
            "enum-type",
            "an enumeration of something else than strings becomes a bare newtype",
            "write `type: string` and values that are strings; quote true, false and numbers",
        );
        return;
    }
    if texts.is_empty() {
        report.add(
            place,
            "enum",
            "an enumeration without values",
            "write at least one",
        );
    }
    if !texts.is_sorted_by(|before, after| before < after) {
        report.add(
            place,
            "enum-order",
            "the values are not in alphabetical order, each once",
            "sort them; rows and messages follow this order",
        );
    }
    if place.flag("x-case-insensitive")
        && texts.iter().any(|text| {
            texts
                .iter()
                .any(|other| other != text && other.eq_ignore_ascii_case(text))
        })
    {
        report.add(
            place,
            "enum",
            "two values differ only in case, and case is ignored",
            "delete `x-case-insensitive`",
        );
    }
    descriptions(place, &texts, report);
}

fn descriptions(place: &Place, texts: &[&str], report: &mut Report) {
    let Some(descriptions) = place.get("x-descriptions") else {
        return;
    };
    for text in texts {
        if descriptions.text(text).is_none_or(str::is_empty) {
            report.add(
                place,
                "enum-descriptions",
                format!("`x-descriptions` says nothing of `{text}`"),
                "describe every value or none",
            );
        }
    }
    for (text, described) in descriptions.entries() {
        if !texts.contains(&text) {
            report.add(
                &described,
                "enum-descriptions",
                format!("`{text}` is not a value"),
                "delete the description",
            );
        }
    }
}
