//! `GET /backups/grouped` and `GET /backups/grouped/aggregated-statistics`

use serde_json::Value;

use crate::assert_snapshot;
use crate::support::catalog::{self, november, numbers};
use crate::support::server::TestServer;

/// (newest, attempts, failed attempts) of each group.
async fn groups(server: &TestServer, query: &str) -> Vec<(u8, i64, i64)> {
    let rows = server
        .get(&format!("/api/backups/grouped?{query}"))
        .await
        .rows();
    let number = |row: &Value, property: &str| row[property].as_i64().unwrap();
    numbers(&rows)
        .into_iter()
        .zip(&rows)
        .map(|(n, row)| (n, number(row, "attempts"), number(row, "failedAttempts")))
        .collect()
}

#[tokio::test]
async fn a_group_is_an_entity_and_a_rule() {
    let server = catalog::start().await;
    // 4 and 5 failed after 3; 12 never succeeded; of 2 and 6 at the same time each leads or not in its own group.
    let all = [
        (10, 1, 0),
        (9, 2, 0),
        (12, 1, 1),
        (11, 1, 0),
        (5, 5, 2),
        (6, 2, 0),
    ];
    assert_eq!(groups(&server, "").await, all);
}

#[tokio::test]
async fn filtering_comes_before_grouping() {
    let server = catalog::start().await;
    // Without 5, 4 is the newest; without 3, 2 is the last success.
    assert_eq!(
        groups(&server, &format!("nameLike=web&to={}", november(4, 1))).await,
        [(4, 4, 1)]
    );
    assert_eq!(
        groups(&server, "nameLike=web&status=FAILED&status=SUCCESS").await,
        [(5, 4, 2)]
    );
    assert_eq!(
        groups(&server, "nameLike=web&status=FAILED").await,
        [(5, 2, 2)]
    );
    assert_eq!(
        groups(&server, "nameLike=web&status=SUCCESS").await,
        [(2, 2, 0)]
    );
}

#[tokio::test]
async fn a_success_that_was_removed_since_was_a_success() {
    let server = catalog::start().await;
    let failed = serde_json::json!({
        "v": 1, "source": "fleet", "repository": "vault", "id": "snap-13", "guid": catalog::backup(13),
        "entity": { "guid": catalog::entity(2), "type": "APP", "name": "db01" },
        "status": "FAILED", "started": november(-7, 3),
    });
    server.report(&[failed]).await;
    // 13 failed before 7, which counts although its data is gone.
    assert_eq!(
        groups(&server, &format!("nameLike=db&to={}", november(-1, 0))).await,
        [(7, 2, 0)]
    );
}

#[tokio::test]
async fn groups_are_ordered_and_paged_by_their_newest_backups() {
    let server = catalog::start().await;
    let ordered = groups(&server, "orderBy=protectedEntity").await;
    assert_eq!(
        ordered.iter().map(|group| group.0).collect::<Vec<_>>(),
        [12, 6, 10, 9, 5, 11]
    );
    let answer = server
        .get("/api/backups/grouped?orderBy=size&page=0&size=2")
        .await;
    assert_eq!((numbers(&answer.rows()), answer.total()), (vec![11, 6], 6));
    let answer = server.get("/api/backups/grouped?page=1&size=4").await;
    assert_eq!((numbers(&answer.rows()), answer.total()), (vec![5, 6], 6));
}

#[tokio::test]
async fn the_newest_of_two_at_the_same_time_has_the_greater_guid() {
    let server = catalog::start().await;
    let mut twin = catalog::records().swap_remove(4);
    twin["id"] = "snap-13".into();
    twin["guid"] = catalog::backup(13).into();
    twin["status"] = "SUCCESS".into();
    server.report(&[twin]).await;
    // 13 is as old as 5: both are the latest, and neither 4 nor 5 failed later than 13 succeeded.
    assert_eq!(groups(&server, "nameLike=web").await, [(13, 6, 0)]);
}

#[tokio::test]
async fn a_group_shows_its_newest_backup() {
    let server = catalog::start().await;
    let grouped = server.get("/api/backups/grouped?nameLike=web").await.json();
    assert_snapshot("list_backups_grouped", &grouped);
}

#[tokio::test]
async fn statistics_of_groups_are_deprecated() {
    let server = catalog::start().await;
    let answer = server
        .get("/api/backups/grouped/aggregated-statistics")
        .await;
    assert_snapshot("get_grouped_aggregated_statistics", &answer.json());
    // RFC 9745: a date, as a structured field.
    let date = answer
        .header("deprecation")
        .strip_prefix('@')
        .unwrap()
        .parse::<i64>()
        .unwrap();
    assert!(date * 1000 < crate::support::clock::NOON);
}
