//! `GET /backups/detailed`, `GET /backups/{guid}` and `GET /backups/for-restore/{guid}`

use backup_catalog::domain::identity;
use serde_json::Value;

use crate::assert_snapshot;
use crate::support::catalog::{self, UNKNOWN, backup, numbers};

#[tokio::test]
async fn a_detailed_record() {
    let server = catalog::start().await;
    let answer = server
        .get(&format!(
            "/api/backups/detailed?parent-backup={}",
            backup(1)
        ))
        .await;
    assert_snapshot("list_backups_detailed", &answer.json());
}

#[tokio::test]
async fn one_backup_with_its_chain() {
    let server = catalog::start().await;
    let answer = server.get(&format!("/api/backups/{}", backup(1))).await;
    assert_snapshot("get_backup", &answer.json());
    assert_eq!(answer.header("etag"), "\"1\"");
}

#[tokio::test]
async fn for_restore_is_the_same() {
    let server = catalog::start().await;
    let path = backup(3);
    let plain = server.get(&format!("/api/backups/{path}")).await;
    let restore = server
        .get(&format!("/api/backups/for-restore/{path}"))
        .await;
    assert_eq!(restore.json(), plain.json());
    assert_eq!(restore.header("etag"), plain.header("etag"));
    assert_snapshot("get_backup_for_restore", &restore.json());
}

#[tokio::test]
async fn parents_are_nearest_first_and_children_oldest_first() {
    let server = catalog::start().await;
    let body = server
        .get(&format!("/api/backups/{}", backup(3)))
        .await
        .json();
    let list = |property: &str| numbers(body[property].as_array().unwrap());
    assert_eq!(
        (list("parents"), list("children")),
        (vec![2, 1], vec![4, 5])
    );
    assert_eq!(body["chainPosition"], 2);
    assert_eq!(body["rootBackup"]["guid"], backup(1).as_str());
    assert_eq!(
        body["parentBackup"]["name"],
        "web01:/srv - 2026-11-02 01:00:00"
    );
}

#[tokio::test]
async fn a_detailed_record_is_a_list_record_and_more() {
    let server = catalog::start().await;
    let list = server.get("/api/backups").await.rows();
    let detailed = server.get("/api/backups/detailed").await.rows();
    assert_eq!(list.len(), detailed.len());
    for (plain, detailed) in list.iter().zip(&detailed) {
        assert_contains(detailed, plain);
        let guid = plain["guid"].as_str().unwrap();
        assert_contains(
            &server.get(&format!("/api/backups/{guid}")).await.json(),
            detailed,
        );
    }
}

fn assert_contains(more: &Value, less: &Value) {
    for (key, value) in less.as_object().unwrap() {
        assert_eq!(&more[key], value, "{key}");
    }
}

#[tokio::test]
async fn a_guid_is_taken_in_any_case_and_sent_in_lower_case() {
    let server = catalog::start().await;
    let body = server
        .get(&format!("/api/backups/{}", backup(1).to_uppercase()))
        .await
        .json();
    assert_eq!(body["guid"], backup(1).as_str());
}

#[tokio::test]
async fn the_guid_that_a_source_would_derive_finds_the_backup_too() {
    let server = catalog::start().await;
    let derived = identity::backup("fleet", "vault", "snap-3");
    let body = server.get(&format!("/api/backups/{derived}")).await.json();
    assert_eq!(body["guid"], backup(3).as_str());
    let children = catalog::list(&server, &format!("parent-backup={derived}"))
        .await
        .0;
    assert_eq!(children, [5, 4]);
    let chain = catalog::list(&server, &format!("root-backup={derived}"))
        .await
        .0;
    assert_eq!(chain, [5, 4, 3]);
}

#[tokio::test]
async fn what_does_not_exist_is_not_found_and_what_is_no_guid_is_refused() {
    let server = catalog::start().await;
    for operation in ["", "/for-restore"] {
        let answer = server
            .get(&format!("/api/backups{operation}/{UNKNOWN}"))
            .await;
        let body = answer.json();
        assert_eq!(
            (answer.status.as_u16(), body["code"].as_str()),
            (404, Some("NOT_FOUND"))
        );
        assert_eq!(body["value"], UNKNOWN);
        let answer = server.get(&format!("/api/backups{operation}/snap-1")).await;
        let body = answer.json();
        assert_eq!(
            (answer.status.as_u16(), body["parameter"].as_str()),
            (400, Some("guid"))
        );
    }
}
