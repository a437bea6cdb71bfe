//! Path items and their templates.

use crate::document::{Documents, METHODS, Operation};
use crate::finding::Report;

/// What may stand in a path item beside its operations.
const BESIDE: [&str; 3] = ["parameters", "summary", "description"];

pub(super) fn check(documents: &Documents, report: &mut Report) {
    for document in &documents.0 {
        let Some(paths) = document.top().get("paths") else {
            continue;
        };
        for (template, item) in paths.entries() {
            if item.reference().is_some() {
                report.add(
                    &item,
                    "path-item-reference",
                    "a path item that is a reference is not read",
                    "write the operations here",
                );
            }
            // axum answers HEAD wherever there is a GET; OPTIONS belongs to CORS.
            for (key, child) in item.entries() {
                let written = METHODS.contains(&key) && !matches!(key, "head" | "options");
                if !written && !BESIDE.contains(&key) && key != "$ref" {
                    report.add(
                        &child,
                        "path-item-key",
                        format!("`{key}` in a path item is not generated"),
                        "use get, put, post, delete or patch",
                    );
                }
            }
            if !template.starts_with('/') || template.ends_with('/') {
                report.add(
                    &item,
                    "path-slash",
                    "the path does not start with a slash, or ends with one",
                    "write `/things`; the router adds the spelling with a trailing slash",
                );
            }
        }
    }
    for operation in documents.operations() {
        template(documents, &operation, report);
    }
}

/// The names in the template and the path parameters are the same.
fn template(documents: &Documents, operation: &Operation, report: &mut Report) {
    let mut named: Vec<&str> = Vec::new();
    for segment in operation.template.split('/') {
        let inner = segment
            .strip_prefix('{')
            .and_then(|segment| segment.strip_suffix('}'));
        match inner {
            Some(name) => named.push(name),
            None if segment.contains(['{', '}']) => report.add(
                &operation.place,
                "path-template",
                format!("the segment `{segment}` mixes text and a parameter"),
                "let a parameter be a whole segment",
            ),
            None => {}
        }
    }
    let declared: Vec<&str> = operation
        .parameters(documents)
        .iter()
        .filter(|(_, parameter)| parameter.text("in") == Some("path"))
        .filter_map(|(_, parameter)| parameter.text("name"))
        .collect();
    for name in &named {
        if !declared.contains(name) {
            report.add(
                &operation.place,
                "path-template",
                format!("the path has `{{{name}}}` and there is no such path parameter"),
                "declare it with `in: path` and `required: true`",
            );
        }
        if named.iter().filter(|other| *other == name).count() > 1 {
            report.add(
                &operation.place,
                "path-template",
                format!("the path has `{{{name}}}` twice"),
                "give each segment a name of its own",
            );
        }
    }
    for name in declared {
        if !named.contains(&name) {
            report.add(
                &operation.place,
                "path-template",
                format!("the path parameter `{name}` is not in the path"),
                format!("write `{{{name}}}` in the path or delete the parameter"),
            );
        }
    }
}
