//! Kopia's inventory: `kopia snapshot list --json`, by its documented shape (kopia/kopia `snapshot/manifest.go`).
//!
//! A snapshot that skipped files, and one that was broken off, is listed with its counts of errors. A run that made none
//! is not.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::field::{self, count, given, optional_time, time};
use super::output::{self, Entry};
use super::{Inventory, SourceError};
use crate::domain::record::{Entity, Record, Reference, Status, Tool, Warning};
use crate::types::{BackupStatus, BackupType, ProtectedEntityType};

/// The command whose output is read.
const LIST: &str =
    "`kopia snapshot list --all --incomplete --show-identical --max-results=1000000 --json`";

/// The tag that names the policy, as `kopia snapshot create --tags policy:NAME` sets it.
const POLICY: &str = "tag:policy";

/// Warnings that are listed one by one.
const LISTED: usize = 100;

/// What the output does not say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Who reports.
    pub source: String,
    /// The repository's id, `uniqueIDHex` of `kopia repository status --json`, or any name that stays.
    pub repository: String,
    /// Name of the destination; without one the repository's id.
    pub destination: Option<String>,
    /// Policy of snapshots without a tag `policy:NAME`.
    pub policy: Option<String>,
    /// The list is everything in the repository, and the command succeeded.
    pub complete: bool,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Manifest {
    id: String,
    source: Source,
    #[serde(default)]
    description: Option<String>,
    #[serde(deserialize_with = "time")]
    start_time: i64,
    #[serde(default, deserialize_with = "optional_time")]
    end_time: Option<i64>,
    #[serde(default)]
    stats: Stats,
    /// Why it was broken off.
    #[serde(default)]
    incomplete: Option<String>,
    #[serde(default)]
    root_entry: Option<RootEntry>,
    #[serde(default)]
    tags: BTreeMap<String, String>,
    #[serde(default)]
    storage_stats: Option<StorageStats>,
    #[serde(default)]
    pins: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Source {
    host: String,
    user_name: String,
    path: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Stats {
    #[serde(deserialize_with = "count")]
    total_size: Option<i64>,
    #[serde(deserialize_with = "count")]
    file_count: Option<i64>,
    #[serde(deserialize_with = "count")]
    error_count: Option<i64>,
    #[serde(deserialize_with = "count")]
    ignored_error_count: Option<i64>,
}

#[derive(Debug, Deserialize)]
struct RootEntry {
    #[serde(default)]
    summ: Option<Summary>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Summary {
    #[serde(deserialize_with = "count")]
    size: Option<i64>,
    #[serde(deserialize_with = "count")]
    files: Option<i64>,
    #[serde(deserialize_with = "count")]
    num_failed: Option<i64>,
    /// The first of what failed.
    errors: Vec<FailedEntry>,
}

#[derive(Debug, Deserialize)]
struct FailedEntry {
    #[serde(default)]
    path: Option<String>,
    error: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct StorageStats {
    #[serde(default)]
    new_data: Option<NewData>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct NewData {
    #[serde(default, deserialize_with = "count")]
    packed_content_bytes: Option<i64>,
}

/// Reads the snapshots of a repository.
///
/// Output that is damaged anywhere is refused as a whole. A snapshot that cannot be read is left out with a diagnostic,
/// and the inventory is then not complete; where none can be read, it is the output of something else and refused.
pub fn inventory(output: &[u8], options: &Options) -> Result<Inventory, SourceError> {
    let Value::Array(list) = output::json(output, LIST)? else {
        return Err(SourceError::Shape {
            what: LIST,
            reason: "it is not a list".to_owned(),
        });
    };
    let entries = list.into_iter().map(|value| -> Entry {
        let id = field::id(&value, "id");
        let manifest: Manifest = field::read(value).map_err(|reason| (id, reason))?;
        Ok(manifest.into_record(options))
    });
    let scope = format!("kopia:{}", options.repository);
    output::inventory(LIST, scope, options.complete, entries)
}

impl Manifest {
    fn into_record(self, options: &Options) -> Record {
        let summary = self.root_entry.and_then(|entry| entry.summ);
        let summary = summary.unwrap_or_default();
        let number = |number: Option<i64>| number.unwrap_or(0);
        let errors = number(self.stats.error_count)
            .max(number(summary.num_failed))
            .saturating_add(number(self.stats.ignored_error_count));
        let broken_off = given(self.incomplete);
        let status = if broken_off.is_some() || errors > 0 {
            BackupStatus::PartialSuccess
        } else {
            BackupStatus::Success
        };
        let warnings: Vec<Warning> = summary
            .errors
            .into_iter()
            .take(LISTED)
            .map(|failed| Warning::Parts {
                code: Some("READ_ERROR".to_owned()),
                path: failed.path,
                message: failed.error,
            })
            .collect();
        let Source {
            host,
            user_name,
            path,
        } = self.source;
        let policy = self.tags.get(POLICY).or(options.policy.as_ref());
        let destination = options.destination.as_ref();
        let mut labels: BTreeMap<String, String> = self
            .tags
            .iter()
            .filter(|(tag, _)| *tag != POLICY)
            .map(|(tag, value)| (tag.replacen("tag:", "tag.", 1), value.clone()))
            .collect();
        if !self.pins.is_empty() {
            labels.insert("pins".to_owned(), self.pins.join(", "));
        }
        Record {
            v: 1,
            source: options.source.clone(),
            repository: Some(options.repository.clone()),
            id: Some(self.id),
            entity: Entity {
                kind: Some(ProtectedEntityType::OsAgent),
                name: format!("{user_name}@{host}:{path}"),
                ..Entity::default()
            },
            destination: Some(Reference::Name(
                destination.unwrap_or(&options.repository).clone(),
            )),
            node: Some(Reference::Name(host)),
            policy: policy.cloned().map(Reference::Name),
            status: Some(Status::Of(status)),
            status_info: broken_off.map(|reason| format!("incomplete: {reason}")),
            // It names no parent: every snapshot is whole.
            kind: Some(BackupType::Full),
            started: Some(self.start_time),
            finished: self.end_time.filter(|end| *end >= self.start_time),
            snapshot_time: Some(self.start_time),
            size: summary.size.or(self.stats.total_size),
            transferred: self
                .storage_stats
                .and_then(|stats| stats.new_data)
                .and_then(|data| data.packed_content_bytes),
            files: summary.files.or(self.stats.file_count),
            warnings: (!warnings.is_empty()).then_some(warnings),
            warning_count: (errors > 0).then_some(errors),
            description: given(self.description),
            labels,
            tool: Some(Tool {
                name: "kopia".to_owned(),
                version: None,
            }),
            ..Record::default()
        }
    }
}

/// The repository's id, of `kopia repository status --json`.
pub fn repository(status: &[u8]) -> Result<String, SourceError> {
    const STATUS: &str = "`kopia repository status --json`";
    let status = output::json(status, STATUS)?;
    given(field::id(&status, "uniqueIDHex")).ok_or_else(|| SourceError::Shape {
        what: STATUS,
        reason: "it has no `uniqueIDHex`".to_owned(),
    })
}
