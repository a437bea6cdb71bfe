//! Parameters: only what both generators read the same way.

use serde_json::Value;

use crate::document::{Documents, Place};
use crate::finding::Report;

use super::walk::section;

/// Names that the client's builders or the handlers use for themselves.
const RESERVED: [&str; 9] = [
    "api", "body", "client", "ctx", "headers", "query", "request", "response", "value",
];

/// Headers that `OpenAPI` takes from elsewhere and ignores as parameters.
const IGNORED: [&str; 3] = ["accept", "authorization", "content-type"];

pub(super) fn check(documents: &Documents, report: &mut Report) {
    for document in &documents.0 {
        for (_, parameter) in section(&document.top(), "parameters") {
            one(documents, &parameter, report);
        }
        let paths = document.top().get("paths");
        for (_, item) in paths.iter().flat_map(Place::entries) {
            for parameter in item.get("parameters").iter().flat_map(Place::items) {
                if parameter.reference().is_none() {
                    one(documents, &parameter, report);
                }
            }
        }
    }
    for operation in documents.operations() {
        let mut known: Vec<&str> = Vec::new();
        for parameter in operation
            .place
            .get("parameters")
            .iter()
            .flat_map(Place::items)
        {
            if parameter.reference().is_none() {
                one(documents, &parameter, report);
            }
        }
        for (written, parameter) in operation.parameters(documents) {
            let name = parameter.text("name").unwrap_or_default();
            if known.contains(&name) {
                report.add(
                    &written,
                    "parameter-duplicate",
                    format!("there are two parameters `{name}`"),
                    "give each a name of its own; the client has one method a name",
                );
            }
            known.push(name);
        }
    }
}

fn one(documents: &Documents, parameter: &Place, report: &mut Report) {
    let name = parameter.text("name").unwrap_or_default();
    let location = parameter.text("in").unwrap_or_default();
    if name.is_empty() {
        report.add(
            parameter,
            "parameter-name",
            "there is no `name`",
            "write one",
        );
    }
    if RESERVED.contains(&crate::name::snake(name).as_str()) {
        report.add(
            parameter,
            "parameter-name",
            format!("`{name}` is a name that generated code uses itself"),
            "choose another name",
        );
    }
    match location {
        "path" if !parameter.flag("required") => report.add(
            parameter,
            "parameter-required",
            "a path parameter is not `required: true`",
            "write `required: true`",
        ),
        "header" if IGNORED.contains(&name.to_lowercase().as_str()) => report.add(
            parameter,
            "parameter-header",
            format!("OpenAPI ignores a header parameter `{name}`"),
            "use `content` or `security`",
        ),
        "query" | "path" | "header" => {}
        other => report.add(
            parameter,
            "parameter-location",
            format!("parameters in `{other}` are not generated"),
            "use query, path or header; a cookie belongs to a securityScheme",
        ),
    }
    style(parameter, location, report);
    schema(documents, parameter, location, report);
}

/// How a value is written: only the form that both sides write.
fn style(parameter: &Place, location: &str, report: &mut Report) {
    let mut refuse =
        |rule, message: String, remedy: &str| report.add(parameter, rule, message, remedy);
    if parameter.has("content") {
        refuse(
            "parameter-content",
            "a parameter with `content` is not generated".to_owned(),
            "write `schema`",
        );
    }
    if parameter.has("allowReserved") {
        refuse(
            "parameter-encoding",
            "`allowReserved` is ignored by both generators".to_owned(),
            "delete it; values are percent-encoded",
        );
    }
    let optional = location == "query" && parameter.value()["required"] != Value::Bool(true);
    if optional && parameter.value()["allowEmptyValue"] != Value::Bool(true) {
        refuse(
            "parameter-empty",
            "an optional parameter of the query with an empty value is not given, never refused"
                .to_owned(),
            "write `allowEmptyValue: true`",
        );
    } else if !optional && parameter.has("allowEmptyValue") {
        refuse(
            "parameter-empty",
            "only an optional parameter of the query may have an empty value".to_owned(),
            "delete `allowEmptyValue`",
        );
    }
    let usual = if location == "query" {
        "form"
    } else {
        "simple"
    };
    if let Some(style) = parameter.text("style").filter(|style| *style != usual) {
        refuse(
            "parameter-style",
            format!("`style: {style}` is not generated"),
            "delete it; a list is written as repeated keys",
        );
    }
    if parameter.value()["explode"] == Value::Bool(false) {
        refuse(
            "parameter-style",
            "`explode: false` is ignored, and the list sent as repeated keys".to_owned(),
            "write `explode: true`",
        );
    }
}

fn schema(documents: &Documents, parameter: &Place, location: &str, report: &mut Report) {
    let Some(mut schema) = parameter.get("schema") else {
        if !parameter.has("content") {
            report.add(
                parameter,
                "parameter-schema",
                "there is no `schema`",
                "write one",
            );
        }
        return;
    };
    if schema.text("type") == Some("array") {
        if location != "query" {
            report.add(
                &schema,
                "parameter-schema",
                format!("a list in the {location} is not generated"),
                "use a query parameter",
            );
        }
        match schema.get("items") {
            Some(items) => schema = items,
            None => return,
        }
    }
    let Some(meant) = documents.follow(&schema) else {
        return;
    };
    let simple = matches!(
        (meant.text("type"), meant.text("format")),
        (Some("boolean"), None)
            | (Some("integer"), Some("int64"))
            | (Some("string"), None | Some("uuid"))
    );
    if !simple {
        report.add(
            &schema,
            "parameter-schema",
            "the value is not a boolean, an int64, a string, a uuid or an enumeration of strings",
            "use one of these, or a list of one in the query",
        );
    }
    if schema.reference().is_none() && meant.has("pattern") {
        report.add(
            &schema,
            "parameter-pattern",
            "a `pattern` that stands in a parameter itself is not checked",
            "give the schema a name under `components/schemas` and refer to it",
        );
    }
}
