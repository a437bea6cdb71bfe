//! A backup as a record.

use std::collections::BTreeMap;

use super::Options;
use super::row::{self, Base, Row};
use crate::domain::record::{Entity, Record, Reference, Status, Tool};
use crate::sources::field::{given, milliseconds};
use crate::sources::moment;
use crate::types::{BackupStatus, BackupType, ProtectedEntityType};

/// The record of a backup, or why there can be none.
pub(super) fn of(row: Row, server: &str, options: &Options) -> Result<Record, String> {
    let local = row::iso(&row.backup_id).ok_or_else(|| {
        format!(
            "`backup_id` is `{}`, not a time such as 20261123T080009",
            row.backup_id
        )
    })?;
    let status = status(&row.status)?;
    let base = row.base_backup_information.as_ref();
    let started = match base.and_then(|base| base.begin_time_timestamp) {
        Some(begin) => milliseconds("begin_time_timestamp", begin)?,
        None => moment::read(&local, options.zone.as_ref())
            .map_err(|reason| format!("`backup_id`: {reason}"))?,
    };
    let finished = base
        .and_then(|base| base.end_time_timestamp)
        .or(row.end_time_timestamp)
        .map(|end| milliseconds("end_time_timestamp", end))
        .transpose()?;
    let linked = base.is_some_and(|base| base.linked() > 0);
    let kind = kind(row.backup_type.as_deref(), base.is_some(), linked)?;
    let parent = row
        .catalog_information
        .and_then(|place| place.previous_backup)
        .filter(|id| row.backup_type.as_deref() == Some("incremental") && row::iso(id).is_some());
    let name = |name: &str| Reference::Name(name.to_owned());
    Ok(Record {
        v: 1,
        source: options.source.clone(),
        repository: Some(server.to_owned()),
        id: Some(row.backup_id),
        entity: Entity {
            kind: Some(ProtectedEntityType::App),
            name: server.to_owned(),
            ..Entity::default()
        },
        destination: Some(name(
            options.destination.as_deref().unwrap_or(&options.source),
        )),
        node: options.node.as_deref().map(name),
        policy: options.policy.as_deref().map(name),
        status: Some(Status::Of(status)),
        status_info: given(row.error),
        kind,
        parent,
        started: Some(started),
        finished,
        snapshot_time: Some(started),
        size: base.and_then(Base::size).or(row.size_bytes),
        transferred: base.and_then(|base| base.backup_size_bytes),
        labels: given(row.backup_name)
            .map(|name| BTreeMap::from([("name".to_owned(), name)]))
            .unwrap_or_default(),
        tool: Some(Tool {
            name: "barman".to_owned(),
            version: None,
        }),
        ..Record::default()
    })
}

fn status(status: &str) -> Result<BackupStatus, String> {
    match status {
        "DONE" => Ok(BackupStatus::Success),
        "FAILED" => Ok(BackupStatus::Failed),
        "EMPTY" | "STARTED" | "SYNCING" | "WAITING_FOR_WALS" => Ok(BackupStatus::Inprogress),
        other => Err(format!("`status` is `{other}`, which is not known")),
    }
}

/// An rsync backup is an increment where it links what has not changed, which only `show-backup` says. Barman 3.4 says no
/// type.
fn kind(kind: Option<&str>, shown: bool, linked: bool) -> Result<Option<BackupType>, String> {
    match kind {
        Some("full" | "snapshot") => Ok(Some(BackupType::Full)),
        Some("incremental") => Ok(Some(BackupType::Incremental)),
        Some("rsync") | None if linked => Ok(Some(BackupType::Incremental)),
        Some("rsync") | None if shown => Ok(Some(BackupType::Full)),
        Some("rsync") | None => Ok(None),
        Some(other) => Err(format!("`backup_type` is `{other}`, which is not known")),
    }
}
