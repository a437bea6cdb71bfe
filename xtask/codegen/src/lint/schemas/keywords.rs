//! Keywords that somebody reads. What nobody reads would look like a promise.

use crate::finding::Report;
use crate::lint::walk::Schema;

const READ: [&str; 20] = [
    "$ref",
    "additionalProperties",
    "allOf",
    "description",
    "enum",
    "example",
    "format",
    "items",
    "maxItems",
    "maxLength",
    "maximum",
    "minItems",
    "minLength",
    "minimum",
    "nullable",
    "oneOf",
    "pattern",
    "properties",
    "required",
    "type",
];

const FORMATS: [&str; 3] = ["binary", "int64", "uuid"];

pub(super) fn check(schema: &Schema, report: &mut Report) {
    let place = &schema.place;
    for (key, child) in place.entries() {
        if key == "default" {
            report.add(
                place,
                "schema-default",
                "`default` is ignored by the client and the server alike",
                "say in the description what an absent value means",
            );
        } else if !READ.contains(&key) && !key.starts_with("x-") {
            report.add(
                &child,
                "schema-keyword",
                format!("`{key}` is not read by any generator"),
                "delete it, or say it in the description",
            );
        }
    }
    match place.text("format") {
        Some("date") => report.add(
            place,
            "schema-format",
            "`format: date` would need another library of dates",
            "write `type: string` and the form in the description, or epoch ms as int64",
        ),
        Some(format) if !FORMATS.contains(&format) => report.add(
            place,
            "schema-format",
            format!("`format: {format}` is not generated"),
            "use int64 or uuid, or say it in the description",
        ),
        _ => {}
    }
}
