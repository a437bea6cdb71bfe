//! Reading from a standby.

use serde_json::json;

use crate::pair::{Pair, describe, description, server, wait_until};
use crate::support::catalog;

/// Every read of the API, on the small fleet.
fn reads() -> Vec<String> {
    let lists = [
        "backups",
        "backups/aggregated-statistics",
        "backups/detailed",
        "backups/grouped",
        "backups/grouped/aggregated-statistics",
        "backups/size-statistics",
        "backups/time-statistics",
        "catalog/entities",
        "catalog/policies",
        "catalog/rules",
        "catalog/destinations",
        "catalog/nodes",
        "catalog/sources",
        "catalog/projects",
        "catalog/infrastructure/hypervisor",
    ];
    let mut paths: Vec<_> = lists.iter().map(|list| format!("/api/{list}")).collect();
    paths.push("/api/backups?limit=5&offset=0".to_owned());
    paths.push(format!("/api/backups/{}", catalog::backup(3)));
    paths.push(format!("/api/backups/for-restore/{}", catalog::backup(3)));
    for measure in ["size-stats", "time-stats"] {
        let entity = catalog::entity(1);
        paths.push(format!("/api/backups/timeline/{measure}/OS_AGENT/{entity}"));
    }
    paths
}

/// One more backup of each kind of thing.
fn news() -> Vec<serde_json::Value> {
    vec![json!({
        "v": 1, "source": "late", "id": "late-1", "status": "SUCCESS", "size": 77, "transferred": 7,
        "started": catalog::november(20, 1), "finished": catalog::november(20, 2),
        "entity": {
            "type": "VM", "name": "late", "project": { "name": "Late" }, "hypervisor": { "name": "esx9" },
        },
        "policy": { "name": "lately" }, "rule": { "name": "sometimes" }, "node": { "name": "node-z" },
        "destination": { "name": "attic" },
    })]
}

#[tokio::test]
async fn others_read_from_the_standby_and_who_wrote_reads_what_it_wrote() {
    let (pair, writer) = Pair::with_fleet().await;
    let reader = pair.server(2).await;
    let mut before = Vec::new();
    for path in reads() {
        before.push(reader.get(&path).await);
    }
    pair.pause();
    assert_eq!(writer.report(&news()).await["created"], 1);
    assert_eq!(describe(&writer, 3, "after the move").await.status, 200);
    let alone = server(&pair.primary.url(), None, 3).await;
    let mut changed = 0;
    for (path, before) in reads().iter().zip(&before) {
        let newest = alone.get(path).await;
        assert_eq!(newest.status, 200, "{path}: {}", newest.text);
        let written = writer.get(path).await;
        assert_eq!(written.text, newest.text, "the writer: {path}");
        assert_eq!(
            reader.get(path).await.text,
            before.text,
            "the other: {path}"
        );
        changed += u32::from(newest.text != before.text);
    }
    // The timelines of another entity and what is only known of another backup stay as they were.
    assert!(changed >= 15, "{changed} answers are new");
    pair.resume();
    for path in reads() {
        let newest = alone.get(&path).await;
        assert_eq!(reader.get(&path).await.text, newest.text, "{path}");
    }
}

#[tokio::test]
async fn a_session_sees_its_writes_through_every_server() {
    let (pair, here) = Pair::with_fleet().await;
    // The same session at another server: it knows of the write from the database alone.
    let there = pair.server(2).await.with_cookie(here.cookie());
    pair.pause();
    describe(&here, 1, "written here").await;
    assert_eq!(description(&there, 1).await, "written here");
    describe(&there, 2, "written there").await;
    assert_eq!(description(&here, 2).await, "written there");
    pair.resume();
    assert_eq!(description(&here, 2).await, "written there");
}

#[tokio::test]
async fn an_edit_of_what_an_old_state_showed_is_refused() {
    let (pair, writer) = Pair::with_fleet().await;
    let reader = pair.server(2).await;
    pair.pause();
    describe(&writer, 3, "first").await;
    let path = format!("/api/backups/{}", catalog::backup(3));
    let stale = reader.get(&path).await;
    assert_ne!(stale.json()["description"], "first");
    let text = json!({ "value": "second" });
    let edit = format!("{path}/description");
    let refused = reader.put_if(&edit, &text, stale.header("etag")).await;
    assert_eq!(refused.status, 412, "{}", refused.text);
    assert_eq!(description(&writer, 3).await, "first");
}

#[tokio::test]
async fn while_the_standby_is_away_the_primary_answers() {
    let (pair, server) = Pair::with_fleet().await;
    let Pair { primary, standby } = pair;
    let url = standby.url();
    let folder = standby.stop(true);
    assert_eq!(description(&server, 2).await, "before the upgrade");
    assert_eq!(describe(&server, 2, "without it").await.status, 200);
    assert_eq!(description(&server, 2).await, "without it");
    // A server can be started while it is away.
    let later = crate::pair::server(&primary.url(), Some(&url), 2).await;
    assert_eq!(description(&later, 2).await, "without it");

    let standby = crate::support::postgres::Cluster::start_in(folder, &["fsync=off"]);
    let pair = Pair { primary, standby };
    pair.catch_up();
    let connections =
        "SELECT count(*) > 0 FROM pg_stat_activity WHERE application_name = 'backup-catalog'";
    assert_eq!(description(&later, 2).await, "without it");
    wait_until(&pair.standby, connections);
}
