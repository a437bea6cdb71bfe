//! The report of one run, from its beginning to its end.

use std::env;
use std::path::Path;
use std::time::Duration;

use serde_json::Value;

use super::{Delivered, Entry, Held, Names, Spool, deliver, names, refuse, repository};
use crate::cli::connection::Unattended;
use crate::cli::import::host;
use crate::clock::{Clock as _, SystemClock};
use crate::domain::identity;
use crate::domain::record::{Record, Reference, Status};
use crate::entropy::{Entropy as _, SystemEntropy};
use crate::sources::run::command::{Command, Machine};
use crate::sources::run::{Format, Known, Outcome};
use crate::types::BackupStatus;

/// What became of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cli) enum Reported {
    /// The server has it.
    Taken,
    /// The server refuses it; it is set aside.
    Refused,
    /// It waits.
    Waits,
    /// It could not be kept either; it was printed.
    Printed,
}

/// The report of a run.
#[derive(Debug)]
pub(super) struct Report {
    /// What its file is called: it sorts by time.
    pub(super) name: String,
    pub(super) command: Command,
    pub(super) known: Known,
}

impl Report {
    /// A run that is about to begin.
    pub(super) fn begin(names: &Names, format: Option<Format>, words: &[String]) -> Self {
        // A machine without a name is no reason not to back it up.
        let host = host::name().unwrap_or_else(|_| "localhost".to_owned());
        let folder = env::current_dir().unwrap_or_default();
        let machine = Machine {
            host: &host,
            folder: &folder.to_string_lossy(),
            variable: &|name| env::var(name).ok(),
        };
        let command = Command::read(words, format, machine);
        let started = SystemClock.now();
        let source = names.source.clone().unwrap_or_else(|| host.clone());
        let (name, known) = known(names, source, &command, started);
        Self {
            name,
            command,
            known,
        }
    }

    /// What is said when it begins.
    pub(super) fn start_records(&self) -> Vec<Value> {
        let mut outcome = Outcome {
            records: vec![self.known.guessed(Record::default())],
        };
        for record in &mut outcome.records {
            record.status = Some(Status::Of(BackupStatus::Inprogress));
            record.finished = None;
        }
        values(&outcome)
    }

    /// Keeps what is said when it begins: should this program be killed, somebody else finishes it.
    pub(super) fn keep(&self, spool: Option<&Spool>) -> Option<Held> {
        let entry = Entry {
            ended: false,
            records: self.start_records(),
            refused: None,
        };
        let kept = spool?.keep(&self.name, &entry);
        kept.map_err(|error| eprintln!("backup-catalog: cannot keep the report on disk: {error}"))
            .ok()
    }

    /// It has ended now.
    pub(super) fn finish(&mut self) {
        let started = self.known.record.started.unwrap_or_default();
        // The clock may have been set back meanwhile.
        self.known.record.finished = Some(SystemClock.now().max(started));
    }

    /// Adds what is found in files.
    pub(super) fn complete(&self, outcome: &mut Outcome, size_of: Option<&Path>) {
        let Some(record) = outcome.records.first_mut() else {
            return;
        };
        if record.status == Some(Status::Of(BackupStatus::Failed)) {
            // What is in its place is of an earlier run, or half of a backup.
            return;
        }
        if let Some(found) = repository::of_folder(&self.command) {
            record.id = record.id.take().or(found.id);
            record.parent = record.parent.take().or(found.parent);
        }
        if let Some(path) = size_of {
            match size(path) {
                Ok(size) => record.size = i64::try_from(size).ok(),
                Err(error) => {
                    eprintln!(
                        "backup-catalog: cannot read the size of {}: {error}",
                        path.display()
                    );
                }
            }
        }
    }
}

/// What is known of a run without its output, and what its file is called.
pub(in crate::cli) fn known(
    names: &names::Names,
    source: String,
    command: &Command,
    started: i64,
) -> (String, Known) {
    // Without randomness two runs of one millisecond would be taken for one.
    let secret = SystemEntropy.secret().unwrap_or_default();
    let random = secret[..6].iter().map(|byte| format!("{byte:02x}"));
    let name = format!("{started:013}-{}", random.collect::<String>());
    let mut record = names.record(source);
    record.guid = Some(identity::run(&record.source, "", &name));
    record.run = Some(name.clone());
    record.started = Some(started);
    let mut guess = command.guess.clone();
    if guess.node.is_none() {
        guess.node = Some(Reference::Name(command.host.clone()));
    }
    let known = Known {
        record,
        guess,
        host: command.host.clone(),
    };
    (name, known)
}

/// Hands a report to the server, or keeps it for later. Whatever becomes of it is said, unless all is well.
pub(in crate::cli) async fn hand_in(
    outcome: Outcome,
    name: &str,
    held: Option<Held>,
    spool: Option<&Spool>,
    server: &Unattended,
    patience: Duration,
) -> Reported {
    let mut entry = Entry {
        ended: true,
        records: values(&outcome),
        refused: None,
    };
    // On disk before anything else: this program may be killed at any time.
    let kept = match held {
        Some(mut held) => held.replace(&entry).map(|()| held),
        None => match spool {
            Some(spool) => spool.keep(name, &entry),
            None => Err(std::io::ErrorKind::NotFound.into()),
        },
    };
    let delivered = deliver(server, &entry.records, patience).await;
    match (delivered, kept) {
        (Delivered::Taken(rejected), Ok(held)) if rejected.is_empty() => {
            if let Err(error) = held.remove() {
                eprintln!("backup-catalog: cannot remove a report that was taken: {error}");
            }
            Reported::Taken
        }
        (Delivered::Taken(rejected), _) if rejected.is_empty() => Reported::Taken,
        (Delivered::Taken(rejected), Ok(held)) => {
            let reason = rejected.first().map(|(_, reason)| reason.clone());
            let mut place = 0..;
            entry.records.retain(|_| {
                let place = place.next();
                rejected
                    .iter()
                    .any(|(rejected, _)| Some(*rejected) == place)
            });
            set_aside(held, entry, reason.unwrap_or_default())
        }
        (Delivered::Refused(reason), Ok(held)) => set_aside(held, entry, reason),
        (Delivered::Later(failure), Ok(_)) => {
            eprintln!(
                "backup-catalog: the report waits on disk: {}. The next run or `backup-catalog flush` brings it",
                failure.message
            );
            Reported::Waits
        }
        (Delivered::Taken(rejected), Err(_)) => {
            let reason = rejected.first().map_or("", |(_, reason)| reason);
            print(&entry, &format!("the server refused it ({reason})"))
        }
        (Delivered::Refused(reason), Err(_)) => {
            print(&entry, &format!("the server refused it ({reason})"))
        }
        (Delivered::Later(failure), Err(error)) => print(
            &entry,
            &format!(
                "{}, and it cannot be kept on disk ({error})",
                failure.message
            ),
        ),
    }
}

fn set_aside(held: Held, entry: Entry, reason: String) -> Reported {
    if let Err(failure) = refuse(held, entry, reason) {
        eprintln!("backup-catalog: {}", failure.message);
    }
    Reported::Refused
}

/// The last resort: where standard error goes, somebody finds it.
fn print(entry: &Entry, why: &str) -> Reported {
    eprintln!("backup-catalog: {why}; these are the records, for `backup-catalog ingest -`:");
    for record in &entry.records {
        eprintln!("{record}");
    }
    Reported::Printed
}

fn values(outcome: &Outcome) -> Vec<Value> {
    let records = outcome.records.iter();
    records
        .filter_map(|record| serde_json::to_value(record).ok())
        .collect()
}

/// Bytes of a file, or of all files in a folder; links are not followed.
fn size(path: &Path) -> std::io::Result<u64> {
    // What was named may be a link to it.
    let about = std::fs::metadata(path)?;
    if !about.is_dir() {
        return Ok(about.len());
    }
    let mut sum = 0;
    let mut folders = vec![path.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder)? {
            let entry = entry?;
            let about = entry.metadata()?;
            if about.is_dir() {
                folders.push(entry.path());
            } else if about.is_file() {
                sum += about.len();
            }
        }
    }
    Ok(sum)
}
