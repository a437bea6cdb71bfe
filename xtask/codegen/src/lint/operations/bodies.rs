//! Request bodies.

use crate::document::{Documents, Place};
use crate::finding::Report;

pub(super) fn check(documents: &Documents, report: &mut Report) {
    for operation in documents.operations() {
        let Some(written) = operation.place.get("requestBody") else {
            continue;
        };
        let Some(body) = documents.follow(&written) else {
            continue;
        };
        if matches!(operation.method, "get" | "delete" | "head") {
            report.add(
                &written,
                "body-method",
                format!("a {} has no body", operation.method.to_uppercase()),
                "use parameters, or another method",
            );
        }
        if !body.flag("required") {
            report.add(
                &written,
                "body-optional",
                "the body is optional, and the generators treat it as required",
                "write `required: true`",
            );
        }
        media_types(&written, &body, report);
    }
}

fn media_types(written: &Place, body: &Place, report: &mut Report) {
    let content = body.get("content");
    let types: Vec<(&str, Place)> = content.iter().flat_map(Place::entries).collect();
    if types.iter().any(|(name, _)| name.starts_with("multipart/")) {
        report.add(
            written,
            "body-multipart",
            "multipart bodies are not generated",
            "send one JSON value, or raw bytes with `x-raw-body: true`",
        );
        return;
    }
    if body.flag("x-raw-body") {
        let binary = |media: &Place| {
            media.get("schema").is_some_and(|schema| {
                schema.text("type") == Some("string") && schema.text("format") == Some("binary")
            })
        };
        if types.is_empty() || !types.iter().all(|(_, media)| binary(media)) {
            report.add(
                written,
                "body-raw",
                "a raw body's media types are not all `type: string, format: binary`",
                "write that schema for each; the operation reads the bytes itself",
            );
        }
        return;
    }
    if types.iter().map(|(name, _)| *name).ne(["application/json"]) {
        let names: Vec<&str> = types.iter().map(|(name, _)| *name).collect();
        report.add(
            written,
            "body-media-type",
            format!("the body's media types are [{}]", names.join(", ")),
            "write `application/json` alone, or `x-raw-body: true`",
        );
    }
}
