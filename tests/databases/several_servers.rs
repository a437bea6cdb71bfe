//! Several servers of one database.

use serde_json::{Value, json};

use crate::pair::{describe, description, server};
use crate::support::catalog::november;
use crate::support::postgres::cluster;
use crate::support::server::TestServer;

/// The runs of one entity, an hour apart; every server reports some that others report too.
fn runs(entity: u8, first: i64, last: i64) -> Vec<Value> {
    let run = |n: i64| {
        json!({
            "v": 1, "source": "fleet", "id": format!("{entity}-{n}"), "entity": { "name": format!("e{entity}") },
            "policy": { "name": format!("p{}", n % 3) }, "size": 1_000 + n, "transferred": n,
            "status": if n % 7 == 0 { "FAILED" } else { "SUCCESS" }, "started": november(1, n),
        })
    };
    (first..last).map(run).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_servers_report_at_once_is_neither_lost_nor_counted_twice() {
    let url = cluster().new_schema();
    let servers: Vec<TestServer> = servers_of(&url).await;
    let mut reports = Vec::new();
    for (index, server) in servers.into_iter().enumerate() {
        reports.push(tokio::spawn(async move {
            let index = i64::try_from(index).unwrap();
            let mut created = 0;
            for round in 0..4 {
                for entity in 1..=3 {
                    // Each run is reported by two servers, in another order.
                    let first = 20 * index + 10 * round;
                    let report = server.report(&runs(entity, first, first + 40)).await;
                    assert_eq!(report["rejectedCount"], 0, "{report}");
                    created += report["created"].as_i64().unwrap();
                }
            }
            (server, created)
        }));
    }
    let mut created = 0;
    let mut last = None;
    for report in reports {
        let (server, new) = report.await.unwrap();
        created += new;
        last = Some(server);
    }
    let server = last.unwrap();
    // Three servers from 0, 20 and 40, each 30 + 40 runs on: 110 hours.
    assert_eq!(created, 3 * 110);
    assert_eq!(server.get("/api/backups?limit=1").await.total(), 3 * 110);
    let checked = server.app.store.check().await.unwrap();
    assert!(checked.rollups > 0);
    assert_eq!(checked.differences, []);
}

async fn servers_of(url: &str) -> Vec<TestServer> {
    let mut servers = Vec::new();
    for token in 1..=3 {
        servers.push(server(url, None, token).await);
    }
    servers
}

#[tokio::test]
async fn a_session_is_known_to_every_server_and_ends_at_every_server() {
    let url = cluster().new_schema();
    let first = server(&url, None, 1).await;
    let second = server(&url, None, 2).await.with_cookie(first.cookie());
    first.report(&crate::support::catalog::records()).await;
    assert_eq!(describe(&second, 3, "by the other").await.status, 200);
    assert_eq!(description(&first, 3).await, "by the other");
    let bye = first.post("/api/session/logout", &Value::Null).await;
    assert!(bye.status.is_success(), "{}", bye.text);
    second.clock.advance(1_000);
    assert_eq!(second.get("/api/backups").await.status, 401);
}
