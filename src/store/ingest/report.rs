//! What became of reported records.

use crate::domain::identity::{self, ReferenceKind};
use crate::domain::keys::Keys;
use crate::domain::record::{Record, Refusal};
use crate::domain::scope::Scope;

/// Rejections that are kept one by one; the rest is counted.
pub const REJECTED: usize = 1000;

/// A record with its place in what was sent: the line, or the position in an array, from 1.
#[derive(Debug)]
pub struct Numbered {
    line: u64,
    record: Result<Box<Keyed>, Refusal>,
}

/// A record with the guids that are derived from it. They are derived where records are read: beside the writing.
#[derive(Debug)]
pub(super) struct Keyed {
    pub(super) record: Record,
    pub(super) keys: Keys,
}

impl Numbered {
    /// A record that was read, or why it could not be.
    pub fn new(line: u64, record: Result<Record, Refusal>) -> Self {
        let record = record.map(|record| {
            let keys = Keys::of(&record);
            Box::new(Keyed { record, keys })
        });
        Self { line, record }
    }

    /// The same record if it may be reported by who has this scope, else its refusal.
    pub(super) fn within(self, scope: &Scope) -> Self {
        let record = self.record.and_then(|keyed| {
            let source = &keyed.record.source;
            if may_report(scope, source) {
                return Ok(keyed);
            }
            Err(Refusal::of(
                "source",
                format_args!("is {source:?}, for which you may not report"),
            ))
        });
        Self { record, ..self }
    }

    /// A record that could be read.
    pub(super) fn record(&self) -> Option<&Record> {
        self.record.as_ref().ok().map(|keyed| &keyed.record)
    }

    /// The guids of a record that could be read.
    pub(super) fn keys(&self) -> Option<&Keys> {
        self.record.as_ref().ok().map(|keyed| &keyed.keys)
    }

    pub(super) fn into_parts(self) -> (u64, Result<Box<Keyed>, Refusal>) {
        (self.line, self.record)
    }
}

/// Whether who has this scope may report for a source.
pub(super) fn may_report(scope: &Scope, source: &str) -> bool {
    scope.is_everything() || scope.reports_for(identity::reference(ReferenceKind::Source, source))
}

/// A record that was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejected {
    /// Its place: the line, or the position in an array, from 1.
    pub line: u64,
    /// Why.
    pub refusal: Refusal,
}

/// What became of one record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    Created,
    Updated,
    Unchanged,
    Removed,
}

/// What became of all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Records of backups that were not known.
    pub created: u64,
    /// Records that changed a known backup.
    pub updated: u64,
    /// Records that changed nothing.
    pub unchanged: u64,
    /// Backups found to be gone.
    pub removed: u64,
    /// Records that were not taken, by line; the first [`REJECTED`].
    pub rejected: Vec<Rejected>,
    /// How many were not taken.
    pub rejected_count: u64,
}

impl Report {
    pub(super) fn count(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Created => self.created += 1,
            Outcome::Updated => self.updated += 1,
            Outcome::Unchanged => self.unchanged += 1,
            Outcome::Removed => self.removed += 1,
        }
    }

    /// Notes a record that was not taken.
    pub fn reject(&mut self, line: u64, refusal: Refusal) {
        self.rejected_count += 1;
        if self.rejected.len() < REJECTED {
            self.rejected.push(Rejected { line, refusal });
        }
    }

    /// Adds what became of other records.
    pub fn add(&mut self, other: Self) {
        self.created += other.created;
        self.updated += other.updated;
        self.unchanged += other.unchanged;
        self.removed += other.removed;
        self.rejected_count += other.rejected_count;
        self.rejected.extend(other.rejected);
        self.sort();
        self.rejected.truncate(REJECTED);
    }

    pub(super) fn sort(&mut self) {
        self.rejected.sort_by_key(|rejected| rejected.line);
    }

    /// How many records were taken.
    pub const fn stored(&self) -> u64 {
        self.created + self.updated + self.unchanged
    }

    /// Something was reported, and none of it was taken.
    pub const fn nothing_taken(&self) -> bool {
        self.rejected_count > 0 && self.created + self.updated + self.unchanged + self.removed == 0
    }
}
