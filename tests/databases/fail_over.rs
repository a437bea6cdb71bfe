//! The primary goes away.

use serde_json::json;

use crate::pair::{Pair, describe, description, server};
use crate::support::catalog;

/// The address of both: who can write is the primary.
fn both(pair: &Pair) -> String {
    let [first, second] = [&pair.primary, &pair.standby]
        .map(|cluster| cluster.folder().display().to_string().replace('/', "%2F"));
    format!("postgresql://catalog@{first},{second}/postgres?target_session_attrs=read-write")
}

#[tokio::test]
async fn without_the_primary_the_standby_answers_and_nothing_is_written() {
    let (pair, server) = Pair::with_fleet().await;
    let before = server.get("/api/backups").await;
    let session = server.get("/api/session").await;
    let Pair { primary, standby } = pair;
    let _folder = primary.stop(true);
    for _ in 0..3 {
        assert_eq!(server.get("/api/backups").await.text, before.text);
        assert_eq!(server.get("/api/session").await.text, session.text);
    }
    let refused = describe(&server, 3, "into nothing").await;
    assert_eq!(refused.status, 503, "{}", refused.text);
    assert_eq!(refused.header("retry-after"), "5");
    assert!(!refused.text.contains("catalog-pg-"), "{}", refused.text);
    let report =
        json!({ "v": 1, "source": "s", "id": "1", "entity": { "name": "e" }, "started": 1 });
    let refused = server.post("/api/catalog/ingest", &report).await;
    assert_eq!(refused.status, 503, "{}", refused.text);
    assert_eq!(server.get("/api/backups").await.text, before.text);
    drop(standby);
    let gone = server.get("/api/backups").await;
    assert_eq!(gone.status, 503, "{}", gone.text);
}

#[tokio::test]
async fn when_the_primary_comes_back_all_goes_on() {
    let (pair, server) = Pair::with_fleet().await;
    let Pair { primary, standby } = pair;
    let folder = primary.stop(false);
    assert_eq!(describe(&server, 3, "too early").await.status, 503);
    let primary = crate::support::postgres::Cluster::start_in(folder, &["fsync=off"]);
    assert_eq!(describe(&server, 3, "in time").await.status, 200);
    assert_eq!(description(&server, 3).await, "in time");
    drop((primary, standby));
}

#[tokio::test]
async fn a_promoted_standby_takes_over_with_all_that_it_had() {
    let (pair, writer) = Pair::with_fleet().await;
    let server = server(&both(&pair), Some(&pair.standby.url()), 2).await;
    let cookie = server.cookie().to_owned();
    assert_eq!(describe(&server, 3, "before").await.status, 200);
    pair.catch_up();
    let Pair { primary, standby } = pair;
    let _folder = primary.stop(true);
    assert_eq!(description(&server, 3).await, "before");
    assert_eq!(describe(&server, 3, "between").await.status, 503);

    standby.sql("SELECT pg_promote()");
    assert_eq!(description(&server, 3).await, "before");
    let written = describe(&server, 3, "after").await;
    assert_eq!(written.status, 200, "{}", written.text);
    assert_eq!(description(&server, 3).await, "after");
    let report = catalog::records();
    assert_eq!(server.report(&report).await["unchanged"], 12);
    assert_eq!(server.app.store.check().await.unwrap().differences, []);
    assert_eq!(server.cookie(), cookie, "the session went on");
    // Who knows only the old primary still reads.
    assert_eq!(description(&writer, 3).await, "after");
    assert_eq!(describe(&writer, 3, "lost").await.status, 503);
}
