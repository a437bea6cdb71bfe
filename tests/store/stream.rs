//! Lists without paging: as they come, from one state of the catalog.

use std::collections::HashSet;

use backup_catalog::domain::backup::Backup;
use backup_catalog::domain::page::Page;
use backup_catalog::domain::record::{Location, Reference};
use backup_catalog::domain::selection::Selection;
use backup_catalog::store::list::{List, ListQuery};
use backup_catalog::store::{LISTS, Rows, Store};
use tokio_stream::StreamExt as _;

use crate::{record, report};

const COUNT: i64 = 1_234;

async fn filled() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = crate::support::database::open(folder.path()).await;
    report(&store, (1..=COUNT).map(record)).await;
    (folder, store)
}

async fn open(store: &Store) -> (Rows<Backup>, i64) {
    let list = store
        .backups(ListQuery::default(), Page::Whole)
        .await
        .unwrap();
    match list {
        List::Whole { rows, total } => (rows, total),
        List::Page(_) => panic!("the list is too long to come at once"),
    }
}

async fn at_once(store: &Store) -> Vec<Backup> {
    let list = store
        .backups(ListQuery::default(), Page::Whole)
        .await
        .unwrap();
    match list {
        List::Page(page) => page.into_listing().rows,
        List::Whole { .. } => panic!("the list is short"),
    }
}

#[tokio::test]
async fn every_row_comes_once_in_order() {
    let (_folder, store) = filled().await;
    let (mut rows, total) = open(&store).await;
    let mut all = Vec::new();
    while let Some(chunk) = rows.next().await {
        all.append(&mut chunk.unwrap());
    }
    assert_eq!((total, all.len()), (COUNT, 1_234));
    assert!(all.is_sorted_by(|one, next| one.snapshot_time > next.snapshot_time));
    assert_eq!(
        all.iter().map(|row| row.guid).collect::<HashSet<_>>().len(),
        1_234
    );
}

#[tokio::test]
async fn a_short_list_comes_at_once_and_is_read_anew_after_a_write() {
    let folder = tempfile::tempdir().unwrap();
    let store = crate::support::database::open(folder.path()).await;
    assert_eq!(at_once(&store).await, []);
    report(&store, (1..=999).map(record)).await;
    for _ in 0..2 {
        let all = at_once(&store).await;
        assert_eq!(all.len(), 999);
        assert!(all.is_sorted_by(|one, next| one.snapshot_time > next.snapshot_time));
    }
    report(&store, [record(1_000)]).await;
    assert_eq!(at_once(&store).await.len(), 1_000);
    report(&store, [record(1_001)]).await;
    assert_eq!(open(&store).await.1, 1_001);
}

#[tokio::test]
async fn what_is_written_meanwhile_is_not_in_the_list() {
    let (_folder, store) = filled().await;
    let (mut rows, total) = open(&store).await;
    let first = rows.next().await.unwrap().unwrap();
    // Before the rest of the list, and after what has been read of it.
    report(&store, [record(0), record(COUNT + 1)]).await;
    let mut read = first.len();
    while let Some(chunk) = rows.next().await {
        read += chunk.unwrap().len();
    }
    assert_eq!((i64::try_from(read).unwrap(), total), (COUNT, COUNT));
    assert_eq!(open(&store).await.1, COUNT + 2);
}

#[tokio::test]
async fn a_reader_that_goes_away_leaves_its_connection_to_others() {
    let (_folder, store) = filled().await;
    // Many more than there are connections.
    for _ in 0..100 {
        let (mut rows, _) = open(&store).await;
        rows.next().await.unwrap().unwrap();
    }
    assert_eq!(open(&store).await.1, COUNT);
}

#[tokio::test]
async fn lists_that_wait_for_their_readers_do_not_keep_pages_from_others() {
    let (_folder, store) = filled().await;
    let mut waiting = Vec::new();
    for _ in 0..LISTS {
        waiting.push(open(&store).await);
    }
    // Further lists wait for one of these to end, pages do not.
    let further = tokio::spawn({
        let store = store.clone();
        async move { open(&store).await.1 }
    });
    for _ in 0..50 {
        assert_eq!(crate::total(&store, Selection::default()).await, COUNT);
    }
    assert!(!further.is_finished());
    drop(waiting);
    assert_eq!(further.await.unwrap(), COUNT);
}

#[tokio::test]
async fn backups_with_many_copies_in_many_places_have_them_all() {
    let folder = tempfile::tempdir().unwrap();
    let store = crate::support::database::open(folder.path()).await;
    let copy = |n: i64, k: i64| Location {
        destination: Reference::Name(format!("{n}-{k}")),
        destination_type: None,
        role: None,
        status: None,
        retention_hint: None,
        archive_expire: None,
        status_info: None,
    };
    // More rows than come at once, each with a name that is not known yet.
    let copied = (1..=400).map(|n| {
        let mut record = record(n);
        record.locations = Some((0..3).map(|k| copy(n, k)).collect());
        record
    });
    report(&store, copied).await;
    let all = at_once(&store).await;
    assert_eq!(all.len(), 400);
    for (n, backup) in (1..=400).rev().zip(&all) {
        let names: Vec<&str> = backup
            .locations
            .iter()
            .map(|location| location.destination.name.as_str())
            .collect();
        assert_eq!(
            names,
            [format!("{n}-0"), format!("{n}-1"), format!("{n}-2")]
        );
    }
}
