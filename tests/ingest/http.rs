//! `POST /catalog/ingest`: what a client is told.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::support::server::{Answer, TestServer};

const INGEST: &str = "/api/catalog/ingest";

fn record(id: &str) -> Value {
    json!({"v": 1, "source": "nas", "id": id, "entity": {"name": "x"}, "status": "SUCCESS", "finished": 5})
}

fn inventory(ids: &[&str]) -> Value {
    let backups: Vec<Value> = ids.iter().map(|id| record(id)).collect();
    json!({"v": 1, "source": "nas", "scope": "r", "complete": true, "backups": backups})
}

async fn lines(server: &TestServer, query: &str, body: impl Into<String>) -> Answer {
    let path = format!("{INGEST}?{query}");
    server
        .send(Method::POST, &path, "application/x-ndjson", body.into())
        .await
}

#[tokio::test]
async fn what_was_taken_and_what_was_not_is_counted() {
    let server = TestServer::start().await;
    let body = format!("{}\n{{\"source\":1}}\n{}\n", record("a"), record("b"));
    let answer = lines(&server, "", body).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    assert_eq!(
        answer.json(),
        json!({"created": 2, "updated": 0, "unchanged": 0, "removed": 0, "rejectedCount": 1,
            "rejected": [{"line": 2, "field": "source", "reason": "`source` is a number; it must be a text."}]})
    );
    assert_eq!(server.get("/api/backups").await.total(), 2);
}

#[tokio::test]
async fn nothing_taken_is_a_422_that_says_why() {
    let server = TestServer::start().await;
    let bad = "{\"source\":1}\n".repeat(5);
    let answer = lines(&server, "", bad).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let message = answer.json()["message"].as_str().unwrap().to_owned();
    assert!(message.contains("5 records cannot be taken"), "{message}");
    assert!(
        message.contains("record 1: `source` is a number"),
        "{message}"
    );
    assert!(message.ends_with("And 2 more."), "{message}");
    let atomic = lines(&server, "atomic=true", format!("{}\n{{}}", record("a"))).await;
    assert_eq!(atomic.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(atomic.json()["parameter"], "source");
    let strict = lines(
        &server,
        "strict=true",
        record("a").to_string().replace("\"v\"", "\"V\""),
    )
    .await;
    assert_eq!(strict.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(strict.json()["parameter"], "V");
    assert_eq!(server.get("/api/backups").await.total(), 0);
}

#[tokio::test]
async fn an_inventory_that_removes_too_much_is_a_409() {
    let server = TestServer::start().await;
    let first = server.post(INGEST, &inventory(&["a", "b"])).await;
    assert_eq!(first.status, StatusCode::OK);
    let answer = server.post(INGEST, &inventory(&[])).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    let message = answer.json()["message"].as_str().unwrap().to_owned();
    assert!(
        message.contains("2 of the 2") && message.contains("allow-mass-removal=true"),
        "{message}"
    );
    let allowed = format!("{INGEST}?allow-mass-removal=true");
    let answer = server.post(&allowed, &inventory(&[])).await;
    assert_eq!(answer.json()["removed"], 2);
}

#[tokio::test]
async fn a_broken_document_is_a_400_and_a_wrong_envelope_a_422() {
    let server = TestServer::start().await;
    let broken = server
        .send(Method::POST, INGEST, "application/json", "[{\"source\":")
        .await;
    assert_eq!(broken.status, StatusCode::BAD_REQUEST);
    let message = broken.json()["message"].as_str().unwrap().to_owned();
    assert!(
        message.contains("line 1 column 11") && message.contains("othing was stored"),
        "{message}"
    );
    let mut nameless = inventory(&["a"]);
    nameless["scope"] = Value::Null;
    let answer = server.post(INGEST, &nameless).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(answer.json()["parameter"], "scope");
    let large = format!("[{}", " ".repeat(65 << 20));
    let answer = server
        .send(Method::POST, INGEST, "application/json", large)
        .await;
    assert_eq!(
        answer.status,
        StatusCode::PAYLOAD_TOO_LARGE,
        "{}",
        answer.text
    );
}
