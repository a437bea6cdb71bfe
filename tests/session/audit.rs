//! What the audit log keeps.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::{Value, json};

use crate::support::clock::NOON;
use crate::support::server::TestServer;

async fn entries(server: &TestServer, query: &str) -> Vec<Value> {
    let answer = server.get(&format!("/api/catalog/audit?{query}")).await;
    answer.rows()
}

#[tokio::test]
async fn an_edit_is_kept_with_what_was_and_what_is_and_one_that_changes_nothing_is_not() {
    let server = TestServer::start().await;
    let record = json!({
        "v": 1, "source": "a", "id": "1", "entity": {"name": "web01"}, "status": "SUCCESS", "finished": NOON,
        "warnings": ["slow"],
    });
    server.report(&[record]).await;
    let backup = server.get("/api/backups").await.rows()[0].clone();
    let guid = backup["guid"].as_str().unwrap();
    let path = format!("/api/backups/{guid}/description");
    for text in ["<b>one</b>", "<b>one</b>", "two"] {
        let answer = server.put(&path, &json!({"value": text})).await;
        assert_eq!(answer.status, StatusCode::OK);
    }
    let path = format!("/api/backups/{guid}/warnings-acknowledged");
    server.put(&path, &json!({"value": true})).await;
    let found = entries(&server, &format!("subject={guid}")).await;
    let told: Vec<(&str, Value)> = found
        .iter()
        .map(|it| {
            let detail = it["detail"].as_str().unwrap();
            let detail = serde_json::from_str(detail).unwrap();
            (it["action"].as_str().unwrap(), detail)
        })
        .collect();
    assert_eq!(
        told,
        [
            ("backup.acknowledge", json!({"value": true})),
            (
                "backup.describe",
                json!({"from": "<b>one</b>", "to": "two"})
            ),
            ("backup.describe", json!({"from": null, "to": "<b>one</b>"})),
        ]
    );
    assert_eq!(found[0]["actor"]["name"], "admin");
    assert_eq!(found[0]["actor"]["type"], "USER");
    let name = found[0]["subject"]["name"].as_str().unwrap();
    assert!(name.starts_with("web01 - "), "{name}");
}

#[tokio::test]
async fn log_ins_that_fail_are_kept_without_what_was_typed() {
    let server = TestServer::start().await;
    let body = json!({"login": "mallory", "password": "correct horse"}).to_string();
    let request = Request::post("/api/session/login").header("content-type", "application/json");
    let answer = server
        .request(request.body(Body::from(body)).unwrap())
        .await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    let found = entries(&server, "action=session.&outcome=REFUSED").await;
    assert_eq!(found.len(), 1);
    assert_eq!(
        found[0]["actor"],
        json!({"type": "NOBODY", "name": "mallory"})
    );
    assert!(!found[0].to_string().contains("horse"), "{}", found[0]);
}

#[tokio::test]
async fn a_look_up_for_a_restore_is_kept_and_old_entries_are_forgotten() {
    let server = TestServer::start().await;
    let record = json!({"v": 1, "source": "a", "id": "1", "entity": {"name": "web01"}, "status": "SUCCESS", "finished": NOON});
    server.report(&[record]).await;
    let backup = server.get("/api/backups").await.rows()[0].clone();
    let guid = backup["guid"].as_str().unwrap();
    server.clock.advance(5);
    let path = format!("/api/backups/for-restore/{guid}");
    assert_eq!(server.get(&path).await.status, StatusCode::OK);
    let found = entries(&server, "action=backup.for-restore").await;
    assert_eq!((found.len(), &found[0]["time"]), (1, &json!(NOON + 5)));
    let before = entries(&server, "").await.len();
    let forgotten = server.app.store.forget_audit(NOON + 5).await.unwrap();
    assert_eq!(usize::try_from(forgotten).unwrap(), before - 1);
    assert_eq!(entries(&server, "").await, found);
}
