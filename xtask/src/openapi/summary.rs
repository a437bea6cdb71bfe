//! The contract on a page: what a reviewer reads instead of the documents and of the generated code.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde_json::Value;

use super::contract::Contract;
use super::place::METHODS;

/// A line an operation, the parameters that operations share, and a line a method of the generated client.
pub(super) fn of(contract: &Contract) -> String {
    let document = &contract.bundle;
    let version = document["info"]["version"].as_str().unwrap_or_default();
    let operations = operations(document);
    let mut text = format!(
        "# The contract {version}, {} operations. Written by `cargo xtask openapi summary --write`.\n\
         # operation: method path; privilege, authentication; parameters and body; success\n\n",
        operations.len()
    );
    let mut shared: BTreeMap<&str, &Value> = BTreeMap::new();
    for (method, path, operation) in &operations {
        if let Some(name) = operation["x-query-type"].as_str() {
            shared.entry(name).or_insert(operation);
        }
        let _ = writeln!(
            text,
            "{}: {} {path}; {}, {}; {}; {}{}",
            id(operation),
            method.to_uppercase(),
            operation["x-privilege"].as_str().unwrap_or("-"),
            authentication(document, operation),
            taken(document, operation),
            success(document, operation),
            if operation["deprecated"] == true {
                "; deprecated"
            } else {
                ""
            },
        );
    }
    for (name, operation) in &shared {
        let _ = writeln!(text, "\n# {name}: parameter, type");
        for parameter in parameters(document, operation).filter(|found| found["in"] == "query") {
            let _ = writeln!(text, "{}", one(document, parameter));
        }
    }
    text.push_str("\n# client: arguments, and what is answered\n");
    text.push_str(&client(contract, &operations));
    text
}

fn id(operation: &Value) -> &str {
    operation["operationId"].as_str().unwrap_or("-")
}

fn operations(document: &Value) -> Vec<(&'static str, &str, &Value)> {
    let mut operations = Vec::new();
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        for method in METHODS {
            operations.extend(
                item.get(method)
                    .map(|operation| (method, path.as_str(), operation)),
            );
        }
    }
    operations
}

fn follow<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    let reference = value["$ref"].as_str();
    reference
        .and_then(|reference| document.pointer(reference.trim_start_matches('#')))
        .unwrap_or(value)
}

fn parameters<'a>(document: &'a Value, operation: &'a Value) -> impl Iterator<Item = &'a Value> {
    let list = operation["parameters"].as_array().into_iter().flatten();
    list.map(|parameter| follow(document, parameter))
}

/// Who has to show who they are, and how.
fn authentication(document: &Value, operation: &Value) -> String {
    let own = operation.get("security").unwrap_or(&document["security"]);
    let schemes: Vec<&str> = own
        .as_array()
        .into_iter()
        .flatten()
        .flat_map(|alternative| alternative.as_object().into_iter().flatten())
        .map(|(scheme, _)| scheme.as_str())
        .collect();
    if schemes.is_empty() {
        "open".to_owned()
    } else {
        schemes.join(" or ")
    }
}

fn taken(document: &Value, operation: &Value) -> String {
    let shared = operation["x-query-type"].as_str();
    let mut parts: Vec<String> = parameters(document, operation)
        .filter(|parameter| shared.is_none() || parameter["in"] != "query")
        .map(|parameter| one(document, parameter))
        .collect();
    parts.extend(shared.map(str::to_owned));
    if let Some(body) = operation.get("requestBody") {
        let content = follow(document, body)["content"]
            .as_object()
            .into_iter()
            .flatten();
        let bodies: Vec<String> = content
            .map(|(media_type, content)| match media_type.as_str() {
                "application/json" => named(&content["schema"]),
                other => other.to_owned(),
            })
            .collect();
        parts.push(format!("body {}", bodies.join(" or ")));
    }
    if parts.is_empty() {
        "-".to_owned()
    } else {
        parts.join(", ")
    }
}

/// `name: type`, with a `?` where it may be left out.
fn one(document: &Value, parameter: &Value) -> String {
    let name = parameter["name"].as_str().unwrap_or_default();
    let optional = if parameter["required"] == true {
        ""
    } else {
        "?"
    };
    let schema = &parameter["schema"];
    let bounds: Vec<String> = ["minimum", "maximum", "minLength", "maxLength"]
        .into_iter()
        .filter_map(|key| Some(format!(" {key} {}", follow(document, schema).get(key)?)))
        .collect();
    format!("{name}{optional}: {}{}", named(schema), bounds.join(""))
}

/// A schema by its component, its format or its type.
fn named(schema: &Value) -> String {
    if let Some(reference) = schema["$ref"].as_str() {
        return reference.rsplit('/').next().unwrap_or_default().to_owned();
    }
    match (schema["type"].as_str(), schema["format"].as_str()) {
        (Some("array"), _) => format!("[{}]", named(&schema["items"])),
        (_, Some(format)) => format.to_owned(),
        (Some(kind), None) => kind.to_owned(),
        (None, None) => "any".to_owned(),
    }
}

fn success(document: &Value, operation: &Value) -> String {
    let responses = operation["responses"].as_object().into_iter().flatten();
    let parts: Vec<String> = responses
        .filter(|(status, _)| status.starts_with('2'))
        .map(|(status, response)| {
            let response = follow(document, response);
            let schema = response.pointer("/content/application~1json/schema");
            let body = schema
                .map(|schema| format!(" {}", named(schema)))
                .unwrap_or_default();
            let headers = response["headers"].as_object().into_iter().flatten();
            let mut answer = format!("{status}{body}");
            for (name, _) in headers {
                answer.push_str(" + ");
                answer.push_str(name);
            }
            answer
        })
        .collect();
    parts.join(" or ")
}

/// The client's methods; the arguments that operations share stand under the name of their group.
fn client(contract: &Contract, operations: &[(&str, &str, &Value)]) -> String {
    let document = &contract.bundle;
    let mut text = String::new();
    for (_, _, operation) in operations {
        let id = id(operation);
        let group: BTreeSet<String> = parameters(document, operation)
            .filter(|parameter| {
                operation.get("x-query-type").is_some() && parameter["in"] == "query"
            })
            .filter_map(|parameter| Some(super::compare::plain(parameter["name"].as_str()?)))
            .collect();
        let prefix = format!("{id}.");
        let mut arguments = Vec::new();
        let mut answered = "-";
        for (name, what) in &contract.surface.0 {
            match name.strip_prefix(&prefix) {
                Some("send") => answered = what.as_str(),
                // A closure over the body, beside the body itself.
                Some("body_map") | None => {}
                Some(member) if group.contains(&super::compare::plain(member)) => {}
                Some(member) => {
                    // The further bounds of a type are no news.
                    let bound = what
                        .split(" + ")
                        .find_map(|bound| bound.strip_prefix("TryInto<"));
                    arguments.push(format!(
                        "{member}: {}",
                        bound.map_or(what.as_str(), |inner| inner.trim_end_matches('>'))
                    ));
                }
            }
        }
        arguments.extend(
            operation["x-query-type"]
                .as_str()
                .map(|name| format!("..{name}")),
        );
        // What every method answers it in is no news either.
        let plain = answered
            .strip_prefix("Result<ResponseValue<")
            .and_then(|rest| rest.strip_suffix(">, Error<types::ErrorBody>>"));
        let answered = plain.unwrap_or(answered).replace("types::", "");
        let _ = writeln!(text, "{id}({}) -> {answered}", arguments.join(", "));
    }
    text
}
