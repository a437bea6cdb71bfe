//! A run of mariadb-backup: it ends with `completed OK!`, on standard error.
//!
//! The id of the backup stands in the file `xtrabackup_info` in its folder, not in the output.

use super::kept::{Tail, plain, short};
use super::outcome::Verdict;
use super::plain::why;
use super::{Ended, Known, Outcome, Reader, Stream};
use crate::domain::record::{Record, Tool};
use crate::types::{BackupStatus, BackupType};

#[derive(Debug, Default)]
pub(super) struct MariaDb {
    completed: bool,
    incremental: bool,
    version: Option<String>,
    error: Option<String>,
    messages: Tail,
}

impl Reader for MariaDb {
    fn line(&mut self, stream: Stream, line: &str) {
        // With `--stream` standard output is the backup itself.
        if stream == Stream::Out {
            return;
        }
        let text = message(line);
        self.completed = text == "completed OK!";
        if text.starts_with("incremental backup from ") {
            self.incremental = true;
        } else if let Some(rest) = text
            .split_once(" based on MariaDB server ")
            .map(|(_, rest)| rest)
        {
            self.version = rest.split(' ').next().map(str::to_owned);
        } else if text.contains("error: ") || text.starts_with("Error: ") {
            self.error = Some(short(&text));
        }
        self.messages.push(&text);
    }

    fn end(self: Box<Self>, ended: &Ended, known: &Known) -> Outcome {
        let this = *self;
        let status = match ended.code {
            _ if ended.badly() || !this.completed => BackupStatus::Failed,
            _ => BackupStatus::Success,
        };
        let info = match status {
            BackupStatus::Failed => this.error.or_else(|| why(ended, &this.messages)),
            _ => None,
        };
        let made = Record {
            kind: this.completed.then_some(if this.incremental {
                BackupType::Incremental
            } else {
                BackupType::Full
            }),
            tool: Some(Tool {
                name: "mariadb-backup".to_owned(),
                version: this.version,
            }),
            ..Record::default()
        };
        Outcome::of(known, ended, &Verdict::new(status, info), vec![made])
    }
}

/// A line without `[00] 2026-11-23 08:11:19`.
fn message(line: &str) -> String {
    let text = plain(line);
    let rest = text
        .strip_prefix('[')
        .and_then(|rest| rest.split_once("] "));
    match rest {
        Some((_, rest)) => rest.splitn(3, ' ').nth(2).unwrap_or(rest).trim().to_owned(),
        None => text,
    }
}
