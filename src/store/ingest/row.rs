//! A backup's row ⟷ its [`State`].

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rusqlite::types::{FromSql, ToSql};
use rusqlite::{CachedStatement, Row};
use uuid::Uuid;

use crate::domain::backup::TaskTimes;
use crate::domain::facts::{Handle, Told, Via};
use crate::domain::fold::fold;
use crate::domain::state::{Removal, State};
use crate::store::StoreError;
use crate::types::{BackupStatus, BackupType};

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
const COLUMNS: [&str; 50] = [
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

fn columns() -> String {
    [COLUMNS.as_slice(), PLACE.as_slice()].concat().join(", ")
}

pub(super) static SELECT_BY_GUID: LazyLock<String> =
    LazyLock::new(|| format!("SELECT {} FROM backups WHERE guid = $1", columns()));

pub(super) static SELECT_BY_ID: LazyLock<String> =
    LazyLock::new(|| format!("SELECT {} FROM backups WHERE id = $1", columns()));

pub(super) static INSERT: LazyLock<String> = LazyLock::new(|| {
    let places: Vec<String> = (1..=COLUMNS.len() + PLACE.len())
        .map(|n| format!("${n}"))
        .collect();
    format!(
        "INSERT INTO backups ({}) VALUES ({})",
        columns(),
        places.join(", ")
    )
});

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

/// Reads a row; the copies are read apart.
pub(super) fn read(row: &Row<'_>) -> Result<(Place, State), StoreError> {
    let mut cells = Cells { row, next: 0 };
    let entity = cells.take()?;
    let status: BackupStatus = cells.word("a status")?;
    let kind: BackupType = cells.word("a type")?;
    let snapshot_time: i64 = cells.take()?;
    let finished: Option<i64> = cells.take()?;
    let size: i64 = cells.take()?;
    let transferred: Option<i64> = cells.take()?;
    let stored: Option<i64> = cells.take()?;
    let objects: Option<i64> = cells.take()?;
    let status_info: Option<String> = cells.take()?;
    cells.skip();
    let times = TaskTimes {
        queued_export: cells.take()?,
        export: cells.take()?,
        queued_store: cells.take()?,
        store: cells.take()?,
    };
    let policy: Option<Handle> = cells.take()?;
    let policy_from_rule: bool = cells.take()?;
    let rule = cells.take()?;
    let node = cells.take()?;
    let origin = cells.take()?;
    let mode = cells.take()?;
    let hidden = cells.take()?;
    let mountable = cells.take()?;
    let iscsi_mountable = cells.take()?;
    let archive_expire = cells.take()?;
    let parent_guid = cells.take()?;
    let parent: Option<String> = cells.take()?;
    let description = cells.take()?;
    cells.skip();
    let reported_description = cells.take()?;
    let warnings = cells.list()?;
    let pushed_warnings = cells.list()?;
    let pulled_warnings = cells.list()?;
    let acknowledged = cells.take()?;
    let scope = cells.take()?;
    let native_id = cells.take()?;
    let run = cells.take()?;
    let original = cells.take()?;
    let tool = cells.take()?;
    let labels = cells.labels()?;
    let exit_code = cells.take()?;
    let started: Option<i64> = cells.take()?;
    let mut pushed_status: Option<BackupStatus> = cells.optional_word("a status")?;
    let pulled_status: Option<BackupStatus> = cells.optional_word("a status")?;
    let reported: i64 = cells.take()?;
    let seen: i64 = cells.take()?;
    let removed_time: Option<i64> = cells.take()?;
    let removed_from: Option<BackupStatus> = cells.optional_word("a status")?;
    let source = cells.take()?;
    let repository = cells.take()?;
    let place = Place {
        id: cells.take()?,
        guid: cells.take()?,
        parent: cells.take()?,
        root: cells.take()?,
        position: cells.take()?,
        source,
        repository,
        parent_guid,
        policy,
        policy_from_rule,
    };
    if pushed_status.is_none() && pulled_status.is_none() {
        pushed_status = Some(removed_from.unwrap_or(status));
    }
    let via = |bit: i64| {
        if reported & bit == 0 {
            Via::Push
        } else {
            Via::Pull
        }
    };
    let state = State {
        pushed_status,
        pulled_status,
        removal: removed_time.map(|time| Removal {
            time,
            via: if seen & seen::REMOVED_BY_PUSH == 0 {
                Via::Pull
            } else {
                Via::Push
            },
        }),
        status_info: told(status_info, via(pulled::STATUS_INFO)),
        exit_code,
        kind: told(
            (reported & said::KIND != 0).then_some(kind),
            via(pulled::KIND),
        ),
        snapshot_time: told(
            (reported & said::SNAPSHOT_TIME != 0).then_some(snapshot_time),
            via(pulled::SNAPSHOT_TIME),
        ),
        started: told(started, via(pulled::STARTED)),
        finished: told(finished, via(pulled::FINISHED)),
        size: told(
            (reported & said::SIZE != 0).then_some(size),
            via(pulled::SIZE),
        ),
        transferred: told(transferred, via(pulled::TRANSFERRED)),
        stored: told(stored, via(pulled::STORED)),
        objects: told(objects, via(pulled::OBJECTS)),
        times: told(
            (reported & said::TIMES != 0).then_some(times),
            via(pulled::TIMES),
        ),
        entity,
        policy: policy.filter(|_| !policy_from_rule),
        rule,
        node,
        origin,
        scope,
        mode,
        hidden,
        mountable,
        iscsi_mountable,
        archive_expire,
        parent: told(parent, via(pulled::PARENT)),
        description,
        reported_description,
        warnings,
        pushed_warnings,
        pulled_warnings,
        acknowledged,
        copies: Vec::new(),
        copies_listed: reported & said::COPIES != 0,
        native_id,
        run,
        original,
        tool,
        labels,
    };
    Ok((place, state))
}

/// What is written of a backup that stands at `place`. With `insert` the columns of [`PLACE`] are written too, else
/// the row is found by `place.id`.
pub(super) fn write(
    statement: &mut CachedStatement<'_>,
    place: &Place,
    state: &State,
    insert: bool,
) -> Result<(), StoreError> {
    let times = state.times();
    let outcome = state.outcome();
    let value = |told: &Option<Told<i64>>| told.as_ref().map(|told| told.value);

    let status_info = state.status_info.as_ref().map(|told| told.value.as_str());
    let mut binder = Binder { statement, next: 1 };
    binder.bind(state.entity)?;
    binder.bind(state.status().as_str())?;
    binder.bind(state.kind().as_str())?;
    binder.bind(state.snapshot_time())?;
    binder.bind(value(&state.finished))?;
    binder.bind(value(&state.size).unwrap_or(0))?;
    binder.bind(value(&state.transferred))?;
    binder.bind(value(&state.stored))?;
    binder.bind(value(&state.objects))?;
    binder.bind(status_info)?;
    binder.bind(status_info.map(fold))?;
    binder.bind(times.queued_export)?;
    binder.bind(times.export)?;
    binder.bind(times.queued_store)?;
    binder.bind(times.store)?;
    binder.bind(place.policy)?;
    binder.bind(place.policy_from_rule)?;
    binder.bind(state.rule)?;
    binder.bind(state.node)?;
    binder.bind(state.origin)?;
    binder.bind(&state.mode)?;
    binder.bind(state.hidden)?;
    binder.bind(state.mountable)?;
    binder.bind(state.iscsi_mountable)?;
    binder.bind(state.archive_expire)?;
    binder.bind(place.parent_guid)?;
    binder.bind(state.parent.as_ref().map(|told| told.value.as_str()))?;
    binder.bind(&state.description)?;
    binder.bind(state.description.as_deref().map(fold))?;
    binder.bind(&state.reported_description)?;
    binder.list(&state.warnings)?;
    binder.list(&state.pushed_warnings)?;
    binder.list(&state.pulled_warnings)?;
    binder.bind(state.acknowledged)?;
    binder.bind(state.scope)?;
    binder.bind(&state.native_id)?;
    binder.bind(&state.run)?;
    binder.bind(&state.original)?;
    binder.bind(&state.tool)?;
    binder.labels(&state.labels)?;
    binder.bind(state.exit_code)?;
    binder.bind(value(&state.started))?;
    binder.bind(state.pushed_status.map(BackupStatus::as_str))?;
    binder.bind(state.pulled_status.map(BackupStatus::as_str))?;
    binder.bind(reported(state))?;
    binder.bind(seen(state))?;
    binder.bind(state.removal.map(|removal| removal.time))?;
    binder.bind(state.removal.map(|_| outcome.as_str()))?;
    binder.bind(place.source)?;
    binder.bind(place.repository)?;
    binder.bind(place.id)?;
    if insert {
        binder.bind(place.guid)?;
        binder.bind(place.parent)?;
        binder.bind(place.root)?;
        binder.bind(place.position)?;
    }
    statement.raw_execute()?;
    Ok(())
}

fn told<T>(value: Option<T>, via: Via) -> Option<Told<T>> {
    value.map(|value| Told { value, via })
}

fn reported(state: &State) -> i64 {
    fn by<T>(told: Option<&Told<T>>, said: i64, pulled: i64) -> i64 {
        match told {
            None => 0,
            Some(told) if told.via == Via::Push => said,
            Some(_) => said | pulled,
        }
    }
    by(state.kind.as_ref(), said::KIND, pulled::KIND)
        | by(
            state.snapshot_time.as_ref(),
            said::SNAPSHOT_TIME,
            pulled::SNAPSHOT_TIME,
        )
        | by(state.size.as_ref(), said::SIZE, pulled::SIZE)
        | by(state.times.as_ref(), said::TIMES, pulled::TIMES)
        | by(state.started.as_ref(), 0, pulled::STARTED)
        | by(state.finished.as_ref(), 0, pulled::FINISHED)
        | by(state.transferred.as_ref(), 0, pulled::TRANSFERRED)
        | by(state.stored.as_ref(), 0, pulled::STORED)
        | by(state.objects.as_ref(), 0, pulled::OBJECTS)
        | by(state.parent.as_ref(), 0, pulled::PARENT)
        | by(state.status_info.as_ref(), 0, pulled::STATUS_INFO)
        | if state.copies_listed { said::COPIES } else { 0 }
}

fn seen(state: &State) -> i64 {
    let bit = |set: bool, bit: i64| if set { bit } else { 0 };
    bit(state.pushed_status.is_some(), seen::PUSHED)
        | bit(state.pulled_status.is_some(), seen::PULLED)
        | bit(
            state
                .removal
                .is_some_and(|removal| removal.via == Via::Push),
            seen::REMOVED_BY_PUSH,
        )
}

/// The cells of a row, from left to right.
struct Cells<'a, 'row> {
    row: &'a Row<'row>,
    next: usize,
}

impl Cells<'_, '_> {
    fn skip(&mut self) {
        self.next += 1;
    }

    fn take<T: FromSql>(&mut self) -> Result<T, StoreError> {
        let value = self.row.get(self.next)?;
        self.next += 1;
        Ok(value)
    }

    fn word<T: std::str::FromStr>(&mut self, expected: &'static str) -> Result<T, StoreError> {
        let text = self.row.get_ref(self.next)?.as_str().unwrap_or_default();
        self.next += 1;
        text.parse().map_err(|_| StoreError::Corrupt {
            value: text.to_owned(),
            expected,
        })
    }

    fn optional_word<T: std::str::FromStr>(
        &mut self,
        expected: &'static str,
    ) -> Result<Option<T>, StoreError> {
        if self.row.get_ref(self.next)? == rusqlite::types::ValueRef::Null {
            self.skip();
            return Ok(None);
        }
        self.word(expected).map(Some)
    }

    fn list(&mut self) -> Result<Vec<String>, StoreError> {
        let text = self.row.get_ref(self.next)?.as_str().unwrap_or_default();
        self.next += 1;
        if text == "[]" {
            return Ok(Vec::new());
        }
        json(text, "a JSON array of texts")
    }

    fn labels(&mut self) -> Result<BTreeMap<String, String>, StoreError> {
        let value = self.row.get_ref(self.next)?;
        self.next += 1;
        match value.as_str_or_null() {
            Ok(Some(text)) => json(text, "a JSON object of texts"),
            _ => Ok(BTreeMap::new()),
        }
    }
}

fn json<T: serde::de::DeserializeOwned>(
    text: &str,
    expected: &'static str,
) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|_| StoreError::Corrupt {
        value: text.to_owned(),
        expected,
    })
}

/// Binds the parameters of a statement, from the first on.
struct Binder<'a, 'connection> {
    statement: &'a mut CachedStatement<'connection>,
    next: usize,
}

impl Binder<'_, '_> {
    fn bind(&mut self, value: impl ToSql) -> Result<(), StoreError> {
        self.statement.raw_bind_parameter(self.next, value)?;
        self.next += 1;
        Ok(())
    }

    fn list(&mut self, texts: &[String]) -> Result<(), StoreError> {
        if texts.is_empty() {
            return self.bind("[]");
        }
        self.bind(serde_json::to_string(texts).unwrap_or_default())
    }

    fn labels(&mut self, labels: &BTreeMap<String, String>) -> Result<(), StoreError> {
        if labels.is_empty() {
            return self.bind(None::<&str>);
        }
        self.bind(serde_json::to_string(labels).unwrap_or_default())
    }
}
