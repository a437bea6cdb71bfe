//! One set.

use serde::Deserialize;

use super::{Name, Options};
use crate::domain::record::{Entity, Record, Reference, Status, Tool, Warning};
use crate::sources::field::count;
use crate::sources::{moment, without_credentials};
use crate::types::{BackupStatus, BackupType, ProtectedEntityType};

/// What the files of a set say of it.
#[derive(Debug, Default)]
pub(super) struct Set {
    /// The folder that was backed up, by the manifest.
    pub(super) source: Option<String>,
    /// What its statistics say, or why they cannot be read.
    pub(super) statistics: Option<Result<Statistics, String>>,
}

/// What duplicity writes of a set with `--jsonstat`. What it writes beside is not read: the action may be `inc` where a
/// full set was made.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Statistics {
    /// Epoch s.
    #[serde(rename = "StartTime")]
    start: f64,
    /// Epoch s.
    #[serde(rename = "EndTime")]
    end: f64,
    #[serde(rename = "Errors")]
    errors: i64,
    #[serde(rename = "SourceFiles", default, deserialize_with = "count")]
    files: Option<i64>,
    #[serde(rename = "SourceFileSize", default, deserialize_with = "count")]
    size: Option<i64>,
    #[serde(rename = "RawDeltaSize", default, deserialize_with = "count")]
    delta: Option<i64>,
    backup_meta: Meta,
}

/// What it belongs to.
#[derive(Debug, Clone, Deserialize)]
struct Meta {
    target: String,
    source: String,
}

impl Set {
    /// The target's address without login and password, where that is said.
    pub(super) fn target(&self) -> Option<String> {
        let statistics = self.statistics.as_ref()?.as_ref().ok()?;
        Some(without_credentials(&statistics.backup_meta.target))
    }

    /// The set as a record, or why there can be none.
    pub(super) fn record(
        &self,
        name: &Name,
        target: &str,
        options: &Options,
    ) -> Result<Record, String> {
        let statistics = match &self.statistics {
            Some(Ok(statistics)) => Some(statistics),
            Some(Err(reason)) => return Err(reason.clone()),
            None => None,
        };
        let source = statistics.map(|read| &read.backup_meta.source);
        let entity = match (&options.entity, source.or(self.source.as_ref())) {
            (Some(entity), _) => entity.clone(),
            (None, Some(source)) => match &options.node {
                Some(node) => format!("{node}:{source}"),
                None => source.clone(),
            },
            (None, None) => return Err("its manifest does not say what was backed up".to_owned()),
        };
        let base = Record {
            v: 1,
            source: options.source.clone(),
            repository: Some(target.to_owned()),
            id: Some(name.id.clone()),
            entity: Entity {
                kind: Some(ProtectedEntityType::OsAgent),
                name: entity,
                ..Entity::default()
            },
            destination: Some(Reference::Name(
                options
                    .destination
                    .clone()
                    .unwrap_or_else(|| target.to_owned()),
            )),
            node: options.node.clone().map(Reference::Name),
            policy: options.policy.clone().map(Reference::Name),
            kind: Some(match name.parent {
                Some(_) => BackupType::Incremental,
                None => BackupType::Full,
            }),
            parent: name.parent.clone(),
            tool: Some(Tool {
                name: "duplicity".to_owned(),
                version: None,
            }),
            ..Record::default()
        };
        if let Some(statistics) = statistics {
            return statistics.complete(base);
        }
        let begun = moment::read(&name.id, None)?;
        Ok(Record {
            status: Some(Status::Of(BackupStatus::Success)),
            started: Some(begun),
            snapshot_time: Some(begun),
            ..base
        })
    }
}

impl Statistics {
    /// A record with what they count.
    fn complete(&self, base: Record) -> Result<Record, String> {
        let started = milliseconds("StartTime", self.start)?;
        Ok(Record {
            status: Some(Status::Of(if self.errors == 0 {
                BackupStatus::Success
            } else {
                BackupStatus::PartialSuccess
            })),
            warnings: (self.errors != 0).then(|| vec![errors(self.errors)]),
            started: Some(started),
            finished: Some(milliseconds("EndTime", self.end)?.max(started)),
            snapshot_time: Some(started),
            size: self.size,
            transferred: self.delta,
            files: self.files,
            ..base
        })
    }
}

fn errors(number: i64) -> Warning {
    Warning::Parts {
        code: Some("ERRORS".to_owned()),
        path: None,
        message: format!("errors that duplicity met: {number}; its output of that run names them"),
    }
}

/// Seconds with a fraction as milliseconds.
#[allow(
    clippy::cast_possible_truncation,
    reason = "the range is checked, and what is cut off is less than a millisecond"
)]
fn milliseconds(field: &str, seconds: f64) -> Result<i64, String> {
    // To the year 9999.
    if !(0.0..253_402_300_800.0).contains(&seconds) {
        return Err(format!("`{field}`: {seconds} is not a time"));
    }
    Ok((seconds * 1000.0) as i64)
}
