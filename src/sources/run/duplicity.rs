//! A run of duplicity, by the statistics that it prints.
//!
//! The id of the set is the time in the names of its files, which are printed with `-v info`, and by some versions always.

use std::collections::HashMap;

use super::kept::{Tail, Warnings};
use super::outcome::Verdict;
use super::plain::why;
use super::{Ended, Known, Outcome, Reader, Stream};
use crate::domain::record::{Record, Tool, Warning};
use crate::sources::duplicity::Name;
use crate::types::{BackupStatus, BackupType};

/// The statistics that are read.
const NUMBERS: [&str; 4] = ["SourceFiles", "SourceFileSize", "RawDeltaSize", "Errors"];

#[derive(Debug, Default)]
pub(super) struct Duplicity {
    numbers: HashMap<&'static str, i64>,
    /// By the names of its files.
    set: Option<Name>,
    /// Whether it is a full one, as far as the messages say it.
    full: Option<bool>,
    warnings: Warnings,
    messages: Tail,
}

impl Reader for Duplicity {
    fn line(&mut self, stream: Stream, line: &str) {
        // `--log-fd` puts this before each line of a message.
        let line = line.strip_prefix(". ").unwrap_or(line);
        let mut words = line.split_whitespace();
        let name = words
            .next()
            .and_then(|word| NUMBERS.into_iter().find(|name| *name == word));
        if let Some(name) = name {
            if let Some(number) = words.next().and_then(|word| word.parse().ok()) {
                self.numbers.insert(name, number);
            }
        } else if let Some(set) = set(line) {
            self.set = Some(set);
        } else if let Some(date) = line.strip_prefix("Last full backup date: ") {
            self.full.get_or_insert(date.trim() == "none");
        } else if line.ends_with("switching to full backup.")
            || line.ends_with("forcing full backup")
        {
            self.full = Some(true);
        } else if let Some(path) = line.strip_prefix("Error accessing possibly locked file ") {
            self.warnings.push(Warning::Parts {
                code: None,
                path: Some(path.to_owned()),
                message: "it could not be read".to_owned(),
            });
        } else if stream != Stream::Out && !line.starts_with("DEBUG") {
            self.messages.push(line);
        }
    }

    fn end(self: Box<Self>, ended: &Ended, known: &Known) -> Outcome {
        let mut this = *self;
        let number = |name: &str| this.numbers.get(name).copied();
        let errors = number("Errors");
        let status = match errors {
            _ if ended.badly() => BackupStatus::Failed,
            None if ended.code.is_none() => BackupStatus::Failed,
            Some(1..) => BackupStatus::PartialSuccess,
            _ => BackupStatus::Success,
        };
        if errors > Some(0) && this.warnings.is_empty() {
            this.warnings
                .text("duplicity met errors; its output names them");
        }
        // A set that was begun is no set: the next run goes on with it, under its name.
        let set = this.set.filter(|_| status != BackupStatus::Failed);
        let full = set.as_ref().map(|set| set.parent.is_none());
        let full = full.or(this.full.filter(|_| known.guess.kind.is_none()));
        let (parent, id) = set.map(|set| (set.parent, set.id)).unzip();
        let made = Record {
            kind: full.map(|full| {
                if full {
                    BackupType::Full
                } else {
                    BackupType::Incremental
                }
            }),
            parent: parent.flatten(),
            id,
            size: number("SourceFileSize"),
            transferred: number("RawDeltaSize"),
            files: number("SourceFiles"),
            tool: Some(Tool {
                name: "duplicity".to_owned(),
                version: None,
            }),
            ..Record::default()
        };
        let info = match status {
            BackupStatus::Failed => why(ended, &this.messages),
            _ => None,
        };
        let verdict = Verdict::new(status, info).with(this.warnings.into_parts());
        Outcome::of(known, ended, &verdict, vec![made])
    }
}

/// `Writing duplicity-full.20261123T080249Z.vol1.difftar.gpg`, and what duplicity 3 prints for other programs,
/// `… to_final called for b'duplicity-inc.20261123T080249Z.to.20261123T080252Z.manifest'`.
fn set(line: &str) -> Option<Name> {
    let file = line.strip_prefix("Writing ");
    let (_, file) = file
        .map(|file| ("", file))
        .or_else(|| line.split_once("to_final called for "))?;
    Name::read(file)
}
