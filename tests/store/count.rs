//! Numbers of rows are remembered; they must not outlive the state that they were counted in.

use backup_catalog::domain::selection::Selection;
use backup_catalog::store::Store;
use backup_catalog::types::BackupStatus;

use crate::{record, report, total};

fn failed() -> Selection {
    Selection {
        statuses: vec![BackupStatus::Failed],
        ..Selection::default()
    }
}

#[tokio::test]
async fn what_another_server_writes_is_counted() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("catalog.db");
    let here = Store::open(&file).unwrap();
    let there = Store::open(&file).unwrap();
    for n in 1..=5 {
        report(&there, [record(n)]).await;
        assert_eq!(total(&here, Selection::default()).await, n);
        // Remembered.
        assert_eq!(total(&here, Selection::default()).await, n);
        assert_eq!(total(&here, failed()).await, 0);
    }
}

#[tokio::test]
async fn what_this_server_writes_is_counted() {
    let folder = tempfile::tempdir().unwrap();
    let store = crate::support::database::open(folder.path()).await;
    report(&store, [record(1), record(2)]).await;
    assert_eq!(total(&store, failed()).await, 0);
    let mut changed = record(2);
    changed.status = Some(backup_catalog::domain::record::Status::Of(
        BackupStatus::Failed,
    ));
    report(&store, [changed]).await;
    assert_eq!(total(&store, failed()).await, 1);
    assert_eq!(total(&store, Selection::default()).await, 2);
}

#[tokio::test]
async fn a_count_is_of_its_own_values() {
    let folder = tempfile::tempdir().unwrap();
    let store = crate::support::database::open(folder.path()).await;
    report(&store, (1..=10).map(record)).await;
    for n in 1..=10 {
        let selection = Selection {
            from: Some(crate::support::clock::NOON + n),
            ..Selection::default()
        };
        assert_eq!(total(&store, selection).await, 11 - n);
    }
}
