//! What a ping reports: a job that knows a URL and nothing else says that it began, ended or failed.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::identity;
use super::record::{Entity, Record, Reference, Status, Warning};
use crate::types::{BackupStatus, ProtectedEntityType};

/// What the pings of a token speak of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ping {
    /// Who reports.
    pub source: String,
    /// What is backed up.
    pub entity: String,
    /// Its kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entity_type: Option<ProtectedEntityType>,
    /// Its policy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
    /// Where the backups are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub destination: Option<String>,
    /// The host that is backed up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub node: Option<String>,
}

/// What a ping says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    /// A run has begun.
    Start,
    /// It has ended well.
    Success,
    /// It has failed, with this exit status, if that was said.
    Failure(Option<i64>),
    /// Only some words, of a run that goes on.
    Log,
}

/// A ping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// What it says.
    pub said: Said,
    /// Its words.
    pub log: String,
    /// The run that it speaks of, where its caller tells several apart.
    pub run: Option<Uuid>,
    /// When it came, epoch ms.
    pub time: i64,
}

impl Call {
    /// A run that ended well, without words.
    pub const fn success(time: i64) -> Self {
        Self {
            said: Said::Success,
            log: String::new(),
            run: None,
            time,
        }
    }
}

/// What follows from a ping.
#[derive(Debug, Clone, PartialEq)]
pub struct Pinged {
    /// What is reported.
    pub records: Vec<Record>,
    /// When the run began that is under way now, epoch ms.
    pub open: Option<i64>,
}

/// Letters of the label with the words of a run that did not fail.
const LABEL: usize = 4_096;

impl Ping {
    /// A record, to check the names.
    pub fn record(&self) -> Record {
        let reference = |name: &Option<String>| name.clone().map(Reference::Name);
        Record {
            v: 1,
            source: self.source.clone(),
            entity: Entity {
                kind: self.entity_type,
                name: self.entity.clone(),
                ..Entity::default()
            },
            policy: reference(&self.policy),
            destination: reference(&self.destination),
            node: reference(&self.node),
            ..Record::default()
        }
    }

    /// What a ping of a token means. `open` is when the run began that the token speaks of, if one is under way.
    pub fn take(&self, token: Uuid, open: Option<i64>, call: &Call) -> Pinged {
        let mut records = Vec::new();
        // Runs that are told apart do not end each other.
        let begun = if call.run.is_some() { None } else { open };
        let open_after = match (call.said, call.run) {
            (_, Some(_)) | (Said::Log, None) => open,
            (Said::Start, None) => Some(call.time),
            (Said::Success | Said::Failure(_), None) => None,
        };
        if let (Said::Start, Some(before)) = (call.said, begun)
            && before != call.time
        {
            records.push(Record {
                status_info: Some(
                    "the next run began, and this one had not said how it ended".to_owned(),
                ),
                ..self.of_run(token, &moment(before), Some(before), BackupStatus::Failed)
            });
        }
        let run = match call.run {
            Some(run) => run.to_string(),
            None if call.said == Said::Start => moment(call.time),
            None => moment(begun.unwrap_or(call.time)),
        };
        let status = match call.said {
            Said::Success => BackupStatus::Success,
            Said::Failure(_) => BackupStatus::Failed,
            // Words of no run say nothing.
            Said::Log if begun.is_none() && call.run.is_none() => {
                return Pinged {
                    records,
                    open: open_after,
                };
            }
            Said::Start | Said::Log => BackupStatus::Inprogress,
        };
        let started = match call.said {
            Said::Start => Some(call.time),
            _ => begun,
        };
        let mut record = self.of_run(token, &run, started, status);
        let is_end = matches!(call.said, Said::Success | Said::Failure(_));
        if is_end || record.started.is_none() {
            record.finished = Some(call.time);
        }
        if let Said::Failure(code) = call.said {
            record.exit_code = code;
            record.status_info = reason(&call.log).or_else(|| Some(in_words(code)));
            let lines = call.log.lines().filter(|line| !line.trim().is_empty());
            record.warnings = Some(lines.map(|line| Warning::Text(line.to_owned())).collect());
        } else if !call.log.trim().is_empty() {
            record
                .labels
                .insert("log".to_owned(), end(&call.log, LABEL));
        }
        records.push(record);
        Pinged {
            records,
            open: open_after,
        }
    }

    fn of_run(&self, token: Uuid, run: &str, started: Option<i64>, status: BackupStatus) -> Record {
        let run = format!("ping-{token}-{run}");
        Record {
            guid: Some(identity::run(&self.source, "", &run)),
            run: Some(run),
            started,
            status: Some(Status::Of(status)),
            ..self.record()
        }
    }
}

fn moment(time: i64) -> String {
    time.to_string()
}

fn in_words(code: Option<i64>) -> String {
    code.map_or_else(
        || "it said that it failed".to_owned(),
        |code| format!("exit status {code}"),
    )
}

/// The line that says why: one with the word error, else the last one.
fn reason(log: &str) -> Option<String> {
    let lines = || log.lines().map(str::trim).filter(|line| !line.is_empty());
    let is_reason = |line: &&str| {
        let line = line.to_lowercase();
        line.contains("error") || line.starts_with("fatal") || line.contains("critical")
    };
    lines()
        .find(is_reason)
        .or_else(|| lines().next_back())
        .map(str::to_owned)
}

/// The last letters of a text.
fn end(text: &str, letters: usize) -> String {
    let text = text.trim();
    let skip = text.chars().count().saturating_sub(letters);
    text.chars().skip(skip).collect()
}

#[cfg(test)]
mod tests;
