//! Responses: one success, one kind of error, typed headers.

use crate::document::{Documents, Operation, Place};
use crate::finding::Report;

pub(super) fn check(documents: &Documents, report: &mut Report) {
    for operation in documents.operations() {
        let Some(responses) = operation.place.get("responses") else {
            report.add(
                &operation.place,
                "response-success",
                "there are no responses",
                "write a success, `4XX` and `5XX`",
            );
            continue;
        };
        let mut successes: Vec<(&str, Place)> = Vec::new();
        let mut errors: Vec<&str> = Vec::new();
        for (status, written) in responses.entries() {
            let Some(response) = documents.follow(&written) else {
                continue;
            };
            match status {
                "default" => report.add(
                    &written,
                    "response-default",
                    "`default` counts as success and as error, and stops the client's generator",
                    "write `4XX` and `5XX`",
                ),
                "4XX" | "5XX" => {
                    errors.push(status);
                    error(documents, &written, &response, report);
                }
                _ if is_success(status) => successes.push((status, response)),
                _ => report.add(
                    &written,
                    "response-error",
                    format!("`{status}` is neither one success status nor `4XX` or `5XX`"),
                    "write `4XX` and `5XX` with one schema; `code` tells errors apart",
                ),
            }
        }
        for status in ["4XX", "5XX"] {
            if !errors.contains(&status) {
                report.add(
                    &responses,
                    "response-error",
                    format!("there is no `{status}`"),
                    "write `4XX` and `5XX` with `ErrorBody` in application/json",
                );
            }
        }
        success(documents, &operation, &responses, &successes, report);
    }
}

fn is_success(status: &str) -> bool {
    status.len() == 3 && status.starts_with('2') && status.bytes().all(|byte| byte.is_ascii_digit())
}

fn error(documents: &Documents, written: &Place, response: &Place, report: &mut Report) {
    let content = response.get("content");
    let types: Vec<(&str, Place)> = content.iter().flat_map(Place::entries).collect();
    let schema = match types.as_slice() {
        [("application/json", media)] => media.get("schema"),
        _ => None,
    };
    let target = schema.and_then(|schema| documents.resolve(&schema, schema.reference()?));
    let is_error_body =
        target.is_some_and(|target| target.path() == "components.schemas.ErrorBody");
    if !is_error_body {
        report.add(
            written,
            "response-error",
            "the error is not `ErrorBody` in application/json",
            "refer to `#/components/schemas/ErrorBody`; the client has one error type an operation",
        );
    }
}

fn success(
    documents: &Documents,
    operation: &Operation,
    responses: &Place,
    successes: &[(&str, Place)],
    report: &mut Report,
) {
    let [(status, first), others @ ..] = successes else {
        report.add(
            responses,
            "response-success",
            "there is no success status",
            "write one, such as `200`",
        );
        return;
    };
    for (other, response) in others {
        if shape(first) != shape(response) {
            report.add(
                responses,
                "response-success",
                format!("`{status}` and `{other}` are different successes"),
                "write one; two are fine only with the same schema, headers and `x-stream`",
            );
        }
    }
    for (status, response) in successes {
        body(status, response, report);
        let method = operation.method;
        if method == "get" && *status == "201" {
            report.add(
                response,
                "response-success",
                "a GET creates nothing",
                "write `200`",
            );
        }
        headers(documents, response, report);
        list(documents, response, report);
    }
}

/// What makes two successes the same to the generators.
fn shape<'a>(response: &Place<'a>) -> [Option<&'a serde_json::Value>; 3] {
    let value = response.value();
    [
        value.pointer("/content/application~1json/schema"),
        value.get("headers"),
        value.get("x-stream"),
    ]
}

fn body(status: &str, response: &Place, report: &mut Report) {
    let content = response.get("content");
    let types: Vec<(&str, Place)> = content.iter().flat_map(Place::entries).collect();
    match (status, types.as_slice()) {
        ("204", []) => {}
        ("204", _) => report.add(
            response,
            "response-empty",
            "204 has no body, and HTTP drops one",
            "write `200`, or delete `content`",
        ),
        (_, [("application/json", media)]) if media.has("schema") => {}
        (_, []) => report.add(
            response,
            "response-empty",
            format!("`{status}` has no content"),
            "write `204`, or `content` with application/json",
        ),
        _ => report.add(
            response,
            "response-media-type",
            "the content is not one schema in application/json",
            "write `application/json` alone, with a schema",
        ),
    }
}

fn headers(documents: &Documents, response: &Place, report: &mut Report) {
    for (name, written) in response.get("headers").iter().flat_map(Place::entries) {
        let Some(header) = documents.follow(&written) else {
            continue;
        };
        let schema = header.get("schema");
        let typed = schema.is_some_and(|schema| {
            matches!(
                (schema.text("type"), schema.text("format")),
                (Some("string"), None) | (Some("integer"), Some("int64"))
            )
        });
        if !header.flag("required") || !typed {
            report.add(
                &written,
                "response-header",
                format!("the header `{name}` is optional, or neither a string nor an int64"),
                "write `required: true` and `schema: { type: string }` or `{ type: integer, format: int64 }`",
            );
        }
    }
}

fn list(documents: &Documents, response: &Place, report: &mut Report) {
    let schema = response
        .get("content")
        .and_then(|content| content.get("application/json"))
        .and_then(|media| media.get("schema"));
    let target = schema.and_then(|schema| documents.follow(&schema));
    let is_list = target.is_some_and(|schema| schema.text("type") == Some("array"));
    let counted = response
        .get("headers")
        .is_some_and(|headers| headers.has("X-Total-Count"));
    if is_list && !counted {
        report.add(
            response,
            "total-count",
            "a list does not say how many rows there are before paging",
            "add the header `X-Total-Count`",
        );
    }
    if response.flag("x-stream") && !is_list {
        report.add(
            response,
            "stream",
            "`x-stream` stands on something that is no list",
            "delete it",
        );
    }
}
