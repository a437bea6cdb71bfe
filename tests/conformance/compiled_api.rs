//! The compiled operations as utoipa derives them: parameters from the very struct that the extractor fills.

use backup_catalog::generated::server::CompiledApi;
use serde_json::{Map, Value, json};
use utoipa::OpenApi as _;

use crate::canonical::Schemas;
use crate::compiled_schemas::{known, of_document};
use crate::difference::assert_same;
use crate::document::{self, Operation, entries, follow, operations};

/// Operations by id, in one form.
fn canonical(document: &Value, schemas: &Schemas) -> Value {
    let operations = operations(document);
    operations
        .iter()
        .map(|operation| (operation.id().to_owned(), one(document, schemas, operation)))
        .collect()
}

fn one(document: &Value, schemas: &Schemas, operation: &Operation) -> Value {
    let parameters: Map<String, Value> = operation
        .parameters(document)
        .into_iter()
        .map(|parameter| {
            let place = format!(
                "{} {}",
                parameter["in"].as_str().unwrap(),
                parameter["name"].as_str().unwrap()
            );
            let required = parameter.get("required").unwrap_or(&Value::Bool(false));
            (
                place,
                json!({ "required": required, "schema": schemas.schema(&parameter["schema"]) }),
            )
        })
        .collect();
    let responses: Map<String, Value> = entries(&operation.value["responses"])
        .map(|(status, response)| {
            let response = follow(document, response);
            let headers: Map<String, Value> = response
                .get("headers")
                .map(|headers| {
                    entries(headers)
                        .map(|(name, header)| {
                            (
                                name.clone(),
                                schemas.schema(&follow(document, header)["schema"]),
                            )
                        })
                        .collect()
                })
                .unwrap_or_default();
            (
                status.clone(),
                json!({ "headers": headers, "content": content(schemas, response) }),
            )
        })
        .collect();
    json!({
        "method": operation.method,
        "path": operation.path,
        "deprecated": operation.value.get("deprecated").unwrap_or(&Value::Bool(false)),
        "tags": operation.value["tags"],
        "parameters": parameters,
        "body": operation.value.get("requestBody").map(|body| content(schemas, body)),
        "responses": responses,
    })
}

fn content(schemas: &Schemas, holder: &Value) -> Value {
    holder.get("content").map_or_else(
        || json!({}),
        |content| {
            entries(content)
                .map(|(kind, media)| (kind.clone(), schemas.schema(&media["schema"])))
                .collect()
        },
    )
}

fn compiled() -> Value {
    serde_json::to_value(CompiledApi::openapi()).unwrap()
}

#[test]
fn the_compiled_operations_are_those_of_the_document() {
    let document = document::read();
    let compiled = compiled();
    let known = known(&document);
    let schemas = |whole: &Value| whole["components"]["schemas"].as_object().unwrap().clone();
    let (written, derived) = (schemas(&document), schemas(&compiled));
    assert_same(
        &canonical(
            &document,
            &Schemas {
                all: &written,
                known: &known,
            },
        ),
        &canonical(
            &compiled,
            &Schemas {
                all: &derived,
                known: &known,
            },
        ),
    );
}

#[test]
fn the_compiled_components_are_those_of_the_document() {
    let document = document::read();
    let compiled = compiled();
    let all = compiled["components"]["schemas"].as_object().unwrap();
    let derived = Schemas {
        all,
        known: &known(&document),
    }
    .canonical();
    assert_same(
        &serde_json::to_value(of_document(&document)).unwrap(),
        &serde_json::to_value(derived).unwrap(),
    );
}
