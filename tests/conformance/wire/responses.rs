//! Every answer: its status, its headers, and a body in which nothing of the example is lost and nothing added.

use serde_json::{Value, json};

use super::closed::assert_valid;
use super::exchange::{Draft, Wire};
use super::recorder::{HEADER, TOTAL};
use crate::document::{self, entries, follow, operations};

#[tokio::test]
async fn every_success_is_what_the_document_says() {
    let document = document::read();
    let wire = Wire::new();
    for operation in operations(&document) {
        let outcome = wire.send(&Draft::of(&document, &operation)).await;
        let (status, response) = operation.success(&document);
        assert_eq!(
            outcome.status.as_u16(),
            status,
            "{}: {outcome:?}",
            operation.id()
        );
        for (name, header) in response.get("headers").into_iter().flat_map(entries) {
            let sent = outcome
                .headers
                .get(name)
                .unwrap_or_else(|| panic!("{} has no {name}", operation.id()));
            let integer = follow(&document, header)["schema"]["type"] == "integer";
            let expected = if integer {
                TOTAL.to_string()
            } else {
                HEADER.to_owned()
            };
            assert_eq!(
                sent.to_str().unwrap(),
                expected,
                "{name} of {}",
                operation.id()
            );
        }
        let Some(media) = response.pointer("/content/application~1json") else {
            assert!(outcome.body.is_empty(), "{}: {outcome:?}", operation.id());
            continue;
        };
        assert_eq!(
            outcome.headers["content-type"],
            "application/json",
            "{}",
            operation.id()
        );
        let body = outcome.json();
        assert_eq!(body, media["example"], "{}", operation.id());
        assert_valid(&document, &media["schema"], &body);
    }
}

#[tokio::test]
async fn every_refusal_is_an_error_body() {
    let document = document::read();
    let wire = Wire::new();
    let schema = json!({ "$ref": "#/components/schemas/ErrorBody" });
    let draft = |method: &str, path: &str| Draft {
        method: method.to_owned(),
        path: path.to_owned(),
        query: Vec::new(),
        headers: Vec::new(),
        body: Vec::new(),
    };
    let requests = [
        (draft("GET", "/nothing"), 404, "NOT_FOUND"),
        (draft("DELETE", "/backups"), 405, "METHOD_NOT_ALLOWED"),
        (draft("GET", "/backups/no-guid"), 400, "MALFORMED_PARAMETER"),
        (
            draft("PUT", "/backups/warnings-acknowledged"),
            415,
            "UNSUPPORTED_MEDIA_TYPE",
        ),
    ];
    for (request, status, code) in requests {
        let error = wire.refused(&request, status).await;
        assert_valid(&document, &schema, &error);
        assert_eq!(error["code"], code);
    }
}

#[test]
fn every_example_of_a_body_keeps_to_its_schema() {
    let document = document::read();
    for operation in operations(&document) {
        let (_, response) = operation.success(&document);
        let response = response.pointer("/content/application~1json");
        for media in [operation.json_body(), response].into_iter().flatten() {
            assert_valid(&document, &media["schema"], &media["example"]);
        }
    }
    let example: &Value = &document["components"]["responses"]["ClientError"]["content"]["application/json"]
        ["example"];
    assert_valid(
        &document,
        &json!({ "$ref": "#/components/schemas/ErrorBody" }),
        example,
    );
}
