//! The document as a whole.

use super::walk::section;
use crate::document::Documents;
use crate::finding::Report;

pub(super) fn check(documents: &Documents, report: &mut Report) {
    for document in &documents.0 {
        let top = document.top();
        let version = top.text("openapi").unwrap_or_default();
        if !version.starts_with("3.0.") {
            report.add(
                &top,
                "version",
                format!("the document is of version {version:?}"),
                "write `openapi: 3.0.3`; the client's generator reads nothing newer",
            );
        }
        let info = top.get("info");
        let name = info.as_ref().and_then(|info| info.text("x-trait"));
        if name.is_none_or(|name| crate::name::pascal(name) != name || name.is_empty()) {
            report.add(
                info.as_ref().unwrap_or(&top),
                "trait",
                "`x-trait` does not name the trait of this document's operations",
                "write `x-trait: SomethingApi` under `info`",
            );
        }
        let security = top.get("security").map(|security| security.value());
        for (name, scheme) in section(&top, "securitySchemes") {
            let used = security.is_some_and(|security| {
                let alternatives = security.as_array().into_iter().flatten();
                alternatives.into_iter().any(|one| one.get(name).is_some())
            });
            if !used {
                report.add(
                    &scheme,
                    "component-unused",
                    format!("nothing refers to `securitySchemes/{name}`"),
                    "name it under `security` or delete it",
                );
            }
        }
    }
    let mut traits: Vec<(&str, &str)> = Vec::new();
    for document in &documents.0 {
        let top = document.top();
        let Some(info) = top.get("info") else {
            continue;
        };
        let Some(name) = info.text("x-trait") else {
            continue;
        };
        if let Some((_, other)) = traits.iter().find(|(known, _)| *known == name) {
            report.add(
                &info,
                "trait",
                format!("`{name}` is also the trait of {other}"),
                "give each document a trait of its own",
            );
        }
        traits.push((name, &document.file));
    }
}
