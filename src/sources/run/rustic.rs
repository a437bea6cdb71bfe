//! A run of `rustic backup --json`: the snapshots that it made as JSON on standard output, messages on standard error.
//!
//! rustic exits 0 also when it could not read files, or anything at all; only a message says so.

use super::document::Documents;
use super::kept::{Tail, Warnings, plain};
use super::outcome::Verdict;
use super::plain::why;
use super::{Ended, Known, Outcome, Reader, Stream};
use crate::domain::record::Reference;
use crate::sources::restic::{self, Options};
use crate::types::BackupStatus;

/// The message before each thing that could not be read.
const IGNORED: &str = "[WARN] ignoring error: ";

#[derive(Debug, Default)]
pub(super) struct Rustic {
    documents: Documents,
    warnings: Warnings,
    messages: Tail,
}

impl Reader for Rustic {
    fn line(&mut self, stream: Stream, line: &str) {
        let text = plain(line);
        if let Some(message) = text.strip_prefix(IGNORED) {
            self.warnings.text(message);
        } else if stream == Stream::Err || text.starts_with("[INFO]") || text.starts_with("[WARN]")
        {
            if !text.starts_with("[INFO]") {
                self.messages.push(&text);
            }
        } else {
            self.documents.push(line);
        }
    }

    fn end(self: Box<Self>, ended: &Ended, known: &Known) -> Outcome {
        let base = &known.record;
        let repository = base.repository.clone().unwrap_or_default();
        let options = Options {
            destination: None,
            policy: base.policy.as_ref().map(|it| it.name().to_owned()),
            ..Options::default()
        };
        let documents = self.documents.read();
        let made = documents.into_iter().filter_map(|document| {
            let mut record = restic::of_snapshot(document, &repository, &options).ok()?;
            record.repository.clone_from(&base.repository);
            if repository.is_empty() && record.destination == Some(Reference::Name(String::new())) {
                record.destination = None;
            }
            Some(record)
        });
        let made: Vec<_> = made.collect();
        let status = match ended.code {
            _ if ended.badly() => BackupStatus::Failed,
            None if made.is_empty() => BackupStatus::Failed,
            _ if self.warnings.is_empty() => BackupStatus::Success,
            _ => BackupStatus::PartialSuccess,
        };
        let info = match status {
            BackupStatus::Failed => why(ended, &self.messages),
            _ => None,
        };
        let verdict = Verdict::new(status, info).with(self.warnings.into_parts());
        Outcome::of(known, ended, &verdict, made)
    }
}
