//! `POST /backups/transfer-rate/{task-type}`

use serde_json::{Value, json};

use crate::assert_snapshot;
use crate::support::catalog::{self, UNKNOWN, backup, entity, november};
use crate::support::server::TestServer;

/// (backup, bytes a second)
async fn rates(server: &TestServer, task: &str, body: Value) -> Vec<(String, i64)> {
    let answer = server
        .post(&format!("/api/backups/transfer-rate/{task}"), &body)
        .await;
    let rows = answer.rows();
    assert_eq!(answer.total(), i64::try_from(rows.len()).unwrap());
    rows.iter()
        .map(|row| {
            (
                row["backup"]["guid"].as_str().unwrap().to_owned(),
                row["transferRate"].as_i64().unwrap(),
            )
        })
        .collect()
}

#[tokio::test]
async fn rates_of_the_export() {
    let server = catalog::start().await;
    // 1000 B in 2 s, 50 B in 3 s, 60 B in 1 s, 300 B in 0.9 s; the others exported for 0 ms.
    let expected = [
        (backup(1), 500),
        (backup(2), 16),
        (backup(3), 60),
        (backup(8), 333),
    ];
    assert_eq!(rates(&server, "EXPORT", json!({})).await, expected);
}

#[tokio::test]
async fn rates_of_the_store() {
    let server = catalog::start().await;
    // 1000 B in 0.5 s, 5000 B in 7 s, 300 B in 0.3 s, 7000 B (the size: what was transferred is not known) in 2.001 s.
    let expected = [
        (backup(1), 2000),
        (backup(6), 714),
        (backup(8), 1000),
        (backup(11), 3498),
    ];
    assert_eq!(rates(&server, "STORE", json!({})).await, expected);
}

#[tokio::test]
async fn range_and_entity_select() {
    let server = catalog::start().await;
    let of_web = json!({ "from": november(2, 1), "to": november(3, 1), "protectedEntity": { "guid": entity(1), "name": "any" } });
    assert_eq!(
        rates(&server, "EXPORT", of_web).await,
        [(backup(2), 16), (backup(3), 60)]
    );
    let bare = json!({ "protectedEntity": entity(3) });
    assert_eq!(rates(&server, "EXPORT", bare).await, [(backup(8), 333)]);
    let unknown = json!({ "protectedEntity": UNKNOWN });
    assert_eq!(rates(&server, "EXPORT", unknown).await, []);
}

#[tokio::test]
async fn a_rate_in_full() {
    let server = catalog::start().await;
    let answer = server
        .post(
            "/api/backups/transfer-rate/EXPORT",
            &json!({ "to": november(1, 1) }),
        )
        .await;
    assert_snapshot("get_transfer_rate", &answer.json());
}

#[tokio::test]
async fn other_tasks_move_no_data_and_unknown_ones_are_refused() {
    let server = catalog::start().await;
    for task in ["RESTORE", "SNAPSHOT", "TAPE_MANAGER_INVENTORY_SYNC"] {
        assert_eq!(rates(&server, task, json!({})).await, []);
    }
    let answer = server
        .post("/api/backups/transfer-rate/export", &json!({}))
        .await;
    let body = answer.json();
    assert_eq!(
        (answer.status.as_u16(), body["parameter"].as_str()),
        (400, Some("task-type"))
    );
}

#[tokio::test]
async fn a_body_that_makes_no_sense_is_refused() {
    let server = catalog::start().await;
    for (body, status) in [
        (json!({ "from": 2, "to": 1 }), 422),
        (json!({ "from": "yesterday" }), 422),
        (json!({ "protectedEntity": "web01" }), 422),
        (json!({ "colour": "red" }), 422),
    ] {
        // Whatever the task: a refusal does not depend on whether there would be rows.
        for task in ["EXPORT", "RESTORE"] {
            let answer = server
                .post(&format!("/api/backups/transfer-rate/{task}"), &body)
                .await;
            assert_eq!(answer.status.as_u16(), status, "{body} {}", answer.text);
        }
    }
}
