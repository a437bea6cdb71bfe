//! What becomes of sources and their inventories.

use serde_json::{Value, json};

use crate::receiver::Receiver;
use crate::support::clock::NOON;
use crate::support::server::TestServer;
use crate::{DAY, HOUR, daily, notifier};

fn inventory(ids: &[&str]) -> Value {
    let backups: Vec<Value> = ids
        .iter()
        .map(|id| json!({"v": 1, "id": id, "entity": {"name": "e"}, "status": "SUCCESS", "finished": NOON - HOUR}))
        .collect();
    json!({"v": 1, "source": "nas", "scope": "vault", "complete": true, "backups": backups})
}

async fn post(server: &TestServer, query: &str, body: &Value) -> u16 {
    let path = format!("/api/catalog/ingest{query}");
    server.post(&path, body).await.status.as_u16()
}

#[tokio::test]
async fn a_refused_mass_removal_is_told_and_that_it_was_taken_after_all() {
    let server = TestServer::start().await;
    let receiver = Receiver::start().await;
    let url = receiver.url("/hook");
    let notifier = notifier(&server, json!({"webhook": [{"name": "ops", "url": url}]}));
    assert_eq!(post(&server, "", &inventory(&["1", "2", "3"])).await, 200);
    notifier.tick().await.unwrap();
    assert!(receiver.take().is_empty());
    for _ in 0..2 {
        assert_eq!(post(&server, "", &inventory(&["1"])).await, 409);
        notifier.tick().await.unwrap();
    }
    let got = receiver.take();
    assert_eq!(got.len(), 1, "{got:?}");
    assert_eq!(got[0].events(), ["MASS_REMOVAL_REFUSED nas"]);
    let body = got[0].json();
    let summary = body["data"]["events"][0]["summary"].as_str().unwrap();
    assert!(
        summary.contains("lists 1 backups, and 2 of the 3 that are there"),
        "{summary}"
    );
    let taken = post(&server, "?allow-mass-removal=true", &inventory(&["1"])).await;
    assert_eq!(taken, 200);
    notifier.tick().await.unwrap();
    assert_eq!(receiver.take()[0].events(), ["RECOVERED nas"]);
}

#[tokio::test]
async fn a_source_that_says_nothing_any_more_is_told_and_that_it_is_back() {
    let server = TestServer::start().await;
    let receiver = Receiver::start().await;
    let url = receiver.url("/hook");
    daily(&server, "web01").await;
    let settings = json!({
        "webhook": [{"name": "ops", "url": url, "events": ["source-silent", "recovered"]}], "silent-after": 24,
    });
    let notifier = notifier(&server, settings);
    server.clock.advance(DAY);
    notifier.tick().await.unwrap();
    assert!(receiver.take().is_empty());
    server.clock.advance(1);
    notifier.tick().await.unwrap();
    notifier.tick().await.unwrap();
    let got = receiver.take();
    assert_eq!(got.len(), 1);
    assert_eq!(got[0].events(), ["SOURCE_SILENT s"]);
    // A report that says nothing new is one all the same.
    daily(&server, "web01").await;
    notifier.tick().await.unwrap();
    assert_eq!(receiver.take()[0].events(), ["RECOVERED s"]);
}
