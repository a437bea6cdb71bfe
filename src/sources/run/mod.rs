//! How one run of a backup tool went, from what it printed: one module a tool.
//!
//! An inventory lists what is there; only the run itself says that it failed, or which files it could not read. A reader
//! is told each line as it is printed, keeps what matters of it (all of it is bounded), and in the end says how it went.

mod barman;
mod borg;
mod borgmatic;
mod btrbk;
pub mod command;
mod document;
mod duplicity;
mod ended;
mod format;
mod kept;
mod lines;
mod mariadb;
mod outcome;
mod pgbackrest;
mod plain;
mod rclone;
mod restic;
mod rustic;

pub use ended::Ended;
pub use format::Format;
pub use lines::Lines;
pub use outcome::Outcome;

use crate::domain::record::{Entity, Record};

/// Where a line was printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stream {
    /// Standard output.
    Out,
    /// Standard error.
    Err,
    /// One of both: a pipe that has them mixed.
    Either,
}

/// What is known of a run without its output.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Known {
    /// What is certain: source, run, times, and the names that were given. An entity without a name was not.
    pub record: Record,
    /// What the command line suggests, where neither this nor the tool says it.
    pub guess: Record,
    /// The host that is backed up, as the tool calls it.
    pub host: String,
}

impl Known {
    /// What is certain over what a tool says of a backup over what the command line suggests.
    pub fn guessed(&self, made: Record) -> Record {
        let (base, guess) = (self.record.clone(), self.guess.clone());
        let named = |entity: &Entity| !entity.name.is_empty();
        let entities = [base.entity, made.entity, guess.entity].into_iter();
        let entity = entities.reduce(|one, other| {
            if named(&one) {
                one
            } else {
                // The kind may have been given alone.
                Entity {
                    kind: one.kind.or(other.kind),
                    ..other
                }
            }
        });
        let mut labels = made.labels;
        for (key, value) in base.labels {
            labels.entry(key).or_insert(value);
        }
        Record {
            v: 1,
            source: base.source,
            guid: base.guid,
            run: base.run,
            entity: entity.unwrap_or_default(),
            labels,
            repository: base.repository.or(made.repository).or(guess.repository),
            destination: base.destination.or(made.destination).or(guess.destination),
            node: base.node.or(made.node).or(guess.node),
            policy: base.policy.or(made.policy).or(guess.policy),
            kind: made.kind.or(guess.kind),
            parent: made.parent.or(guess.parent),
            tool: made.tool.or(guess.tool),
            // The machine that runs it knows its own clock, and tools print local times.
            started: base.started.or(made.started),
            finished: base.finished.or(made.finished),
            size: made.size.or(base.size),
            ..made
        }
    }
}

/// Reads what a run prints.
pub trait Reader: std::fmt::Debug + Send {
    /// Takes a line, without its end. What is longer than a mebibyte comes cut off.
    fn line(&mut self, stream: Stream, line: &str);

    /// How it went.
    fn end(self: Box<Self>, ended: &Ended, known: &Known) -> Outcome;
}
