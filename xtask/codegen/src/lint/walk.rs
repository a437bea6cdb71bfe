//! Every schema of the documents, with the part that it plays.

use crate::document::{Documents, Place};

/// The part that a schema plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// A named component.
    Component,
    /// A parameter's.
    Parameter,
    /// A response header's.
    Header,
    /// A request body's.
    Body,
    /// A response body's.
    Response,
    /// A property's.
    Property,
    /// An array's items.
    Item,
    /// A member of `allOf`.
    AllOf,
    /// A member of `oneOf`.
    OneOf,
    /// The values of a map.
    Map,
}

/// A schema where it stands.
pub(super) struct Schema<'a> {
    pub(super) place: Place<'a>,
    pub(super) role: Role,
    /// The part of the schema around it.
    pub(super) around: Option<Role>,
}

/// Every schema of every document, the inner ones too, each where it is written; references are not followed.
pub(super) fn schemas(documents: &Documents) -> Vec<Schema<'_>> {
    let mut found = Vec::new();
    for document in &documents.0 {
        let top = document.top();
        for (_, schema) in section(&top, "schemas") {
            descend(schema, Role::Component, None, &mut found);
        }
        roots(&top, None, &mut found);
    }
    found
}

/// The entries of a section of the components.
pub(super) fn section<'a>(top: &Place<'a>, name: &str) -> Vec<(&'a str, Place<'a>)> {
    top.get("components")
        .and_then(|components| components.get(name))
        .map(|section| section.entries())
        .unwrap_or_default()
}

/// Finds the keys `schema` outside of the components' schemas.
fn roots<'a>(place: &Place<'a>, role: Option<Role>, found: &mut Vec<Schema<'a>>) {
    for (key, child) in place.entries() {
        let role = match key {
            "example" | "examples" | "schemas" => continue,
            "parameters" => Some(Role::Parameter),
            "headers" => Some(Role::Header),
            "requestBody" | "requestBodies" => Some(Role::Body),
            "responses" => Some(Role::Response),
            _ => role,
        };
        match (key, role) {
            ("schema", Some(role)) => descend(child, role, None, found),
            _ => roots(&child, role, found),
        }
    }
    for child in place.items() {
        roots(&child, role, found);
    }
}

fn descend<'a>(place: Place<'a>, role: Role, around: Option<Role>, found: &mut Vec<Schema<'a>>) {
    let mut below: Vec<(Place<'a>, Role)> = Vec::new();
    for (_, property) in place.get("properties").iter().flat_map(Place::entries) {
        below.push((property, Role::Property));
    }
    below.extend(place.get("items").map(|items| (items, Role::Item)));
    for (key, role) in [
        ("allOf", Role::AllOf),
        ("oneOf", Role::OneOf),
        ("anyOf", Role::OneOf),
    ] {
        for member in place.get(key).iter().flat_map(Place::items) {
            below.push((member, role));
        }
    }
    let map = place.get("additionalProperties");
    below.extend(
        map.filter(|map| map.value().is_object())
            .map(|map| (map, Role::Map)),
    );
    found.push(Schema {
        place,
        role,
        around,
    });
    for (child, child_role) in below {
        descend(child, child_role, Some(role), found);
    }
}

/// Every `content.<media type>` with a schema: of request bodies, responses and components.
pub(super) fn media(documents: &Documents) -> Vec<(&str, Place<'_>)> {
    fn collect<'a>(place: &Place<'a>, found: &mut Vec<(&'a str, Place<'a>)>) {
        for (key, child) in place.entries() {
            match key {
                "example" | "examples" | "schemas" => {}
                "content" => found.extend(child.entries()),
                _ => collect(&child, found),
            }
        }
        for child in place.items() {
            collect(&child, found);
        }
    }
    let mut found = Vec::new();
    for document in &documents.0 {
        collect(&document.top(), &mut found);
    }
    found
}
