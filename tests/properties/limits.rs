//! What random catalogs do not reach: sums beyond 64 bits, and chains that bite their own tail.

use serde_json::{Value, json};

use crate::lists::LISTS;
use crate::pool::GREATEST;
use crate::support::clock::NOON;
use crate::support::server::TestServer;

fn record(id: usize, more: &Value) -> Value {
    let mut record = json!({
        "v": 1, "source": "s", "id": id.to_string(), "entity": {"name": "e"}, "status": "SUCCESS", "finished": NOON,
    });
    let more = more.as_object().unwrap().clone();
    record.as_object_mut().unwrap().extend(more);
    record
}

#[tokio::test]
async fn sums_beyond_64_bits_lose_no_byte() {
    let server = TestServer::start().await;
    let times =
        json!({"queuedExport": 0, "export": GREATEST, "queuedStore": GREATEST, "store": GREATEST});
    let huge = json!({"size": GREATEST, "transferred": GREATEST, "times": times});
    let records: Vec<Value> = (0..1_030).map(|id| record(id, &huge)).collect();
    server.report(&records).await;
    let rows = server
        .get("/api/backups/aggregated-statistics")
        .await
        .rows();
    assert_eq!(rows.len(), 1);
    // 1,030 · (2^53 − 1).
    assert_eq!(rows[0]["exactSize"], "9277415232383220730");
    assert_eq!(rows[0]["size"], json!(i64::MAX));
    assert_eq!(rows[0]["averageSize"], json!(GREATEST));
    assert_eq!(rows[0]["duration"], json!(i64::MAX));
    let list = server.get("/api/backups?size=1").await.rows();
    let entity = list[0]["protectedEntity"]["guid"]
        .as_str()
        .unwrap()
        .to_owned();
    let path =
        |what: &str| format!("/api/backups/timeline/{what}-stats/OS_AGENT/{entity}?from={NOON}");
    let sizes = server.get(&path("size")).await.json();
    assert_eq!(sizes["points"][0]["size"], json!(i64::MAX));
    assert_eq!(sizes["points"][0]["effectiveSize"], json!(i64::MAX));
    let times = server.get(&path("time")).await.json();
    assert_eq!(times["points"][0]["taskDurationTime"], json!(i64::MAX));
    let rates = server
        .post("/api/backups/transfer-rate/EXPORT", &json!({}))
        .await
        .rows();
    assert_eq!(
        (rates.len(), &rates[0]["transferRate"]),
        (1_030, &json!(1_000))
    );
}

/// A source may claim that a backup depends on itself, or two on each other. No answer may run for ever, and nobody
/// may get lost.
#[tokio::test]
async fn circles_of_parents_end() {
    let server = TestServer::start().await;
    server.report(&[record(0, &json!({"parent": "0"}))]).await;
    let parents = [(1, "2"), (2, "3"), (3, "1"), (4, "2")];
    for (id, parent) in parents {
        server
            .report(&[record(id, &json!({ "parent": parent }))])
            .await;
    }
    let all = server.get("/api/backups").await.rows();
    assert_eq!(all.len(), 5);
    for backup in &all {
        let guid = backup["guid"].as_str().unwrap();
        let one = server.get(&format!("/api/backups/{guid}")).await.json();
        let ancestors = one["parents"].as_array().unwrap();
        assert_eq!(one["chainPosition"], json!(ancestors.len()), "{one}");
        assert!(ancestors.iter().all(|it| it["guid"] != guid), "{one}");
        let root = ancestors
            .last()
            .map_or(guid, |it| it["guid"].as_str().unwrap());
        assert_eq!(one["rootBackup"]["guid"], root, "{one}");
        for list in LISTS {
            for parameter in ["root-backup", "parent-backup"] {
                server
                    .get(&format!("/api/backups{list}?{parameter}={guid}"))
                    .await
                    .rows();
            }
        }
    }
}
