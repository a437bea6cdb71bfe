//! A run of `pgbackrest backup`, by the log that it writes to the console.

use super::kept::{Tail, Warnings, short};
use super::outcome::Verdict;
use super::plain::why;
use super::{Ended, Known, Outcome, Reader, Stream};
use crate::domain::record::{Entity, Record, Tool};
use crate::types::{BackupStatus, BackupType, ProtectedEntityType};

#[derive(Debug, Default)]
pub(super) struct PgBackRest {
    version: Option<String>,
    stanza: Option<String>,
    prior: Option<String>,
    label: Option<String>,
    error: Option<String>,
    warnings: Warnings,
    /// Pages that fail their checksum: the run succeeds all the same.
    damaged: bool,
    messages: Tail,
}

impl Reader for PgBackRest {
    fn line(&mut self, _: Stream, line: &str) {
        let line = line.trim_end();
        if let Some(text) = after(line, "INFO: backup command begin ") {
            self.version = text.split(':').next().map(str::to_owned);
            self.stanza = text
                .split_whitespace()
                .find_map(|word| word.strip_prefix("--stanza="))
                .map(str::to_owned);
        } else if let Some(label) = after(line, "INFO: last backup label = ") {
            self.prior = label.split(',').next().map(str::to_owned);
        } else if let Some(label) = after(line, "INFO: new backup label = ") {
            self.label = Some(label.trim().to_owned());
        } else if let Some(text) = after(line, "ERROR: ") {
            self.error.get_or_insert_with(|| short(text));
        } else if let Some(text) = after(line, "WARN: ") {
            self.damaged |=
                text.contains("invalid page checksum") || text.contains("page misalignment");
            self.warnings.text(text);
        } else if !line.contains(" INFO: ") {
            self.messages.push(line);
        }
    }

    fn end(self: Box<Self>, ended: &Ended, known: &Known) -> Outcome {
        let this = *self;
        let status = match ended.code {
            _ if ended.badly() => BackupStatus::Failed,
            None if this.label.is_none() || this.error.is_some() => BackupStatus::Failed,
            _ if this.damaged => BackupStatus::PartialSuccess,
            _ => BackupStatus::Success,
        };
        let info = match status {
            BackupStatus::Failed => this.error.or_else(|| why(ended, &this.messages)),
            _ => None,
        };
        let full = this.label.as_ref().map(|label| label.ends_with('F'));
        let made = Record {
            entity: Entity {
                kind: Some(ProtectedEntityType::App),
                name: this.stanza.unwrap_or_default(),
                ..Entity::default()
            },
            kind: full.map(|full| {
                if full {
                    BackupType::Full
                } else {
                    BackupType::Incremental
                }
            }),
            parent: this.prior.filter(|_| full == Some(false)),
            root: this
                .label
                .as_ref()
                .and_then(|label| label.split_once('_'))
                .map(|(root, _)| root.to_owned()),
            id: this.label,
            tool: Some(Tool {
                name: "pgbackrest".to_owned(),
                version: this.version,
            }),
            ..Record::default()
        };
        let verdict = Verdict::new(status, info).with(this.warnings.into_parts());
        Outcome::of(known, ended, &verdict, vec![made])
    }
}

/// What follows these words, at the start of the line (standard error) or after time and process (the log).
fn after<'a>(line: &'a str, words: &str) -> Option<&'a str> {
    let at = line.find(words)?;
    let before = line[..at].trim_end();
    let is_head = before.is_empty() || before.ends_with(|letter: char| letter.is_ascii_digit());
    is_head.then(|| &line[at + words.len()..])
}
