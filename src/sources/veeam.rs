//! Veeam Backup & Replication: the task sessions of its REST API (`GET /api/v1/taskSessions`), by their documented shape
//! (version 1.3), with `GET /api/v1/sessions` and `GET /api/v1/backupInfrastructure/repositories` for names.
//!
//! A task session is what was done for one machine in one run of a job. There are sessions for as long as the server
//! keeps their history, so nothing can be told to be gone by them.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;

use super::field::{self, count, given, optional_time, time};
use super::output::{self, Entry};
use super::{Inventory, SourceError};
use crate::domain::record::{Entity, Record, Reference, Status, Tool, Warning};
use crate::types::{BackupStatus, BackupType, ProtectedEntityType};

/// What is read.
const PAGES: &str = "Veeam's `GET /api/v1/taskSessions`";

/// What the answers do not say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Who reports.
    pub source: String,
    /// Name of the backup server; without one the source's.
    pub server: Option<String>,
    /// Name of the destination; without one each session's repository.
    pub destination: Option<String>,
    /// The policy; without one each session's job.
    pub policy: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Task {
    id: String,
    session_id: String,
    #[serde(deserialize_with = "time")]
    creation_time: i64,
    #[serde(default, deserialize_with = "optional_time")]
    end_time: Option<i64>,
    name: String,
    state: String,
    #[serde(default)]
    algorithm: Option<String>,
    #[serde(default)]
    repository_id: Option<String>,
    #[serde(default)]
    restore_point_id: Option<String>,
    #[serde(default)]
    result: Option<Outcome>,
    #[serde(default)]
    progress: Option<Progress>,
    #[serde(default)]
    platform_type: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Outcome {
    result: String,
    #[serde(default)]
    message: Option<String>,
    #[serde(default)]
    is_canceled: Option<bool>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Progress {
    #[serde(default, deserialize_with = "count")]
    processed_size: Option<i64>,
    #[serde(default, deserialize_with = "count")]
    transferred_size: Option<i64>,
}

/// Reads any number of pages of task sessions, and of sessions and repositories, which have their names. Task sessions
/// that are no backups are passed over.
///
/// Pages that are damaged anywhere are refused as a whole. A session that cannot be read is left out with a diagnostic;
/// where none can be read, it is something else and refused.
pub fn inventory(pages: &[u8], options: &Options) -> Result<Inventory, SourceError> {
    let mut names: HashMap<String, String> = HashMap::new();
    let mut tasks = Vec::new();
    for value in output::elements(pages, PAGES, &["data"])? {
        if value.get("sessionId").is_some() {
            tasks.push(value);
        } else if let (Some(id), Some(name)) = (field::id(&value, "id"), field::id(&value, "name"))
        {
            names.insert(id, name);
        } else {
            tasks.push(value);
        }
    }
    let entries = tasks.into_iter().filter_map(|value| -> Option<Entry> {
        let id = field::id(&value, "id");
        let kind = value.get("type").and_then(serde_json::Value::as_str);
        if kind.is_some_and(|kind| kind != "Backup") {
            return None;
        }
        let read = field::read::<Task>(value).and_then(|task| task.into_record(&names, options));
        Some(read.map_err(|reason| (id, reason)))
    });
    let server = options.server.as_ref().unwrap_or(&options.source);
    let entries: Vec<Entry> = entries.collect();
    output::inventory(PAGES, format!("veeam:{server}"), false, entries)
}

impl Task {
    fn into_record(
        self,
        names: &HashMap<String, String>,
        options: &Options,
    ) -> Result<Record, String> {
        let status = self.status()?;
        let server = options.server.as_ref().unwrap_or(&options.source);
        let message = self
            .result
            .as_ref()
            .and_then(|result| given(result.message.clone()));
        let warned = status == BackupStatus::PartialSuccess;
        let ended = !matches!(status, BackupStatus::Queued | BackupStatus::Inprogress);
        let repository = self.repository_id.map(|id| {
            let name = names.get(&id).cloned();
            name.unwrap_or(id)
        });
        let destination = options.destination.clone().or(repository);
        let job = names.get(&self.session_id).cloned();
        let mut labels = BTreeMap::from([("session".to_owned(), self.session_id)]);
        labels.extend(
            self.platform_type
                .clone()
                .map(|kind| ("platform".to_owned(), kind)),
        );
        // Restore points that are no backups' own are zeros.
        let point = self
            .restore_point_id
            .filter(|id| id.bytes().any(|byte| !matches!(byte, b'0' | b'-')));
        Ok(Record {
            v: 1,
            source: options.source.clone(),
            repository: Some(server.clone()),
            id: point
                .filter(|_| matches!(status, BackupStatus::Success | BackupStatus::PartialSuccess)),
            run: Some(self.id),
            entity: Entity {
                kind: Some(kind(self.platform_type.as_deref().unwrap_or_default())),
                name: self.name,
                ..Entity::default()
            },
            destination: destination.map(Reference::Name),
            node: Some(Reference::Name(server.clone())),
            policy: options.policy.clone().or(job).map(Reference::Name),
            status: Some(Status::Of(status)),
            status_info: message.clone(),
            kind: match self.algorithm.as_deref() {
                Some("Full") => Some(BackupType::Full),
                Some("Increment") => Some(BackupType::Incremental),
                Some("Synthetic") => Some(BackupType::Synthetic),
                _ => None,
            },
            started: Some(self.creation_time),
            finished: self
                .end_time
                .filter(|end| ended && *end >= self.creation_time),
            snapshot_time: Some(self.creation_time),
            size: self
                .progress
                .as_ref()
                .and_then(|progress| progress.processed_size),
            transferred: self
                .progress
                .as_ref()
                .and_then(|progress| progress.transferred_size),
            warnings: message
                .filter(|_| warned)
                .map(|text| vec![Warning::Text(text)]),
            labels,
            tool: Some(Tool {
                name: "veeam".to_owned(),
                version: None,
            }),
            ..Record::default()
        })
    }

    /// How it went. One that stopped without a result, or was cancelled, made no backup.
    fn status(&self) -> Result<BackupStatus, String> {
        match self.state.as_str() {
            "Stopped" => {}
            "Starting" | "Working" | "Stopping" | "Pausing" | "Resuming" | "Idle"
            | "Postprocessing" | "ActionRequired" => return Ok(BackupStatus::Inprogress),
            "WaitingTape" | "WaitingRepository" | "WaitingSlot" => return Ok(BackupStatus::Queued),
            other => return Err(format!("`state` is `{other}`, which is not known")),
        }
        let Some(result) = &self.result else {
            return Ok(BackupStatus::Failed);
        };
        match result.result.as_str() {
            _ if result.is_canceled == Some(true) => Ok(BackupStatus::Failed),
            "Success" => Ok(BackupStatus::Success),
            "Warning" => Ok(BackupStatus::PartialSuccess),
            "Failed" | "None" => Ok(BackupStatus::Failed),
            other => Err(format!("`result` is `{other}`, which is not known")),
        }
    }
}

fn kind(platform: &str) -> ProtectedEntityType {
    match platform {
        "WindowsPhysical" | "LinuxPhysical" | "LinuxPhysicalPpc" => ProtectedEntityType::OsAgent,
        "UnstructuredData" => ProtectedEntityType::Storage,
        "ApplicationBackupRepository" | "EntraID" | "MongoDb" | "Iris" => ProtectedEntityType::App,
        _ => ProtectedEntityType::Vm,
    }
}
