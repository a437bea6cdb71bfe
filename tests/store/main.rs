//! Reading from a real SQLite file.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "../support/mod.rs"]
mod support;

mod chain;
mod columns;
mod count;
mod forget;
mod stream;
#[path = "../faults/torture.rs"]
#[allow(dead_code, unreachable_pub)]
mod torture;
mod upgrade;

use backup_catalog::domain::page::Page;
use backup_catalog::domain::record::{Entity, Record, Status};
use backup_catalog::domain::selection::Selection;
use backup_catalog::ingest::ingest_records;
use backup_catalog::store::Store;
use backup_catalog::store::list::{List, ListQuery};
use backup_catalog::types::BackupStatus;
use support::clock::NOON;

/// A record with this number as its id, as many ms after noon.
fn record(n: i64) -> Record {
    Record {
        v: 1,
        source: "s".into(),
        id: Some(n.to_string()),
        entity: Entity {
            name: "e".into(),
            ..Entity::default()
        },
        status: Some(Status::Of(BackupStatus::Success)),
        started: Some(NOON + n),
        ..Record::default()
    }
}

async fn report(store: &Store, records: impl IntoIterator<Item = Record>) {
    let report = ingest_records(store, records, NOON).await.unwrap();
    assert_eq!(report.rejected_count, 0, "{report:?}");
}

/// What a page says of the number of rows.
async fn total(store: &Store, selection: Selection) -> i64 {
    let query = ListQuery {
        selection,
        ..ListQuery::default()
    };
    let page = Page::Rows {
        offset: 0,
        limit: 1,
    };
    match store.backups(query, page).await.unwrap() {
        List::Page(page) => page.total(),
        List::Whole { .. } => unreachable!("a page was asked for"),
    }
}
