//! Objects of requests: closed, so that a misspelt property is refused and not ignored; bounds only there,
//! because only there they are checked.

use std::collections::BTreeSet;

use crate::document::{Documents, Place};
use crate::finding::Report;

use super::walk::{Role, schemas};

pub(super) fn check(documents: &Documents, report: &mut Report) {
    let reached = reached(documents);
    for schema in schemas(documents) {
        let place = &schema.place;
        let in_request = reached.iter().any(|(file, path)| {
            file == place.file()
                && place
                    .path()
                    .strip_prefix(path.as_str())
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
        });
        let closed = place.value().get("additionalProperties") == Some(&false.into());
        if in_request && place.has("properties") && !closed {
            report.add(
                place,
                "body-closed",
                "an object of a request takes unknown properties, which would be ignored",
                "write `additionalProperties: false`",
            );
        }
        for key in ["minimum", "maximum", "minItems", "maxItems"] {
            let number = key.starts_with("min") && !key.ends_with("Items") || key == "maximum";
            let checked = match schema.role {
                Role::Parameter => number,
                Role::Item => number && schema.around == Some(Role::Parameter),
                Role::Property => in_request,
                Role::Body => !number,
                _ => false,
            };
            if place.has(key) && !checked {
                report.add(
                    place,
                    "bounds",
                    format!("`{key}` is not checked here"),
                    "write it in a parameter or in a property of a request's object, or say it in the description",
                );
            }
        }
    }
}

/// The components that request bodies reach: file and path.
fn reached(documents: &Documents) -> BTreeSet<(String, String)> {
    let mut reached = BTreeSet::new();
    for operation in documents.operations() {
        let body = operation
            .place
            .get("requestBody")
            .and_then(|body| documents.follow(&body));
        for (_, media) in body
            .and_then(|body| body.get("content"))
            .iter()
            .flat_map(Place::entries)
        {
            if let Some(schema) = media.get("schema") {
                reach(documents, &schema, &mut reached);
            }
        }
    }
    reached
}

fn reach(documents: &Documents, place: &Place, reached: &mut BTreeSet<(String, String)>) {
    if let Some(target) = place
        .reference()
        .and_then(|reference| documents.resolve(place, reference))
        && reached.insert((target.file().to_owned(), target.path().to_owned()))
    {
        reach(documents, &target, reached);
    }
    for (key, child) in place.entries() {
        if key != "example" {
            reach(documents, &child, reached);
        }
    }
    for child in place.items() {
        reach(documents, &child, reached);
    }
}
