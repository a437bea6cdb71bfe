//! A run of `restic backup`.
//!
//! With `--json` each line is an object: `status` again and again, `error` for what could not be read (on standard error,
//! among plain text), and one `summary`. Without it restic says the same in words, but no sizes. Since 0.17 a run that
//! fails ends with an `exit_error`.

use serde::Deserialize;

use super::kept::{Tail, Warnings, short};
use super::outcome::Verdict;
use super::plain::why;
use super::{Ended, Known, Outcome, Reader, Stream};
use crate::domain::record::{Record, Tool, Warning};
use crate::sources::field::count;
use crate::types::BackupStatus;

/// The exit status of a run that made a snapshot and could not read some of the files.
const INCOMPLETE: i64 = 3;

#[derive(Debug, Default)]
pub(super) struct Restic {
    summary: Option<Summary>,
    warnings: Warnings,
    exit_error: Option<String>,
    messages: Tail,
}

#[derive(Debug, Deserialize)]
#[serde(tag = "message_type", rename_all = "snake_case")]
enum Line {
    Summary(Summary),
    Error(Failed),
    ExitError {
        #[serde(default)]
        message: String,
    },
    #[serde(other)]
    Other,
}

#[derive(Debug, Default, Deserialize)]
struct Summary {
    #[serde(default)]
    snapshot_id: Option<String>,
    #[serde(default, deserialize_with = "count")]
    data_added: Option<i64>,
    #[serde(default, deserialize_with = "count")]
    data_added_packed: Option<i64>,
    #[serde(default, deserialize_with = "count")]
    total_files_processed: Option<i64>,
    #[serde(default, deserialize_with = "count")]
    total_bytes_processed: Option<i64>,
    #[serde(default)]
    dry_run: bool,
}

#[derive(Debug, Deserialize)]
struct Failed {
    #[serde(default)]
    error: Reason,
    #[serde(default)]
    item: Option<String>,
}

/// Before 0.15 Go's own form of an error, since then a message.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Reason {
    message: Option<String>,
    #[serde(rename = "Op")]
    op: Option<String>,
    #[serde(rename = "Err")]
    number: Option<serde_json::Value>,
}

impl Reason {
    fn into_message(self) -> String {
        if let Some(message) = self.message {
            return short(&message);
        }
        let reason = match self.number.as_ref().and_then(serde_json::Value::as_i64) {
            Some(number) => i32::try_from(number).map_or_else(
                |_| format!("error {number}"),
                |number| std::io::Error::from_raw_os_error(number).to_string(),
            ),
            None => "it could not be read".to_owned(),
        };
        self.op
            .map_or(reason.clone(), |op| format!("{op}: {reason}"))
    }
}

impl Reader for Restic {
    fn line(&mut self, stream: Stream, line: &str) {
        if line.starts_with('{') {
            match serde_json::from_str(line) {
                Ok(Line::Summary(summary)) => self.summary = Some(summary),
                Ok(Line::Error(failed)) => self.warnings.push(Warning::Parts {
                    code: None,
                    path: failed.item,
                    message: failed.error.into_message(),
                }),
                Ok(Line::ExitError { message }) => self.exit_error = Some(short(message.trim())),
                Ok(Line::Other) | Err(_) => {}
            }
        } else if let Some(message) = line.strip_prefix("error: ") {
            self.warnings.text(message);
        } else if let Some(id) = saved(line) {
            self.summary.get_or_insert_default().snapshot_id = Some(id.to_owned());
        } else if stream != Stream::Out {
            self.messages.push(line);
        }
    }

    fn end(self: Box<Self>, ended: &Ended, known: &Known) -> Outcome {
        let Self {
            summary,
            warnings,
            exit_error,
            messages,
        } = *self;
        let made = summary.is_some() && exit_error.is_none();
        let status = match ended.code {
            _ if ended.signal.is_some() => BackupStatus::Failed,
            Some(INCOMPLETE) => BackupStatus::PartialSuccess,
            Some(0) if warnings.is_empty() => BackupStatus::Success,
            Some(0) => BackupStatus::PartialSuccess,
            Some(_) => BackupStatus::Failed,
            None if !made => BackupStatus::Failed,
            None if warnings.is_empty() => BackupStatus::Success,
            None => BackupStatus::PartialSuccess,
        };
        let info = match status {
            BackupStatus::Failed => exit_error.or_else(|| why(ended, &messages)),
            BackupStatus::PartialSuccess => messages.reason(),
            _ => None,
        };
        let verdict = Verdict::new(status, info).with(warnings.into_parts());
        Outcome::of(known, ended, &verdict, vec![record(summary)])
    }
}

/// The id in `snapshot 6baa04e8 saved`.
fn saved(line: &str) -> Option<&str> {
    let id = line.strip_prefix("snapshot ")?.strip_suffix(" saved")?;
    let is_id = id.len() >= 8 && id.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_id.then_some(id)
}

fn record(summary: Option<Summary>) -> Record {
    let summary = summary.unwrap_or_default();
    Record {
        id: summary
            .snapshot_id
            .filter(|id| !summary.dry_run && !id.is_empty())
            .map(|id| id.to_ascii_lowercase()),
        size: summary.total_bytes_processed,
        transferred: summary.data_added_packed.or(summary.data_added),
        files: summary.total_files_processed,
        tool: Some(Tool {
            name: "restic".to_owned(),
            version: None,
        }),
        ..Record::default()
    }
}
