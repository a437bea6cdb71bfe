//! A run of `borg create`.
//!
//! With `--json` standard output is one object with the archive and its repository; with `--log-json` each message is an
//! object on standard error. Without `--json` nobody knows which archive was made.

use serde::Deserialize;
use serde_json::Value;

use super::document::Documents;
use super::kept::{Tail, Warnings, short};
use super::outcome::Verdict;
use super::plain::why;
use super::{Ended, Known, Outcome, Reader, Stream};
use crate::domain::record::{Record, Warning};
use crate::sources::borg::{self, Options};
use crate::types::BackupStatus;

#[derive(Debug, Default)]
pub(super) struct Borg {
    documents: Documents,
    pub(super) warnings: Warnings,
    error: Option<String>,
    pub(super) messages: Tail,
}

/// One message.
#[derive(Debug, Deserialize)]
struct Line {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    levelname: String,
    #[serde(default)]
    message: String,
    #[serde(default)]
    msgid: Option<String>,
}

impl Borg {
    /// Takes a line, and says whether it was a message of borg's own.
    fn message(&mut self, line: &str) -> bool {
        if !line.starts_with('{') {
            return false;
        }
        let Ok(line) = serde_json::from_str::<Line>(line) else {
            return false;
        };
        if line.kind == "log_message" {
            match line.levelname.as_str() {
                "WARNING" => self.warnings.push(Warning::Parts {
                    code: line.msgid,
                    path: None,
                    message: short(&line.message),
                }),
                "ERROR" | "CRITICAL" => self.error = Some(short(&line.message)),
                _ => {}
            }
        }
        true
    }

    /// The archives that were made.
    pub(super) fn made(documents: Documents, known: &Known) -> Vec<Record> {
        let documents = documents.read().into_iter();
        documents
            .filter_map(|document| archive(document, known))
            .collect()
    }
}

impl Reader for Borg {
    fn line(&mut self, stream: Stream, line: &str) {
        if self.message(line) {
            return;
        }
        if stream != Stream::Err {
            self.documents.push(line);
        }
        if stream != Stream::Out {
            if is_unread(line) {
                self.warnings.text(line);
            }
            self.messages.push(line);
        }
    }

    fn end(self: Box<Self>, ended: &Ended, known: &Known) -> Outcome {
        let Self {
            documents,
            warnings,
            error,
            messages,
        } = *self;
        let made = Self::made(documents, known);
        let status = match ended.code {
            _ if ended.signal.is_some() => BackupStatus::Failed,
            Some(0) if warnings.is_empty() => BackupStatus::Success,
            Some(code) if code == 0 || is_warning(code) => BackupStatus::PartialSuccess,
            Some(_) => BackupStatus::Failed,
            None if made.is_empty() || error.is_some() => BackupStatus::Failed,
            None if warnings.is_empty() => BackupStatus::Success,
            None => BackupStatus::PartialSuccess,
        };
        let info = match status {
            BackupStatus::Failed => error.or_else(|| why(ended, &messages)),
            _ => None,
        };
        let verdict = Verdict::new(status, info).with(warnings.into_parts());
        Outcome::of(known, ended, &verdict, made)
    }
}

/// Exit statuses that are warnings: 1, or with `BORG_EXIT_CODES=modern` 100 to 127 (borg's constants.py).
pub(super) const fn is_warning(code: i64) -> bool {
    matches!(code, 1 | 100..=127)
}

/// Whether a message in words is of a file that could not be read: `etc/key: open: [Errno 13] Permission denied: 'key'`, and
/// not an exception of Python's own, `PermissionError: [Errno 13] …`.
pub(super) fn is_unread(line: &str) -> bool {
    let before = line.split_once(": [Errno ").map(|(before, _)| before);
    before.is_some_and(|before| !before.ends_with("Error"))
}

/// The archive of `borg create --json`.
fn archive(mut document: Value, known: &Known) -> Option<Record> {
    let mut archive = document.get_mut("archive").map(Value::take)?;
    // `borg create` does not print the host, `borg info` does.
    let fields = archive.as_object_mut()?;
    fields
        .entry("hostname")
        .or_insert_with(|| Value::from(known.host.clone()));
    let base = &known.record;
    let options = Options {
        destination: base.destination.as_ref().map(|it| it.name().to_owned()),
        policy: base.policy.as_ref().map(|it| it.name().to_owned()),
        // Local times, which are left out below.
        zone: Some(jiff::tz::TimeZone::UTC),
        ..Options::default()
    };
    let repository = document.get_mut("repository").map(Value::take)?;
    let record = borg::of_archive(archive, repository, &options).ok()?;
    Some(Record {
        started: None,
        finished: None,
        snapshot_time: None,
        ..record
    })
}
