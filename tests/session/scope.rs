//! Scopes where random catalogs seldom come: chains that leave the scope and come back, and reports.

use axum::http::StatusCode;
use backup_catalog::domain::identity::{self, ReferenceKind};
use backup_catalog::domain::scope::{Named, Scope};
use serde_json::{Value, json};

use crate::support::clock::NOON;
use crate::support::server::TestServer;

fn record(source: &str, id: &str, policy: &str, parent: Option<&str>) -> Value {
    let mut record = json!({
        "v": 1, "source": source, "id": id, "entity": {"name": "web01"}, "policy": policy, "status": "SUCCESS",
        "finished": NOON + id.parse::<i64>().unwrap(),
    });
    if let Some(parent) = parent {
        record["parent"] = json!(parent);
    }
    record
}

fn only(kind: ReferenceKind, name: &str) -> Scope {
    let guids = [identity::reference(kind, name)].into();
    Scope::Only(match kind {
        ReferenceKind::Policy => Named {
            policies: guids,
            ..Named::default()
        },
        _ => Named {
            sources: guids,
            ..Named::default()
        },
    })
}

#[tokio::test]
async fn a_chain_ends_where_it_leaves_the_scope() {
    let server = TestServer::start().await;
    let (mine, theirs) = ("mine", "theirs");
    server
        .report(&[
            record("a", "1", mine, None),
            record("a", "2", theirs, Some("1")),
            record("a", "3", mine, Some("2")),
            record("a", "4", mine, Some("3")),
        ])
        .await;
    let guid = |id: &str| identity::backup("a", "", id).to_string();
    let cookie = server
        .enter(2, &["OPERATOR"], only(ReferenceKind::Policy, mine))
        .await;
    let server = server.with_cookie(&cookie);
    let chain = async |root: &str| {
        let path = format!("/api/backups?root-backup={}&direction=asc", guid(root));
        let rows = server.get(&path).await.rows();
        let guids = rows
            .iter()
            .map(|it| it["guid"].as_str().unwrap().to_owned());
        guids.collect::<Vec<_>>()
    };
    assert_eq!(chain("1").await, [guid("1")]);
    assert_eq!(chain("2").await, [""; 0], "its root is not there");
    assert_eq!(chain("3").await, [guid("3"), guid("4")]);
    let last = server
        .get(&format!("/api/backups/{}", guid("4")))
        .await
        .json();
    assert_eq!(last["rootBackup"]["guid"], guid("3").as_str());
    assert_eq!(last["chainPosition"], 1);
    let third = server
        .get(&format!("/api/backups/{}", guid("3")))
        .await
        .json();
    assert_eq!(third.get("parentBackup"), None);
    assert_eq!(third["parents"], json!([]));
    let of_second = format!("/api/backups?parent-backup={}", guid("2"));
    assert_eq!(server.get(&of_second).await.total(), 0);
    // What is acknowledged of the entity is what is there of it.
    let entity = third["protectedEntity"]["guid"].clone();
    let request = json!({"protectedEntities": [entity]});
    let answer = server
        .put("/api/backups/warnings-acknowledged", &request)
        .await;
    assert_eq!(answer.rows().len(), 3);
}

#[tokio::test]
async fn a_reporter_reports_for_its_source_and_for_no_other() {
    let server = TestServer::start().await;
    server.report(&[record("b", "1", "p", None)]).await;
    let scope = only(ReferenceKind::Source, "a");
    let cookie = server.enter(2, &["REPORTER"], scope).await;
    let admin = server.cookie().to_owned();
    let server = server.with_cookie(&cookie);
    let records = json!([record("a", "1", "p", None), record("b", "2", "p", None)]);
    let answer = server.post("/api/catalog/ingest", &records).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    assert_eq!(answer.json()["created"], 1);
    let rejected = answer.json()["rejected"][0].clone();
    assert_eq!(
        (&rejected["line"], &rejected["field"]),
        (&json!(2), &json!("source"))
    );
    let inventory = json!({
        "v": 1, "source": "b", "scope": "s", "complete": true, "takenAt": NOON, "backups": [],
    });
    let path = "/api/catalog/ingest?allow-mass-removal=true";
    let refused = server.post(path, &inventory).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN, "{}", refused.text);
    let server = server.with_cookie(&admin);
    let rows = server.get("/api/backups?orderBy=snapshotTime").await.rows();
    assert_eq!(rows.len(), 2, "one of b, one of a");
}
