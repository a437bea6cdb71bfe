//! How one run of a backup tool went, from what it printed: one module a tool.
//!
//! An inventory lists what is there; only the run itself says that it failed, or which files it could not read. A reader
//! is told each line as it is printed, keeps what matters of it (all of it is bounded), and in the end says how it went.

mod barman;
mod borg;
mod borgmatic;
mod btrbk;
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

use crate::domain::record::Record;

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

/// What the tool does not print of itself.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Known {
    /// The record as it is known without the output: source, entity, run, times, names. What the tool says of a backup
    /// fills what is absent here, but for the entity, which is only a guess here unless `entity_given`.
    pub record: Record,
    /// The entity was named by who asks.
    pub entity_given: bool,
    /// The host that is backed up, as the tool calls it.
    pub host: String,
}

/// Reads what a run prints.
pub trait Reader: std::fmt::Debug + Send {
    /// Takes a line, without its end. What is longer than a mebibyte comes cut off.
    fn line(&mut self, stream: Stream, line: &str);

    /// How it went.
    fn end(self: Box<Self>, ended: &Ended, known: &Known) -> Outcome;
}
