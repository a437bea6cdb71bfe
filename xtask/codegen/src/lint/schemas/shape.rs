//! What may be written where: enumerations and objects have names, bodies are components or lists of one.

use crate::finding::Report;
use crate::lint::walk::{Role, Schema};

const TYPES: [&str; 5] = ["array", "boolean", "integer", "object", "string"];

pub(super) fn check(schema: &Schema, report: &mut Report) {
    let place = &schema.place;
    if place.reference().is_some() {
        return;
    }
    let kind = place.text("type");
    let named = schema.role == Role::Component;
    // A component may add properties of its own to what it includes.
    let adds = schema.role == Role::AllOf && schema.around == Some(Role::Component);
    if !named && place.has("enum") {
        report.add(
            place,
            "schema-inline",
            "an enumeration without a name becomes a type for each operation that uses it",
            "give it a name under `components/schemas` and refer to it",
        );
    }
    if !named && !adds && (place.has("properties") || place.has("oneOf")) {
        report.add(
            place,
            "schema-inline",
            "an object or choice without a name",
            "give it a name under `components/schemas` and refer to it",
        );
    }
    if kind == Some("object") && !place.has("properties") && !place.has("additionalProperties") {
        report.add(
            place,
            "schema-object",
            "an object without properties takes anything",
            "write `properties`, or `additionalProperties` with the values' schema",
        );
    }
    if place.value().get("additionalProperties") == Some(&true.into()) {
        report.add(
            place,
            "schema-object",
            "`additionalProperties: true` takes anything",
            "write the values' schema, or `false`",
        );
    }
    let composed = place.has("allOf") || place.has("oneOf");
    match kind {
        Some(kind) if !TYPES.contains(&kind) => report.add(
            place,
            "schema-type",
            format!("`type: {kind}` is not generated"),
            "use array, boolean, integer (int64), object or string",
        ),
        None if !composed => report.add(
            place,
            "schema-type",
            "there is no `type`",
            "write one, or refer to a component",
        ),
        _ => {}
    }
    if kind == Some("array") && !place.has("items") {
        report.add(
            place,
            "schema-type",
            "a list without `items`",
            "write the items' schema",
        );
    }
    if matches!(schema.role, Role::Body | Role::Response) {
        body(schema, report);
    }
    members(schema, report);
}

/// A JSON body is a component or a list of one.
fn body(schema: &Schema, report: &mut Report) {
    let place = &schema.place;
    let list = place.text("type") == Some("array")
        && place
            .get("items")
            .is_some_and(|items| items.reference().is_some());
    let raw = place.text("format") == Some("binary");
    if !list && !raw {
        report.add(
            place,
            "body-shape",
            "the body is neither a component nor a list of one",
            "refer to a component, or write `type: array` with a reference as `items`",
        );
    }
}

/// `allOf` in a property only carries a description; in a component it includes others.
fn members(schema: &Schema, report: &mut Report) {
    let place = &schema.place;
    if let Some(members) = place.get("allOf") {
        let members = members.items();
        let wraps = matches!(members.as_slice(), [one] if one.reference().is_some());
        if schema.role != Role::Component && !wraps {
            report.add(
                place,
                "schema-all-of",
                "`allOf` here is not one reference",
                "write `allOf: [{ $ref: … }]`, or give the composition a name under `components/schemas`",
            );
        }
        if schema.role == Role::Component
            && members
                .iter()
                .any(|member| member.reference().is_none() && !member.has("properties"))
        {
            report.add(
                place,
                "schema-all-of",
                "a member of `allOf` is neither a reference nor an object with properties",
                "write one of these",
            );
        }
    }
}
