//! How a run went.

use crate::domain::record::{Record, Status, Warning};
use crate::types::BackupStatus;

use super::{Ended, Known};

/// How a run went, and what it made.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Outcome {
    /// One record for each backup that the run made, else one of the run itself. The first one is the run's own: it has
    /// its guid.
    pub records: Vec<Record>,
}

/// What a reader has found out of the whole run.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Verdict {
    pub(super) status: BackupStatus,
    /// The status in words.
    pub(super) info: Option<String>,
    pub(super) warnings: Vec<Warning>,
    /// How many there were.
    pub(super) warning_count: usize,
}

impl Verdict {
    pub(super) fn new(status: BackupStatus, info: Option<String>) -> Self {
        Self {
            status,
            info,
            warnings: Vec::new(),
            warning_count: 0,
        }
    }

    /// With these warnings, and how many there were.
    pub(super) fn with(mut self, (warnings, count): (Vec<Warning>, usize)) -> Self {
        self.warnings = warnings;
        self.warning_count = count;
        self
    }
}

impl Outcome {
    /// A run, and what it made: records of which the verdict, times and names may be absent.
    pub(super) fn of(known: &Known, ended: &Ended, verdict: &Verdict, made: Vec<Record>) -> Self {
        let mut made = made;
        if made.is_empty() {
            made.push(Record::default());
        }
        let records = made.into_iter().enumerate();
        let records = records.map(|(number, made)| {
            let mut record = known.guessed(made);
            if number > 0 {
                // The run's guid is that of the first.
                record.guid = None;
            }
            record.exit_code = record.exit_code.or(ended.code);
            judge(&mut record, verdict);
            record
        });
        Self {
            records: records.collect(),
        }
    }
}

/// The verdict on the run over what a backup shows of itself: the worse of both.
fn judge(record: &mut Record, verdict: &Verdict) {
    let own = match record.status {
        Some(Status::Of(status)) if rank(status) > rank(verdict.status) => status,
        _ => verdict.status,
    };
    record.status = Some(Status::Of(own));
    if record.status_info.is_none() {
        record.status_info.clone_from(&verdict.info);
    }
    let seen = record.warnings.take().unwrap_or_default();
    let count = seen.len() + verdict.warning_count;
    let warnings: Vec<Warning> = seen
        .into_iter()
        .chain(verdict.warnings.iter().cloned())
        .collect();
    if count > warnings.len() {
        record.warning_count = i64::try_from(count).ok();
    }
    // A run that had none says so: an earlier report of it may have had some.
    record.warnings = Some(warnings);
}

const fn rank(status: BackupStatus) -> u8 {
    match status {
        BackupStatus::Failed => 2,
        BackupStatus::PartialSuccess => 1,
        _ => 0,
    }
}
