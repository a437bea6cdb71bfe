//! The made-up fleet.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "../support/mod.rs"]
mod support;

mod believable;
mod catalog;
mod complete;

use std::sync::LazyLock;

use backup_catalog::demo::Fleet;
use backup_catalog::domain::record::{Record, Status};
use backup_catalog::types::BackupStatus;
use support::clock::NOON;

const DAY: i64 = 86_400_000;

/// The demo at noon of 2026-11-23, made once.
static DEMO: LazyLock<Vec<Record>> = LazyLock::new(|| Fleet::demo(NOON).records().collect());

fn status(record: &Record) -> BackupStatus {
    match record.status {
        Some(Status::Of(status)) => status,
        other => panic!("{other:?}"),
    }
}

/// The records of each entity, oldest first.
fn by_entity(records: &[Record]) -> Vec<&[Record]> {
    records
        .chunk_by(|one, other| one.entity.name == other.entity.name)
        .collect()
}
