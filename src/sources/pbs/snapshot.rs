//! A snapshot of a datastore.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::Options;
use super::task::Task;
use crate::domain::identity;
use crate::domain::record::{Entity, Record, Reference, Status, Tool, Warning};
use crate::sources::field::{count, given, milliseconds};
use crate::types::{BackupStatus, BackupType, ProtectedEntityType};

/// A snapshot as the server lists it.
#[derive(Debug, Deserialize)]
pub(super) struct Snapshot {
    /// `vm`, `ct` or `host`.
    #[serde(rename = "backup-type")]
    kind: String,
    #[serde(rename = "backup-id")]
    id: String,
    /// Epoch s.
    #[serde(rename = "backup-time")]
    pub(super) time: i64,
    #[serde(default)]
    comment: Option<String>,
    /// Names, or objects with a `filename`.
    #[serde(default)]
    files: Vec<Value>,
    #[serde(default)]
    owner: Option<String>,
    #[serde(default)]
    protected: Option<bool>,
    /// Bytes; none of one that is not complete.
    #[serde(default, deserialize_with = "count")]
    size: Option<i64>,
    #[serde(default)]
    verification: Option<Verification>,
}

#[derive(Debug, Deserialize)]
struct Verification {
    state: String,
    #[serde(default)]
    upid: Option<String>,
}

impl Snapshot {
    /// What it is one of: `vm/101`.
    pub(super) fn group(&self) -> String {
        format!("{}/{}", self.kind, self.id)
    }

    /// What people call what it is of: the first line of the comment, where Proxmox VE writes the guest's name.
    pub(super) fn name(&self) -> Option<String> {
        let comment = self.comment.as_deref()?;
        let line = comment.lines().next().unwrap_or_default().trim();
        given(Some(line.to_owned()))
    }

    /// The record of it, or why there can be none. `task` is what made it, `name` what its group is called.
    pub(super) fn record(
        self,
        task: Option<&Task>,
        name: Option<&str>,
        options: &Options,
    ) -> Result<Record, String> {
        let group = self.group();
        let time = milliseconds("backup-time", self.time)?;
        let mut warnings = task.map(Task::warnings).unwrap_or_default();
        if let Some(Verification { state, upid }) = &self.verification
            && state != "ok"
        {
            let task = upid
                .as_ref()
                .map_or(String::new(), |upid| format!("; see task {upid}"));
            warnings.push(Warning::Parts {
                code: Some("VERIFICATION".to_owned()),
                path: None,
                message: format!("verification ended with `{state}`{task}"),
            });
        }
        let status = match task.map(Task::status) {
            Some(BackupStatus::Inprogress) => BackupStatus::Inprogress,
            Some(BackupStatus::Failed) => BackupStatus::Failed,
            // Without a manifest there is no size: it is not, or never was, finished.
            None if self.size.is_none() => BackupStatus::Inprogress,
            Some(_) if self.size.is_none() => BackupStatus::Failed,
            _ if !warnings.is_empty() => BackupStatus::PartialSuccess,
            _ => BackupStatus::Success,
        };
        let mut labels = BTreeMap::new();
        labels.extend(self.owner.map(|owner| ("owner".to_owned(), owner)));
        labels.extend(given(self.comment).map(|comment| ("comment".to_owned(), comment)));
        labels.extend(
            (self.protected == Some(true)).then(|| ("protected".to_owned(), "true".to_owned())),
        );
        Ok(Record {
            id: Some(format!("{group}/{}", self.time)),
            run: task.map(|task| task.upid.clone()),
            status: Some(Status::Of(status)),
            status_info: task.and_then(Task::info),
            started: Some(time),
            finished: match task {
                Some(task) => task.end()?.filter(|end| *end >= time),
                None => None,
            },
            snapshot_time: Some(time),
            size: self.size,
            files: i64::try_from(self.files.len())
                .ok()
                .filter(|files| *files > 0),
            warnings: (!warnings.is_empty()).then_some(warnings),
            labels,
            ..backup(&group, name, options)
        })
    }
}

/// What the records of a group have in common.
pub(super) fn backup(group: &str, name: Option<&str>, options: &Options) -> Record {
    let kind = if group.starts_with("host/") {
        ProtectedEntityType::OsAgent
    } else {
        ProtectedEntityType::Vm
    };
    let repository = options.repository();
    // A guest that gets another name stays itself.
    let guid = identity::entity(kind, &format!("{}\n{repository}\n{group}", options.source));
    let destination = options.destination.as_ref().unwrap_or(&options.datastore);
    Record {
        v: 1,
        source: options.source.clone(),
        repository: Some(repository),
        entity: Entity {
            kind: Some(kind),
            guid: Some(guid),
            name: name.unwrap_or(group).to_owned(),
            ..Entity::default()
        },
        destination: Some(Reference::Name(destination.clone())),
        policy: options.policy.clone().map(Reference::Name),
        // Each snapshot is whole, whatever the client had to send.
        kind: Some(BackupType::Full),
        tool: Some(Tool {
            name: "proxmox-backup".to_owned(),
            version: None,
        }),
        ..Record::default()
    }
}
