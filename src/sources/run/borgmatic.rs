//! A run of `borgmatic create --json`: a list of borg's objects, one a repository, on standard output.
//!
//! borgmatic makes an error of some of borg's warnings, older versions of all: it exits 1, prints no list, and names borg's
//! own command and exit status in a message.

use super::borg::{Borg, is_unread, is_warning};
use super::command::{Command, Machine};
use super::document::Documents;
use super::kept::{Tail, Warnings, short};
use super::outcome::Verdict;
use super::plain::why;
use super::{Ended, Format, Known, Outcome, Reader, Stream};
use crate::domain::record::{Record, Reference};
use crate::types::BackupStatus;

#[derive(Debug, Default)]
pub(super) struct Borgmatic {
    documents: Documents,
    warnings: Warnings,
    /// Whether each of borg's runs that ended badly ended with a warning.
    statuses: Option<bool>,
    /// What borg said before the first of them ended, and with which exit status that was.
    error: Option<String>,
    /// The first of them.
    bad: Option<Bad>,
    /// What borg says until borgmatic says that it failed.
    said: Tail,
    is_over: bool,
    messages: Tail,
}

/// A run of borg's that ended badly.
#[derive(Debug)]
struct Bad {
    /// Its label or address, which newer versions say.
    repository: Option<String>,
    command: String,
    status: i64,
}

impl Reader for Borgmatic {
    fn line(&mut self, stream: Stream, line: &str) {
        if stream != Stream::Err {
            self.documents.push(line);
        }
        if is_unread(line) {
            self.warnings.text(line);
        } else if let Some(bad) = ended_badly(line) {
            let status = bad.status;
            self.statuses = Some(self.statuses.unwrap_or(true) && is_warning(status));
            self.bad.get_or_insert(bad);
            let said = self.said.reason();
            self.error.get_or_insert_with(|| match said {
                Some(said) => format!("{said} (borg: exit status {status})"),
                None => short(line.trim()),
            });
        } else if stream != Stream::Out {
            self.is_over |= line.ends_with("Error running actions for repository");
            if !self.is_over && !line.starts_with("Treating exit code ") {
                self.said.push(line);
            }
            self.messages.push(line);
        }
    }

    fn end(self: Box<Self>, ended: &Ended, known: &Known) -> Outcome {
        let Self {
            documents,
            warnings,
            statuses,
            error,
            bad,
            messages,
            ..
        } = *self;
        let mut made = Borg::made(documents, known);
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
        if let (true, Some(bad)) = (made.is_empty(), bad) {
            let guess = of_command(&bad.command, &known.host);
            made.push(Record {
                tool: known.guess.tool.clone(),
                destination: bad.repository.map(Reference::Name).or(guess.destination),
                ..guess
            });
        }
        let verdict = Verdict::new(status, info).with(warnings.into_parts());
        Outcome::of(known, ended, &verdict, made)
    }
}

/// borg's own in `offsite: Command 'borg create … /srv/borg::{hostname}-{now} …' returned non-zero exit status 105.`
fn ended_badly(line: &str) -> Option<Bad> {
    let (before, status) = line.rsplit_once("returned non-zero exit status ")?;
    let status = status.trim().trim_end_matches('.').parse().ok()?;
    let (repository, command) = before.split_once("Command ")?;
    let repository = repository.trim_end().strip_suffix(':');
    // Before an exception of Python's stands its name.
    let repository = repository.filter(|it| !it.is_empty() && !it.ends_with("Error"));
    Some(Bad {
        repository: repository.map(str::to_owned),
        command: command.to_owned(),
        status,
    })
}

/// What a command of borg's would have made, so that a run that failed is one of the same entity as those that did not. The
/// command is printed with its words apart, or as a list of Python's.
fn of_command(command: &str, host: &str) -> Record {
    let apart = |letter: char| matches!(letter, ' ' | '\'' | '"' | '(' | ')' | ',');
    let words = command.split(apart).filter(|word| !word.is_empty());
    let words: Vec<String> = words.map(str::to_owned).collect();
    if !words.iter().any(|word| word == "create") {
        return Record::default();
    }
    let machine = Machine {
        host,
        folder: "/",
        variable: &|_| None,
    };
    Command::read(&words, Some(Format::Borg), machine).guess
}
