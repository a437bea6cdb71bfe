//! Numbers and the bounds that fit a type.

use crate::finding::Report;
use crate::lint::walk::{Role, Schema};

pub(super) fn check(schema: &Schema, report: &mut Report) {
    let place = &schema.place;
    let kind = place.text("type");
    if kind == Some("integer") && place.text("format") != Some("int64") {
        report.add(
            place,
            "integer-format",
            "an integer without `format: int64`",
            "write `format: int64`; times in ms and sizes in bytes need it",
        );
    }
    if kind == Some("integer") && schema.role == Role::Component {
        report.add(
            place,
            "schema-type",
            "a component that is a number becomes a newtype without its bounds",
            "write the integer where it is used",
        );
    }
    for (key, kinds) in [
        ("minimum", "integer"),
        ("maximum", "integer"),
        ("minLength", "string"),
        ("maxLength", "string"),
        ("pattern", "string"),
        ("minItems", "array"),
        ("maxItems", "array"),
    ] {
        let Some(bound) = place.get(key) else {
            continue;
        };
        if kind != Some(kinds) {
            report.add(
                place,
                "bounds",
                format!("`{key}` says nothing about this type"),
                format!("use it with `type: {kinds}`"),
            );
        }
        let whole = if key == "pattern" {
            bound.value().is_string()
        } else {
            bound.value().is_i64()
        };
        if !whole {
            report.add(
                place,
                "bounds",
                format!("`{key}` is {}", bound.value()),
                "write a whole number, for a pattern a text",
            );
        }
    }
    let bound = |key: &str| place.value().get(key).and_then(serde_json::Value::as_i64);
    for (least, most) in [
        ("minimum", "maximum"),
        ("minLength", "maxLength"),
        ("minItems", "maxItems"),
    ] {
        if let (Some(lower), Some(upper)) = (bound(least), bound(most))
            && lower > upper
        {
            report.add(
                place,
                "bounds",
                format!("`{least}: {lower}` is above `{most}: {upper}`"),
                "nothing could satisfy both",
            );
        }
    }
    // typify would make these another type than int64.
    if schema.role == Role::Property && bound("minimum").is_some_and(|least| least > 0) {
        report.add(
            place,
            "bounds",
            "a positive `minimum` of a property changes its Rust type",
            "write `minimum: 0`, or check it by hand",
        );
    }
}
