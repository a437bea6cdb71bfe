//! `PUT /backups/{guid}/warnings`, `PUT /backups/{guid}/warnings-acknowledged` and `PUT /backups/warnings-acknowledged`

use serde_json::{Value, json};

use crate::assert_snapshot;
use crate::support::catalog::{self, UNKNOWN, backup, destination, entity, numbers};
use crate::support::server::TestServer;

const ALL: &str = "/api/backups/warnings-acknowledged";

/// The backups that are acknowledged, the smallest number first.
async fn acknowledged(server: &TestServer) -> Vec<u8> {
    let rows = server.get("/api/backups?orderBy=guid").await.rows();
    let rows: Vec<Value> = rows
        .into_iter()
        .filter(|row| row["warningsAcknowledged"] == true)
        .collect();
    numbers(&rows)
}

#[tokio::test]
async fn a_new_list_replaces_the_old_one_and_is_not_acknowledged() {
    let server = catalog::start().await;
    server
        .put(
            &format!("/api/backups/{}/warnings-acknowledged", backup(3)),
            &json!({ "value": true }),
        )
        .await;
    assert_eq!(acknowledged(&server).await, [3]);
    let path = format!("/api/backups/{}/warnings", backup(3));
    let same = json!([{ "value": "W7: permission denied (/srv/tmp)" }, { "value": "clock skew" }]);
    let kept = server.put(&path, &same).await.json();
    assert_eq!(kept["warningsAcknowledged"], true, "the list is the same");
    let answer = server.put(&path, &json!([{ "value": "clock skew" }])).await;
    assert_snapshot("update_backup_warnings", &answer.json());
    let emptied = server.put(&path, &json!([])).await.json();
    assert_eq!(
        (&emptied["warnings"], &emptied["warningsPresent"]),
        (&json!([]), &json!(false))
    );
}

#[tokio::test]
async fn an_acknowledgement_is_set_and_taken_back() {
    let server = catalog::start().await;
    let path = format!("/api/backups/{}/warnings-acknowledged", backup(3));
    let answer = server.put(&path, &json!({ "value": true })).await;
    assert_snapshot("acknowledge_backup_warnings", &answer.json());
    // The warnings are still there.
    assert_eq!(
        catalog::list(&server, "orderBy=warningsPresent&direction=desc&size=2")
            .await
            .0,
        [3, 12]
    );
    let back = server.put(&path, &json!({ "value": false })).await.json();
    assert_eq!(back["warningsAcknowledged"], false);
    // A backup without warnings remembers it too.
    server
        .put(
            &format!("/api/backups/{}/warnings-acknowledged", backup(1)),
            &json!({ "value": true }),
        )
        .await;
    assert_eq!(acknowledged(&server).await, [1]);
}

#[tokio::test]
async fn many_are_acknowledged_by_backup_entity_and_destination() {
    let server = catalog::start().await;
    let request = json!({
        "backups": [backup(12), { "guid": backup(3), "name": "ignored" }],
        "protectedEntities": [{ "guid": entity(3) }],
        "backupDestinations": [destination(2)],
        "snapshots": [], "restoreJobs": [],
    });
    let answer = server.put(ALL, &request).await;
    // 8 is of the entity and on the destination, and is there once.
    assert_eq!(
        (numbers(&answer.rows()), answer.total()),
        (vec![9, 12, 8, 3, 6, 1], 6)
    );
    assert_eq!(acknowledged(&server).await, [1, 3, 6, 8, 9, 12]);
    let back = server
        .put(
            ALL,
            &json!({ "backups": [backup(3), backup(3)], "value": false }),
        )
        .await;
    assert_eq!(numbers(&back.rows()), [3]);
    assert_eq!(acknowledged(&server).await, [1, 6, 8, 9, 12]);
}

#[tokio::test]
async fn the_acknowledged_are_shown_in_detail() {
    let server = catalog::start().await;
    let answer = server.put(ALL, &json!({ "backups": [backup(12)] })).await;
    assert_snapshot("acknowledge_warnings", &answer.json());
}

#[tokio::test]
async fn nothing_named_is_nothing_acknowledged() {
    let server = catalog::start().await;
    let answer = server.put(ALL, &json!({})).await;
    assert_eq!((answer.text.as_str(), answer.total()), ("[]", 0));
}

#[tokio::test]
async fn all_or_nothing() {
    let server = catalog::start().await;
    for (property, named) in [
        ("backups", UNKNOWN.to_owned()),
        ("protectedEntities", UNKNOWN.to_owned()),
        ("backupDestinations", UNKNOWN.to_owned()),
        // There are none here, whatever their guid.
        ("snapshots", backup(1)),
        ("restoreJobs", backup(1)),
        // A backup is no entity.
        ("protectedEntities", backup(1)),
    ] {
        let mut request = json!({ "backups": [backup(3)] });
        match request.get_mut(property) {
            Some(Value::Array(named_before)) => named_before.push(named.clone().into()),
            _ => request[property] = json!([named]),
        }
        let answer = server.put(ALL, &request).await;
        let body = answer.json();
        assert_eq!(
            (answer.status.as_u16(), body["code"].as_str()),
            (404, Some("NOT_FOUND")),
            "{request}"
        );
        assert_eq!(body["value"], named.as_str());
        assert_eq!(acknowledged(&server).await, Vec::<u8>::new(), "{property}");
    }
}

#[tokio::test]
async fn a_request_of_another_shape_is_refused() {
    let server = catalog::start().await;
    for body in [
        json!([]),
        json!({ "backups": backup(1) }),
        json!({ "backups": ["snap-1"] }),
        json!({ "colours": [] }),
        json!({ "value": "yes" }),
    ] {
        let answer = server.put(ALL, &body).await;
        assert_eq!(answer.status.as_u16(), 422, "{body}");
    }
}
