//! The fleet in a catalog.

use backup_catalog::demo::Fleet;
use backup_catalog::ingest::ingest_records;
use backup_catalog::types::BackupStatus;

use crate::support::server::TestServer;
use crate::year::{NOW, status};

const FLEET: Fleet = Fleet {
    entities: 120,
    days: 20,
    now: NOW,
    seed: 3,
};

#[tokio::test]
async fn it_is_taken_whole_and_once() {
    let server = TestServer::start().await;
    let store = &server.app.store;
    let records = FLEET.records().count() as u64;

    let first = ingest_records(store, FLEET.records(), NOW).await.unwrap();
    assert_eq!((first.created, first.rejected), (records, vec![]));
    let again = ingest_records(store, FLEET.records(), NOW).await.unwrap();
    assert_eq!(
        (again.unchanged, again.created, again.updated),
        (records, 0, 0)
    );

    let count = |rows: usize| i64::try_from(rows).unwrap();
    let gone = server
        .get("/api/backups?status=SUCCESS_REMOVED&size=1")
        .await;
    let wanted = FLEET
        .records()
        .filter(|r| status(r) == BackupStatus::SuccessRemoved);
    assert_eq!(gone.total(), count(wanted.count()));
    let linked = server.get("/api/backups?type=INCREMENTAL").await;
    let linked = linked.rows();
    let linked = linked
        .iter()
        .filter(|row| row.get("parentBackup").is_some());
    let children = FLEET.records().filter(|r| r.parent.is_some());
    assert_eq!(linked.count(), children.count(), "each parent was found");
}
