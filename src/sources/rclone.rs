//! rclone's log of one run, with `--use-json-log -v`.
//!
//! Each line is one JSON object; rclone may write plain text between them. The last one with `stats` is the result.
//! Nothing lists what rclone has copied, so there is no inventory: this is a run.

use std::collections::HashSet;

use serde::Deserialize;
use serde_json::Value;

use super::field::{self, count, time};
use super::{SourceError, output};
use crate::domain::record::{Entity, Record, Reference, Status, Tool, Warning};
use crate::types::{BackupStatus, BackupType, ProtectedEntityType};

/// What is read.
const LOG: &str = "rclone's log (`--use-json-log -v --stats 30s`)";

/// Warnings that are listed one by one.
const LISTED: usize = 100;

/// What the log does not say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Who reports.
    pub source: String,
    /// What is copied.
    pub entity: String,
    /// Name of the destination.
    pub destination: Option<String>,
    /// The host where rclone runs.
    pub node: Option<String>,
    /// The policy.
    pub policy: Option<String>,
    /// rclone's exit status.
    pub exit_code: Option<i64>,
}

/// A line.
#[derive(Debug, Deserialize)]
struct Line {
    /// Epoch ms.
    #[serde(deserialize_with = "time")]
    time: i64,
    level: String,
    msg: String,
    #[serde(default)]
    object: Option<String>,
    #[serde(default)]
    stats: Option<Stats>,
}

/// What the run has counted.
#[derive(Debug, Clone, Deserialize)]
struct Stats {
    errors: i64,
    #[serde(rename = "fatalError", default)]
    fatal: bool,
    #[serde(default, deserialize_with = "count")]
    bytes: Option<i64>,
    #[serde(default, deserialize_with = "count")]
    transfers: Option<i64>,
    #[serde(rename = "lastError", default)]
    last_error: Option<String>,
    #[serde(rename = "totalTransfers", default, deserialize_with = "count")]
    all_transfers: Option<i64>,
    #[serde(default, deserialize_with = "count")]
    checks: Option<i64>,
    #[serde(rename = "totalChecks", default, deserialize_with = "count")]
    all_checks: Option<i64>,
}

/// Reads the log of one run, or refuses it as a whole.
pub fn run(log: &[u8], options: &Options) -> Result<Record, SourceError> {
    let lines = lines(log)?;
    let (Some(first), Some(last)) = (lines.first(), lines.last()) else {
        return Err(SourceError::Shape {
            what: LOG,
            reason: "it has no line of JSON".to_owned(),
        });
    };
    let stats = lines.iter().rev().find_map(|line| line.stats.clone());
    // While it runs rclone writes `stats` as well: a log that was cut off may end with them, or after them. From 1.70 on
    // a run that failed says so once more.
    let last_words = last.last_words();
    let done = match (&last.stats, last_words) {
        (Some(stats), _) => stats.are_final(),
        (None, Some(_)) => last.level == "critical" || stats.as_ref().is_some_and(Stats::are_final),
        (None, None) => false,
    };
    let status = match options.exit_code {
        None if !done => return Err(SourceError::NoResult),
        exit_code => status(stats.as_ref(), exit_code),
    };
    // A run is tried three times: what is said again is no other error.
    let mut said = HashSet::new();
    let errors: Vec<&Line> = lines
        .iter()
        .filter(|line| matches!(line.level.as_str(), "error" | "critical"))
        .filter(|line| !line.msg.starts_with("Attempt ") && said.insert((&line.object, &line.msg)))
        .collect();
    let record = Record {
        v: 1,
        source: options.source.clone(),
        entity: Entity {
            kind: Some(ProtectedEntityType::Storage),
            name: options.entity.clone(),
            ..Entity::default()
        },
        destination: options.destination.clone().map(Reference::Name),
        node: options.node.clone().map(Reference::Name),
        policy: options.policy.clone().map(Reference::Name),
        status: Some(Status::Of(status)),
        status_info: stats
            .as_ref()
            .and_then(|stats| stats.last_error.clone())
            .or_else(|| last_words.map(str::to_owned)),
        exit_code: options.exit_code,
        kind: Some(BackupType::Synchronization),
        started: Some(first.time),
        finished: Some(last.time.max(first.time)),
        transferred: stats.as_ref().and_then(|stats| stats.bytes),
        files: stats.as_ref().and_then(|stats| stats.transfers),
        warning_count: (errors.len() > LISTED)
            .then(|| i64::try_from(errors.len()).unwrap_or(i64::MAX)),
        warnings: (!errors.is_empty()).then(|| {
            errors
                .iter()
                .take(LISTED)
                .map(|line| warning(line))
                .collect()
        }),
        tool: Some(Tool {
            name: "rclone".to_owned(),
            version: None,
        }),
        ..Record::default()
    };
    record.check().map_err(|refusal| SourceError::Shape {
        what: LOG,
        reason: refusal.to_string(),
    })?;
    Ok(record)
}

fn lines(log: &[u8]) -> Result<Vec<Line>, SourceError> {
    let mut lines = Vec::new();
    for (number, text) in (1..).zip(output::lines(log, LOG)?) {
        // What is not JSON rclone wrote before it had read its options, or at the very end.
        if !text.starts_with('{') {
            continue;
        }
        let damaged = |column, reason| SourceError::Damaged {
            what: LOG,
            line: number,
            column,
            reason,
        };
        let value: Value = serde_json::from_str(text)
            .map_err(|error| damaged(error.column(), "it is not whole".to_owned()))?;
        lines.push(field::read(value).map_err(|reason| damaged(1, reason))?);
    }
    Ok(lines)
}

impl Line {
    /// What rclone says when it gives up.
    fn last_words(&self) -> Option<&str> {
        let is_end = matches!(self.level.as_str(), "notice" | "error" | "critical")
            && self.object.is_none()
            && self.msg.starts_with("Failed to ");
        is_end.then(|| self.msg.trim())
    }
}

impl Stats {
    /// Whether nothing was left to do, or nothing more was tried.
    fn are_final(&self) -> bool {
        self.fatal || (self.transfers >= self.all_transfers && self.checks >= self.all_checks)
    }
}

/// How it went: by rclone's own count, and its exit status where that is known.
fn status(stats: Option<&Stats>, exit_code: Option<i64>) -> BackupStatus {
    match (stats, exit_code) {
        (None, Some(0)) => BackupStatus::Success,
        (Some(stats), None | Some(0)) if stats.errors == 0 && !stats.fatal => BackupStatus::Success,
        // Some files came over.
        (Some(stats), _) if !stats.fatal && stats.transfers.is_some_and(|number| number > 0) => {
            BackupStatus::PartialSuccess
        }
        _ => BackupStatus::Failed,
    }
}

fn warning(line: &Line) -> Warning {
    Warning::Parts {
        code: None,
        path: line.object.clone(),
        message: line.msg.trim().to_owned(),
    }
}
