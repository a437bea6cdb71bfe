//! Row → state.

use std::collections::BTreeMap;

use crate::store::database::Row;
use rusqlite::types::FromSql;

use super::{Place, pulled, said, seen};
use crate::domain::backup::TaskTimes;
use crate::domain::facts::{Handle, Told, Via};
use crate::domain::state::{Removal, State};
use crate::store::StoreError;
use crate::types::{BackupStatus, BackupType};

/// Reads a row; the copies are read apart.
#[allow(
    clippy::too_many_lines,
    reason = "one line a column, in the order of the statement"
)]
pub(in super::super) fn read(row: &Row<'_>) -> Result<(Place, State), StoreError> {
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
    let findings = cells.list()?;
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
        findings,
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

fn told<T>(value: Option<T>, via: Via) -> Option<Told<T>> {
    value.map(|value| Told { value, via })
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
        let text = self.row.text(self.next)?.unwrap_or_default();
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
        if self.row.text(self.next)?.is_none() {
            self.skip();
            return Ok(None);
        }
        self.word(expected).map(Some)
    }

    fn list(&mut self) -> Result<Vec<String>, StoreError> {
        let text = self.row.text(self.next)?.unwrap_or_default();
        self.next += 1;
        if text == "[]" {
            return Ok(Vec::new());
        }
        json(text, "a JSON array of texts")
    }

    fn labels(&mut self) -> Result<BTreeMap<String, String>, StoreError> {
        let text = self.row.text(self.next)?;
        self.next += 1;
        match text {
            Some(text) => json(text, "a JSON object of texts"),
            None => Ok(BTreeMap::new()),
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
