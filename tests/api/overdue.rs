//! `GET /catalog/overdue` and what is expected of entities and policies.

use serde_json::{Value, json};

use crate::assert_snapshot;
use crate::support::catalog::{self, UNKNOWN, entity, policy};
use crate::support::clock::NOON;
use crate::support::server::TestServer;

const DAY: i64 = 86_400_000;

async fn overdue(server: &TestServer, query: &str) -> (Vec<String>, i64) {
    let answer = server.get(&format!("/api/catalog/overdue{query}")).await;
    let name = |row: &Value| {
        let entity = row["protectedEntity"]["name"].as_str().unwrap();
        format!("{entity} {}", row["state"]["name"].as_str().unwrap())
    };
    (answer.rows().iter().map(name).collect(), answer.total())
}

async fn expect(server: &TestServer, path: &str, body: Value) {
    let answer = server
        .put(&format!("/api/catalog/{path}/expected-interval"), &body)
        .await;
    assert_eq!(answer.json(), body);
}

/// Backups of an entity, so many days ago.
async fn report(server: &TestServer, name: &str, backups: &[(i64, &str)]) {
    let records: Vec<Value> = backups
        .iter()
        .map(|(days, status)| {
            json!({
                "v": 1, "source": "s", "id": format!("{name} {days}"), "entity": {"name": name},
                "status": status, "finished": NOON - days * DAY, "policy": "nightly",
            })
        })
        .collect();
    server.report(&records).await;
}

const DAILY: [(i64, &str); 8] = [
    (2, "SUCCESS"),
    (3, "SUCCESS"),
    (4, "PARTIAL_SUCCESS"),
    (5, "SUCCESS"),
    (6, "SUCCESS_REMOVED"),
    (7, "SUCCESS"),
    (8, "SUCCESS"),
    (9, "SUCCESS"),
];

#[tokio::test]
async fn the_most_urgent_is_first_and_each_says_why() {
    let server = catalog::start().await;
    assert_eq!(
        overdue(&server, "").await,
        (
            vec![
                "anna NEVER_SUCCEEDED".into(),
                "db01 OVERDUE".into(),
                "web01:/srv OVERDUE".into(),
                "mail_100% OVERDUE".into(),
                "Ärzte-Straße OVERDUE".into(),
            ],
            5
        )
    );
    let answer = server.get("/api/catalog/overdue?size=2").await;
    assert_eq!(answer.total(), 5);
    assert_snapshot("list_overdue", &answer.json());
}

#[tokio::test]
async fn states_names_and_pages_select() {
    let server = catalog::start().await;
    assert_eq!(
        overdue(&server, "?state=PENDING").await,
        (vec!["mailX100 PENDING".into()], 1)
    );
    assert_eq!(
        overdue(&server, "?nameLike=STRASSE").await,
        (vec!["Ärzte-Straße OVERDUE".into()], 1)
    );
    let (page, total) = overdue(&server, "?page=1&size=2").await;
    assert_eq!((page.len(), total), (2, 5));
    assert_eq!(page, overdue(&server, "").await.0[2..4]);
}

#[tokio::test]
async fn a_rhythm_is_learned_and_a_running_or_failing_job_does_not_hide_a_missing_backup() {
    let server = TestServer::start().await;
    report(&server, "web", &DAILY).await;
    report(&server, "web", &[(1, "FAILED"), (0, "INPROGRESS")]).await;
    let rows = server.get("/api/catalog/overdue").await.rows();
    let row = &rows[0];
    assert_eq!(row["intervalSource"]["name"], "LEARNED");
    assert_eq!(row["expectedInterval"], DAY);
    assert_eq!(row["lastSuccess"], NOON - 2 * DAY);
    assert_eq!(row["lastStatus"]["name"], "INPROGRESS");
    assert_eq!(row["overdueSince"], NOON - 2 * DAY + DAY + DAY / 4);
    report(&server, "web", &[(0, "PARTIAL_SUCCESS")]).await;
    assert_eq!(overdue(&server, "").await, (vec![], 0));
}

#[tokio::test]
async fn time_alone_makes_it_overdue() {
    let server = TestServer::start().await;
    report(
        &server,
        "web",
        &DAILY.map(|(days, status)| (days - 2, status)),
    )
    .await;
    assert_eq!(overdue(&server, "").await.1, 0);
    let rows = server.get("/api/catalog/entities").await.rows();
    let of_web = format!("entities/{}", rows[0]["guid"].as_str().unwrap());
    let body = json!({"interval": DAY / 8, "grace": DAY / 24});
    expect(&server, &of_web, body).await;
    server.clock.advance(DAY / 8 + DAY / 24);
    assert_eq!(overdue(&server, "").await.1, 0);
    server.clock.advance(1);
    assert_eq!(overdue(&server, "").await.1, 1);
}

#[tokio::test]
async fn what_was_said_of_an_entity_goes_before_its_policy_and_that_before_the_history() {
    let server = TestServer::start().await;
    report(&server, "web", &DAILY).await;
    let guid = |rows: Vec<Value>| rows[0]["guid"].as_str().unwrap().to_owned();
    let web = guid(server.get("/api/catalog/entities").await.rows());
    let nightly = guid(server.get("/api/catalog/policies").await.rows());
    assert_eq!(overdue(&server, "").await.1, 1);
    let of_policy = format!("policies/{nightly}");
    let of_entity = format!("entities/{web}");
    expect(&server, &of_policy, json!({"interval": 7 * DAY})).await;
    assert_eq!(overdue(&server, "").await.1, 0);
    expect(&server, &of_entity, json!({"interval": DAY, "grace": 0})).await;
    let rows = server.get("/api/catalog/overdue").await.rows();
    assert_eq!(rows[0]["intervalSource"]["name"], "GIVEN");
    assert_eq!(rows[0]["overdueSince"], NOON - DAY);
    expect(&server, &of_entity, json!({"interval": 0})).await;
    let not_expected = overdue(&server, "?state=NOT_EXPECTED").await;
    assert_eq!(not_expected, (vec!["web NOT_EXPECTED".into()], 1));
    expect(&server, &of_entity, json!({})).await;
    expect(&server, &of_policy, json!({})).await;
    let rows = server.get("/api/catalog/overdue").await.rows();
    assert_eq!(rows[0]["intervalSource"]["name"], "LEARNED");
}

#[tokio::test]
async fn nothing_is_expected_of_what_is_not_there() {
    let server = catalog::start().await;
    for path in ["entities", "policies"] {
        let path = format!("/api/catalog/{path}/{UNKNOWN}/expected-interval");
        let answer = server.put(&path, &json!({"interval": 1})).await;
        assert_eq!(answer.status.as_u16(), 404, "{}", answer.text);
    }
    for (path, guid) in [("entities", entity(1)), ("policies", policy(1))] {
        let path = format!("/api/catalog/{path}/{guid}/expected-interval");
        let answer = server.put(&path, &json!({"interval": -1})).await;
        assert_eq!(answer.status.as_u16(), 422, "{}", answer.text);
    }
}
