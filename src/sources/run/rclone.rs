//! A run of rclone, by the log that it writes with `--use-json-log -v --stats 30s`.
//!
//! What matters of the log is its first line, its errors and its last figures; those are kept and read as the log of a
//! whole run is.

use super::kept::Tail;
use super::outcome::Verdict;
use super::plain::why;
use super::{Ended, Known, Outcome, Reader, Stream};
use crate::domain::record::limits::WARNINGS;
use crate::domain::record::{Entity, Record};
use crate::sources::rclone::{self, Options};
use crate::types::BackupStatus;

/// The longest line that is kept, bytes.
const MAX: usize = 64 * 1024;

#[derive(Debug, Default)]
pub(super) struct Rclone {
    first: Option<String>,
    errors: Vec<String>,
    /// Those that are not kept.
    more: usize,
    stats: Option<String>,
    last: Option<String>,
    messages: Tail,
}

impl Reader for Rclone {
    fn line(&mut self, stream: Stream, line: &str) {
        // From 1.70 on the time comes first. Quotes in what a line says have a backslash before them.
        let has = |text: &str| line.contains(text);
        let is_log = stream != Stream::Out
            && line.starts_with("{\"")
            && has("\"level\":\"")
            && line.len() <= MAX;
        if !is_log {
            if stream != Stream::Out {
                self.messages.push(line);
            }
            return;
        }
        if self.first.is_none() {
            self.first = Some(line.to_owned());
        }
        if has("\"stats\":{") {
            self.stats = Some(line.to_owned());
        } else if has("\"level\":\"error\"") || has("\"level\":\"critical\"") {
            if self.errors.len() < WARNINGS {
                self.errors.push(line.to_owned());
            } else {
                self.more += 1;
            }
        }
        self.last = Some(line.to_owned());
    }

    fn end(self: Box<Self>, ended: &Ended, known: &Known) -> Outcome {
        let this = *self;
        let mut log = String::new();
        let lines = this.first.iter().chain(&this.errors);
        for line in lines.chain(&this.stats).chain(&this.last) {
            log.push_str(line);
            log.push('\n');
        }
        let options = Options {
            source: known.record.source.clone(),
            // It wants one.
            entity: "rclone".to_owned(),
            // A signal is no exit status, but an end that is not a good one.
            exit_code: ended
                .code
                .or(ended.signal.map(|signal| 128 + i64::from(signal))),
            ..Options::default()
        };
        let Ok(record) = rclone::run(log.as_bytes(), &options) else {
            // No log, or one without a result: the exit status has to say it.
            let verdict = Verdict::new(ended.status(), why(ended, &this.messages));
            return Outcome::of(known, ended, &verdict, Vec::new());
        };
        let mut verdict = Verdict::new(BackupStatus::Success, None);
        let listed = record.warnings.as_ref().map_or(0, Vec::len);
        let found = record
            .warning_count
            .and_then(|count| usize::try_from(count).ok());
        verdict.warning_count = this.more + found.map_or(0, |found| found.saturating_sub(listed));
        let record = Record {
            // The first line of the log may be written long after the start.
            started: None,
            finished: None,
            warning_count: None,
            exit_code: ended.code,
            // The last words of older versions are no part of the log.
            status_info: record.status_info.or_else(|| why(ended, &this.messages)),
            // That is not for the log to say.
            entity: Entity::default(),
            ..record
        };
        Outcome::of(known, ended, &verdict, vec![record])
    }
}
