//! A backup's row ⟷ its [`State`](crate::domain::state::State).

mod read;
mod write;

use std::sync::LazyLock;

use uuid::Uuid;

use crate::domain::facts::Handle;
use crate::store::StoreError;
use crate::store::database::{Inserts, Table, Transaction};

pub(super) use read::read;
pub(super) use write::Values;

/// Bits of `reported`: which of the values that readers always see were said, not derived.
mod said {
    pub(super) const KIND: i64 = 1;
    pub(super) const SNAPSHOT_TIME: i64 = 1 << 1;
    pub(super) const SIZE: i64 = 1 << 2;
    pub(super) const TIMES: i64 = 1 << 3;
    pub(super) const COPIES: i64 = 1 << 4;
}

/// Bits of `reported`: which values an inventory told.
mod pulled {
    pub(super) const KIND: i64 = 1 << 16;
    pub(super) const SNAPSHOT_TIME: i64 = 1 << 17;
    pub(super) const SIZE: i64 = 1 << 18;
    pub(super) const TIMES: i64 = 1 << 19;
    pub(super) const STARTED: i64 = 1 << 20;
    pub(super) const FINISHED: i64 = 1 << 21;
    pub(super) const TRANSFERRED: i64 = 1 << 22;
    pub(super) const STORED: i64 = 1 << 23;
    pub(super) const OBJECTS: i64 = 1 << 24;
    pub(super) const PARENT: i64 = 1 << 25;
    pub(super) const STATUS_INFO: i64 = 1 << 26;
}

/// Bits of `seen`.
mod seen {
    pub(super) const PUSHED: i64 = 1;
    pub(super) const PULLED: i64 = 1 << 1;
    pub(super) const REMOVED_BY_PUSH: i64 = 1 << 2;
}

/// What a row holds beside the state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) id: i64,
    pub(super) guid: Uuid,
    pub(super) source: Handle,
    pub(super) repository: Handle,
    pub(super) parent_guid: Option<Uuid>,
    pub(super) parent: Option<i64>,
    pub(super) root: i64,
    pub(super) position: i64,
    /// The policy in force and whether it is the rule's.
    pub(super) policy: Option<Handle>,
    pub(super) policy_from_rule: bool,
}

/// Columns that a report can change, in the order of [`params`].
const COLUMNS: [&str; 51] = [
    "entity_id",
    "status",
    "type",
    "snapshot_time",
    "backup_time",
    "size",
    "transferred",
    "stored",
    "objects",
    "status_info",
    "status_info_folded",
    "queued_export_time",
    "export_time",
    "queued_store_time",
    "store_time",
    "policy_id",
    "policy_from_rule",
    "rule_id",
    "node_id",
    "origin_id",
    "mode",
    "hidden",
    "mountable",
    "iscsi_mountable",
    "archive_expire",
    "parent_guid",
    "parent_native",
    "description",
    "description_folded",
    "reported_description",
    "warnings",
    "reported_warnings",
    "inventory_warnings",
    "findings",
    "warnings_acknowledged",
    "scope_id",
    "native_id",
    "run",
    "original",
    "tool",
    "labels",
    "exit_code",
    "started",
    "pushed_status",
    "pulled_status",
    "reported",
    "seen",
    "removed_time",
    "removed_from",
    "source_id",
    "repository_id",
];

/// Columns that are written once, or by the chain, after those of [`COLUMNS`].
const PLACE: [&str; 5] = ["id", "guid", "parent_id", "root_id", "chain_position"];

pub(super) fn columns() -> String {
    [COLUMNS.as_slice(), PLACE.as_slice()].concat().join(", ")
}

pub(super) static SELECT_BY_GUID: LazyLock<String> =
    LazyLock::new(|| format!("SELECT {} FROM backups WHERE guid = $1", columns()));

pub(super) static SELECT_BY_ID: LazyLock<String> =
    LazyLock::new(|| format!("SELECT {} FROM backups WHERE id = $1", columns()));

/// Prepares to add rows, each of [`Values`].
pub(super) fn prepare<'t>(transaction: &'t Transaction<'_>) -> Result<Inserts<'t>, StoreError> {
    transaction.prepare_inserts(
        &Table::Backups,
        &[COLUMNS.as_slice(), PLACE.as_slice()].concat(),
        "",
    )
}

pub(super) static UPDATE: LazyLock<String> = LazyLock::new(|| {
    let places: Vec<String> = COLUMNS
        .iter()
        .zip(1..)
        .map(|(column, n)| format!("{column} = ${n}"))
        .collect();
    format!(
        "UPDATE backups SET {}, revision = revision + 1 WHERE id = ${}",
        places.join(", "),
        COLUMNS.len() + 1
    )
});
