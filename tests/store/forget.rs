//! Old history is forgotten, and nothing else.

use backup_catalog::domain::identity;
use backup_catalog::domain::record::{Record, Reference, Removed, Status};
use backup_catalog::domain::selection::Selection;
use backup_catalog::store::Store;
use backup_catalog::types::BackupStatus;

use crate::support::clock::NOON;
use crate::{record, report, total};

const DAY: i64 = 86_400_000;

/// A backup of an entity, so many days after noon.
fn of(entity: &str, n: i64, status: BackupStatus, parent: Option<i64>) -> Record {
    let mut record = record(n);
    record.entity.name = entity.into();
    record.started = Some(NOON + n * DAY);
    record.finished = record.started;
    record.status = Some(Status::Of(status));
    record.parent = parent.map(|parent| parent.to_string());
    record.policy = Some(Reference::Name("nightly".into()));
    record
}

fn removed(n: i64) -> Record {
    let mut record = record(n);
    record.status = Some(Status::Removed(Removed::Removed));
    record
}

/// The numbers of the backups that there are, of those up to 20.
async fn left(store: &Store) -> Vec<i64> {
    let mut left = Vec::new();
    for n in 1..=20 {
        let guid = identity::backup("s", "", &n.to_string());
        if store.backup(guid).await.unwrap().is_some() {
            left.push(n);
        }
    }
    left
}

#[tokio::test]
async fn what_is_gone_and_what_failed_is_forgotten_and_what_says_how_an_entity_stands_is_not() {
    use BackupStatus::{Failed, PartialSuccess, Success};
    let folder = tempfile::tempdir().unwrap();
    let store = crate::support::database::open(folder.path()).await;
    let records = vec![
        // A chain that went: all of it may go.
        of("a", 1, Success, None),
        of("a", 2, Success, Some(1)),
        of("a", 3, PartialSuccess, Some(2)),
        // A failed run that is old, and one that is not.
        of("a", 4, Failed, None),
        // A chain whose newest is still there: all that it builds on stays.
        of("a", 5, Success, None),
        of("a", 6, Success, Some(5)),
        of("a", 7, Success, Some(6)),
        of("a", 12, Failed, None),
        of("a", 13, Success, None),
        // Nothing is left of it: its newest stays, and its newest that was good.
        of("b", 8, Success, None),
        of("b", 9, Success, None),
        of("b", 10, Failed, None),
        of("b", 11, Failed, None),
    ];
    report(&store, records.clone()).await;
    report(&store, [1, 2, 3, 5, 6, 8, 9].into_iter().map(removed)).await;
    // Reads by a filter that the copy in memory answers: it has to follow.
    let failed = || Selection {
        statuses: vec![Failed],
        ..Selection::default()
    };
    assert_eq!(total(&store, failed()).await, 4);

    // Removed at noon: not a ms too early.
    assert_eq!(store.old_backups(NOON).await.unwrap(), 0);
    assert_eq!(store.forget_backups(NOON).await.unwrap(), 0);
    let before = NOON + 11 * DAY + 1;
    let expected = store.old_backups(before).await.unwrap();
    assert_eq!(store.forget_backups(before).await.unwrap(), expected);
    assert_eq!(left(&store).await, [5, 6, 7, 9, 11, 12, 13]);
    assert_eq!(expected, 6);
    assert_eq!(total(&store, failed()).await, 2);
    assert_eq!(total(&store, Selection::default()).await, 7);
    let differences = store.check().await.unwrap().differences;
    assert!(differences.is_empty(), "{differences:?}");

    // Who reports it again has it again.
    report(&store, records).await;
    assert_eq!(left(&store).await, (1..=13).collect::<Vec<_>>());
    let differences = store.check().await.unwrap().differences;
    assert!(differences.is_empty(), "{differences:?}");
}
