//! A task of the server that takes a backup in.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::Options;
use super::snapshot::backup;
use crate::domain::record::{Record, Reference, Status, Warning};
use crate::sources::field::{self, given, milliseconds};
use crate::types::BackupStatus;

/// A task as the server lists it.
#[derive(Debug, Deserialize)]
struct Listed {
    upid: String,
    #[serde(default)]
    node: Option<String>,
    worker_type: String,
    #[serde(default)]
    worker_id: Option<String>,
    /// Epoch s.
    starttime: i64,
    #[serde(default)]
    endtime: Option<i64>,
    /// `OK`, `WARNINGS: n` or what went wrong; none while it runs.
    #[serde(default)]
    status: Option<String>,
}

/// A task that takes a backup in.
#[derive(Debug)]
pub(super) struct Task {
    pub(super) upid: String,
    node: Option<String>,
    datastore: String,
    namespace: String,
    /// `vm/101`
    pub(super) group: String,
    /// Epoch s.
    pub(super) start: i64,
    end: Option<i64>,
    status: Option<String>,
}

impl Task {
    /// Reads a task; none: it is no backup.
    pub(super) fn read(value: Value) -> Result<Option<Self>, String> {
        let listed: Listed = field::read(value)?;
        if listed.worker_type != "backup" {
            return Ok(None);
        }
        let worker = listed.worker_id.unwrap_or_default().replace("\\x3a", ":");
        let unknown = || format!("`worker_id` is `{worker}`, not such as `store:vm/101`");
        let mut parts = worker.split(':');
        let datastore = parts.next().unwrap_or_default().to_owned();
        let group = parts.next_back().ok_or_else(unknown)?;
        let namespace = parts.next().unwrap_or_default().to_owned();
        // `vm/101`, and in some versions with the time after it.
        let mut names = group.splitn(3, '/');
        let (Some(kind @ ("vm" | "ct" | "host")), Some(id)) = (names.next(), names.next()) else {
            return Err(unknown());
        };
        Ok(Some(Self {
            group: format!("{kind}/{id}"),
            datastore,
            namespace,
            upid: listed.upid,
            node: listed.node,
            start: listed.starttime,
            end: listed.endtime,
            status: given(listed.status),
        }))
    }

    pub(super) fn is_of(&self, options: &Options) -> bool {
        self.datastore == options.datastore && self.namespace == options.namespace()
    }

    /// How it went. What is not known is no success.
    pub(super) fn status(&self) -> BackupStatus {
        match (self.status.as_deref(), self.end) {
            (Some("OK"), _) => BackupStatus::Success,
            (Some(status), _) if status.starts_with("WARNINGS") => BackupStatus::PartialSuccess,
            (None, None) => BackupStatus::Inprogress,
            _ => BackupStatus::Failed,
        }
    }

    pub(super) fn has_succeeded(&self) -> bool {
        matches!(
            self.status(),
            BackupStatus::Success | BackupStatus::PartialSuccess
        )
    }

    /// The status in words, where it says something.
    pub(super) fn info(&self) -> Option<String> {
        self.status.clone().filter(|status| status != "OK")
    }

    pub(super) fn warnings(&self) -> Vec<Warning> {
        let warned = self.status() == BackupStatus::PartialSuccess;
        let status = self.status.as_ref().filter(|_| warned);
        status
            .map(|status| Warning::Text(format!("{status}; see the log of task {}", self.upid)))
            .into_iter()
            .collect()
    }

    /// When it ended, epoch ms.
    pub(super) fn end(&self) -> Result<Option<i64>, String> {
        self.end.map(|end| milliseconds("endtime", end)).transpose()
    }

    /// The record of a task that left no snapshot, or none yet.
    pub(super) fn record(&self, name: Option<&str>, options: &Options) -> Result<Record, String> {
        let started = milliseconds("starttime", self.start)?;
        Ok(Record {
            run: Some(self.upid.clone()),
            node: self.node.clone().map(Reference::Name),
            status: Some(Status::Of(self.status())),
            status_info: self.info(),
            started: Some(started),
            finished: self.end()?.filter(|end| *end >= started),
            labels: BTreeMap::from([("task".to_owned(), self.upid.clone())]),
            ..backup(&self.group, name, options)
        })
    }
}
