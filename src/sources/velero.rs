//! Velero's backups: `velero backup get -o json`, or `kubectl get backups.velero.io -o json`, by their documented shape
//! (velero.io/docs/v1.11/api-types/backup).
//!
//! Velero keeps what failed, and what still runs, as it keeps what is good. It does not say how large a backup is.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::field::{self, count, given, optional_time, time};
use super::output::{self, Entry};
use super::{Inventory, SourceError};
use crate::domain::record::{Entity, Record, Reference, Status, Tool, Warning};
use crate::types::{BackupStatus, BackupType, ProtectedEntityType};

/// The command whose output is read.
const GET: &str = "`velero backup get -o json`";

/// The label that names the schedule.
const SCHEDULE: &str = "velero.io/schedule-name";

/// What the output does not say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Who reports.
    pub source: String,
    /// Name of the cluster; without one the source's.
    pub cluster: Option<String>,
    /// Name of the destination; without one each backup's storage location.
    pub destination: Option<String>,
    /// Policy of backups that no schedule made.
    pub policy: Option<String>,
    /// The list has every backup, and the command succeeded.
    pub complete: bool,
}

#[derive(Debug, Deserialize)]
struct Backup {
    metadata: Metadata,
    #[serde(default)]
    spec: Spec,
    #[serde(default)]
    status: State,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Metadata {
    name: String,
    uid: String,
    #[serde(default)]
    namespace: Option<String>,
    #[serde(deserialize_with = "time")]
    creation_timestamp: i64,
    #[serde(default)]
    labels: BTreeMap<String, String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Spec {
    included_namespaces: Option<Vec<String>>,
    storage_location: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct State {
    phase: Option<String>,
    #[serde(deserialize_with = "optional_time")]
    start_timestamp: Option<i64>,
    #[serde(deserialize_with = "optional_time")]
    completion_timestamp: Option<i64>,
    #[serde(deserialize_with = "optional_time")]
    expiration: Option<i64>,
    #[serde(deserialize_with = "count")]
    errors: Option<i64>,
    #[serde(deserialize_with = "count")]
    warnings: Option<i64>,
    failure_reason: Option<String>,
    validation_errors: Option<Vec<String>>,
    progress: Option<Progress>,
    version: Option<i64>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Progress {
    #[serde(default, deserialize_with = "count")]
    items_backed_up: Option<i64>,
}

/// Reads the backups of a cluster; those that are being deleted are passed over.
///
/// Output that is damaged anywhere is refused as a whole. A backup that cannot be read is left out with a diagnostic,
/// and the inventory is then not complete; where none can be read, it is the output of something else and refused.
pub fn inventory(output: &[u8], options: &Options) -> Result<Inventory, SourceError> {
    let cluster = options.cluster.as_ref().unwrap_or(&options.source);
    let entries = output::elements(output, GET, &["items"])?
        .into_iter()
        .filter_map(|value| -> Option<Entry> {
            let id = field::id(&value["metadata"], "name");
            let backup: Backup = match field::read(value) {
                Ok(backup) => backup,
                Err(reason) => return Some(Err((id, reason))),
            };
            if backup.status.phase.as_deref() == Some("Deleting") {
                return None;
            }
            let record = backup.into_record(cluster, options);
            Some(record.map_err(|reason| (id, reason)))
        });
    let entries: Vec<Entry> = entries.collect();
    output::inventory(GET, format!("velero:{cluster}"), options.complete, entries)
}

impl Backup {
    fn into_record(self, cluster: &str, options: &Options) -> Result<Record, String> {
        let Self {
            metadata,
            spec,
            status: state,
        } = self;
        let status = status(state.phase.as_deref())?;
        let schedule = metadata.labels.get(SCHEDULE).cloned();
        let policy = schedule.clone().or_else(|| options.policy.clone());
        let namespaces = spec.included_namespaces.unwrap_or_default();
        let what = match &schedule {
            Some(schedule) => schedule.clone(),
            None if namespaces.iter().all(|name| name == "*") => "all namespaces".to_owned(),
            None => namespaces.join(","),
        };
        let destination = options.destination.clone().or(given(spec.storage_location));
        let started = state.start_timestamp.unwrap_or(metadata.creation_timestamp);
        let ended = !matches!(status, BackupStatus::Queued | BackupStatus::Inprogress);
        let invalid = state.validation_errors.unwrap_or_default();
        let info = given(state.failure_reason).or_else(|| given(Some(invalid.join("; "))));
        let mut warnings = Vec::new();
        for (code, number) in [("ERRORS", state.errors), ("WARNINGS", state.warnings)] {
            if let Some(number) = number.filter(|number| *number > 0) {
                warnings.push(Warning::Parts {
                    code: Some(code.to_owned()),
                    path: None,
                    message: format!(
                        "{number}; `velero backup logs {}` shows them",
                        metadata.name
                    ),
                });
            }
        }
        let mut labels = BTreeMap::from([("name".to_owned(), metadata.name)]);
        labels.extend(
            metadata
                .namespace
                .map(|name| ("namespace".to_owned(), name)),
        );
        labels.extend(
            (!namespaces.is_empty()).then(|| ("namespaces".to_owned(), namespaces.join(","))),
        );
        labels.extend(
            state
                .version
                .map(|version| ("formatVersion".to_owned(), version.to_string())),
        );
        Ok(Record {
            v: 1,
            source: options.source.clone(),
            repository: Some(cluster.to_owned()),
            id: Some(metadata.uid),
            entity: Entity {
                kind: Some(ProtectedEntityType::App),
                name: format!("{cluster}:{what}"),
                ..Entity::default()
            },
            destination: destination.map(Reference::Name),
            node: Some(Reference::Name(cluster.to_owned())),
            policy: policy.map(Reference::Name),
            status: Some(Status::Of(status)),
            status_info: info,
            kind: Some(BackupType::Full),
            started: Some(started),
            finished: state
                .completion_timestamp
                .filter(|end| ended && *end >= started),
            snapshot_time: Some(started),
            objects: state.progress.and_then(|progress| progress.items_backed_up),
            expires: state.expiration,
            warnings: (!warnings.is_empty()).then_some(warnings),
            labels,
            tool: Some(Tool {
                name: "velero".to_owned(),
                version: None,
            }),
            ..Record::default()
        })
    }
}

/// What a phase means. A backup of which nothing is said yet is one that Velero has not looked at.
fn status(phase: Option<&str>) -> Result<BackupStatus, String> {
    match phase {
        None | Some("" | "New" | "Queued" | "ReadyToStart") => Ok(BackupStatus::Queued),
        Some(
            "InProgress"
            | "WaitingForPluginOperations"
            | "WaitingForPluginOperationsPartiallyFailed"
            | "Finalizing"
            | "FinalizingPartiallyFailed",
        ) => Ok(BackupStatus::Inprogress),
        Some("Completed") => Ok(BackupStatus::Success),
        Some("PartiallyFailed") => Ok(BackupStatus::PartialSuccess),
        Some("Failed" | "FailedValidation") => Ok(BackupStatus::Failed),
        Some(other) => Err(format!("`phase` is `{other}`, which is not known")),
    }
}
