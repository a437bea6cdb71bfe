//! Two names of the document that become one name in Rust.

use crate::document::{Documents, Place};
use crate::finding::Report;
use crate::name::{pascal, snake};

use super::walk::{schemas, section};

pub(super) fn check(documents: &Documents, report: &mut Report) {
    for operation in documents.operations() {
        let parameters = operation.parameters(documents);
        let named = parameters
            .iter()
            .filter_map(|(written, parameter)| Some((parameter.text("name")?, written.clone())));
        clashes(named, snake, "parameter", report);
    }
    let components = documents
        .0
        .iter()
        .flat_map(|document| section(&document.top(), "schemas"));
    clashes(components, pascal, "schema", report);
    for schema in schemas(documents) {
        let properties = properties(documents, &schema.place);
        clashes(properties.into_iter(), snake, "property", report);
        let values = schema.place.get("enum");
        let values = values.iter().flat_map(Place::items).filter_map(|value| {
            let text = value.value().as_str()?;
            Some((text, value))
        });
        clashes(values, variant, "value", report);
    }
}

/// The properties of an object and of the objects that it includes.
fn properties<'a>(documents: &'a Documents, schema: &Place<'a>) -> Vec<(&'a str, Place<'a>)> {
    let members = schema.get("allOf");
    let mut found: Vec<(&str, Place)> = members
        .iter()
        .flat_map(Place::items)
        .filter_map(|member| documents.follow(&member))
        .flat_map(|member| properties(documents, &member))
        .collect();
    found.extend(schema.get("properties").iter().flat_map(Place::entries));
    found
}

/// The variant of an enumeration's value; dots and hyphens both vanish.
fn variant(value: &str) -> String {
    pascal(value)
}

fn clashes<'a>(
    named: impl Iterator<Item = (&'a str, Place<'a>)>,
    rust: impl Fn(&str) -> String,
    what: &str,
    report: &mut Report,
) {
    let mut known: Vec<(String, &str)> = Vec::new();
    for (name, place) in named {
        let rust = rust(name);
        if rust.is_empty() || rust.starts_with(|first: char| first.is_ascii_digit()) {
            report.add(
                &place,
                "name",
                format!("the {what} `{name}` gives no Rust name"),
                "begin it with a letter",
            );
        }
        if let Some((_, other)) = known
            .iter()
            .find(|(known, other)| *known == rust && *other != name)
        {
            report.add(
                &place,
                "name-clash",
                format!("the {what} `{name}` and the {what} `{other}` are both `{rust}` in Rust"),
                "rename one of them",
            );
        }
        known.push((rust, name));
    }
}
