//! One set.

use serde::Deserialize;

use super::Options;
use crate::domain::record::{Entity, Record, Reference, Status, Tool, Warning};
use crate::sources::field::count;
use crate::sources::without_credentials;
use crate::types::{BackupStatus, BackupType, ProtectedEntityType};

/// What duplicity writes of a set. What it writes beside is not read.
#[derive(Debug, Deserialize)]
pub(super) struct Set {
    /// Epoch s.
    #[serde(rename = "StartTime")]
    start: f64,
    /// Epoch s.
    #[serde(rename = "EndTime")]
    end: f64,
    /// The time that the set's files are named by, in UTC.
    #[serde(rename = "StartTime_str")]
    time: String,
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
#[derive(Debug, Deserialize)]
struct Meta {
    action: String,
    time_full_bkp_str: String,
    target: String,
    source: String,
    /// The files of the sets that it builds on, oldest first.
    #[serde(default)]
    local_json_stat: Vec<String>,
}

impl Set {
    /// The target's address without login and password.
    pub(super) fn target(&self) -> String {
        without_credentials(&self.backup_meta.target)
    }

    /// The set as a record, or why there can be none.
    pub(super) fn record(&self, options: &Options) -> Result<Record, String> {
        let meta = &self.backup_meta;
        let kind = match meta.action.as_str() {
            "full" => BackupType::Full,
            "inc" => BackupType::Incremental,
            other => {
                return Err(format!(
                    "`backup_meta.action` is `{other}`, not full or inc"
                ));
            }
        };
        let full = kind == BackupType::Full;
        let started = milliseconds("StartTime", self.start)?;
        let entity = options.entity.clone().unwrap_or_else(|| {
            let node = options.node.as_ref();
            node.map_or_else(
                || meta.source.clone(),
                |node| format!("{node}:{}", meta.source),
            )
        });
        let target = self.target();
        Ok(Record {
            v: 1,
            source: options.source.clone(),
            repository: Some(target.clone()),
            id: Some(if full {
                meta.time_full_bkp_str.clone()
            } else {
                self.time.clone()
            }),
            entity: Entity {
                kind: Some(ProtectedEntityType::OsAgent),
                name: entity,
                ..Entity::default()
            },
            destination: Some(Reference::Name(
                options.destination.clone().unwrap_or(target),
            )),
            node: options.node.clone().map(Reference::Name),
            policy: options.policy.clone().map(Reference::Name),
            status: Some(Status::Of(if self.errors == 0 {
                BackupStatus::Success
            } else {
                BackupStatus::PartialSuccess
            })),
            warnings: (self.errors != 0).then(|| vec![errors(self.errors)]),
            kind: Some(kind),
            parent: (!full).then(|| self.parent()),
            root: (!full).then(|| meta.time_full_bkp_str.clone()),
            started: Some(started),
            finished: Some(milliseconds("EndTime", self.end)?.max(started)),
            snapshot_time: Some(started),
            size: self.size,
            transferred: self.delta,
            files: self.files,
            tool: Some(Tool {
                name: "duplicity".to_owned(),
                version: None,
            }),
            ..Record::default()
        })
    }

    /// The set before it: `duplicity-inc.A.to.B.jsonstat.gz` is set B.
    fn parent(&self) -> String {
        let named = |file: &str| {
            let stem = &file[..file.find(".jsonstat")?];
            stem.rsplit_once('.').map(|(_, time)| time.to_owned())
        };
        let meta = &self.backup_meta;
        meta.local_json_stat
            .last()
            .and_then(|file| named(file))
            .unwrap_or_else(|| meta.time_full_bkp_str.clone())
    }
}

fn errors(number: i64) -> Warning {
    Warning::Parts {
        code: Some("ERRORS".to_owned()),
        path: None,
        message: format!("duplicity met {number} errors; its output of that run names them"),
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
