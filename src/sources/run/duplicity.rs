//! A run of duplicity, by the statistics that it prints.
//!
//! The id of the set is the time in the name of its manifest, which only newer versions print.

use std::collections::HashMap;

use super::kept::{Tail, Warnings};
use super::outcome::Verdict;
use super::plain::why;
use super::{Ended, Known, Outcome, Reader, Stream};
use crate::domain::record::{Record, Tool, Warning};
use crate::types::{BackupStatus, BackupType};

/// The statistics that are read.
const NUMBERS: [&str; 4] = ["SourceFiles", "SourceFileSize", "RawDeltaSize", "Errors"];

#[derive(Debug, Default)]
pub(super) struct Duplicity {
    numbers: HashMap<&'static str, i64>,
    /// The times in the manifest's name: the set before it, for an increment, and the set.
    manifest: Option<(Option<String>, String)>,
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
        } else if let Some(manifest) = manifest(line) {
            self.manifest = Some(manifest);
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
        let (parent, id) = this.manifest.take().unzip();
        let parent = parent.flatten();
        let made = Record {
            kind: id.as_ref().map(|_| match &parent {
                Some(_) => BackupType::Incremental,
                None => BackupType::Full,
            }),
            parent,
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

/// `… to_final called for b'duplicity-inc.20261123T080249Z.to.20261123T080252Z.manifest'`.
fn manifest(line: &str) -> Option<(Option<String>, String)> {
    let (_, name) = line.split_once("to_final called for b'duplicity-")?;
    let name = &name[..name.find(".manifest")?];
    if let Some(time) = name.strip_prefix("full.") {
        return Some((None, time.to_owned()));
    }
    let (before, time) = name.strip_prefix("inc.")?.split_once(".to.")?;
    Some((Some(before.to_owned()), time.to_owned()))
}
