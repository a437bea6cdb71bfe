//! The fleet in a catalog.

use backup_catalog::demo::Fleet;
use backup_catalog::ingest::ingest_records;

use crate::support::clock::NOON;
use crate::support::server::TestServer;

#[tokio::test]
async fn a_catalog_takes_every_record_once() {
    let server = TestServer::start().await;
    let fleet = Fleet {
        entities: 80,
        days: 14,
        now: NOON,
        seed: 3,
    };
    let count = u64::try_from(fleet.records().count()).unwrap();
    let report = ingest_records(&server.app.store, fleet.records(), NOON)
        .await
        .unwrap();
    assert_eq!(report.rejected, []);
    assert_eq!((report.created, report.updated), (count, 0));
    let again = ingest_records(&server.app.store, fleet.records(), NOON)
        .await
        .unwrap();
    assert_eq!(
        (again.created, again.updated, again.unchanged),
        (0, 0, count)
    );
    let list = server.get("/api/backups?size=1").await;
    assert_eq!(u64::try_from(list.total()).unwrap(), count);
    let children = fleet
        .records()
        .filter(|record| record.parent.is_some())
        .count();
    let linked = server.get("/api/backups/detailed?type=INCREMENTAL").await;
    let linked = linked
        .rows()
        .iter()
        .filter(|row| row.get("parentBackup").is_some())
        .count();
    assert_eq!(linked, children, "each parent was found");
}
