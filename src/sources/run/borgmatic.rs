//! A run of `borgmatic create --json`: a list of borg's objects, one a repository, on standard output.
//!
//! borgmatic makes an error of borg's warnings: it exits 1, prints no list, and names borg's own exit status in a message.

use super::borg::{Borg, is_unread, is_warning};
use super::document::Documents;
use super::kept::{Tail, Warnings};
use super::outcome::Verdict;
use super::plain::why;
use super::{Ended, Known, Outcome, Reader, Stream};
use crate::types::BackupStatus;

#[derive(Debug, Default)]
pub(super) struct Borgmatic {
    documents: Documents,
    warnings: Warnings,
    /// Whether each of borg's runs that ended badly ended with a warning.
    statuses: Option<bool>,
    error: Option<String>,
    messages: Tail,
}

impl Reader for Borgmatic {
    fn line(&mut self, stream: Stream, line: &str) {
        if stream != Stream::Err {
            self.documents.push(line);
        }
        if is_unread(line) && !line.starts_with("FileNotFoundError") {
            self.warnings.text(line);
        } else if let Some(status) = exit_status(line) {
            self.statuses = Some(self.statuses.unwrap_or(true) && is_warning(status));
            self.error
                .get_or_insert_with(|| super::kept::short(line.trim()));
        } else if stream != Stream::Out {
            self.messages.push(line);
        }
    }

    fn end(self: Box<Self>, ended: &Ended, known: &Known) -> Outcome {
        let Self {
            documents,
            warnings,
            statuses,
            error,
            messages,
        } = *self;
        let made = Borg::made(documents, known);
        let status = match ended.code {
            _ if ended.signal.is_some() => BackupStatus::Failed,
            Some(0) if warnings.is_empty() => BackupStatus::Success,
            Some(0) => BackupStatus::PartialSuccess,
            _ if statuses == Some(true) => BackupStatus::PartialSuccess,
            Some(_) => BackupStatus::Failed,
            None if made.is_empty() || statuses.is_some() => BackupStatus::Failed,
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

/// borg's own in `Command '…' returned non-zero exit status 105.`
fn exit_status(line: &str) -> Option<i64> {
    let (_, status) = line.rsplit_once("returned non-zero exit status ")?;
    status.trim().trim_end_matches('.').parse().ok()
}
