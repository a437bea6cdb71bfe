//! One run of a backup, as it went.

use super::message::Failure;
use crate::domain::record::Times;
use crate::types::BackupType;

/// How a run went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Well.
    Good,
    /// Well, with something to say.
    Noted,
    /// Something was left out.
    Partial,
    /// Not at all.
    Failed(Failure),
    /// It is under way.
    Running,
    /// It waits.
    Queued,
}

impl Outcome {
    /// There is a backup.
    pub(super) const fn stored(self) -> bool {
        matches!(self, Self::Good | Self::Noted | Self::Partial)
    }
}

/// Who started a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Starter {
    /// The schedule.
    Schedule,
    /// The server itself, after a failure.
    Retry,
    /// A person.
    Person,
}

/// One run.
#[derive(Debug)]
pub(super) struct Run {
    /// When it started, epoch ms.
    pub(super) started: i64,
    /// Who started it.
    pub(super) by: Starter,
    /// How it went.
    pub(super) outcome: Outcome,
    /// How much it contains on its own.
    pub(super) kind: BackupType,
    /// When the first backup of its chain started, epoch ms.
    pub(super) chain_started: i64,
    /// The id of the backup that it made.
    pub(super) id: String,
    /// The id of the backup that it depends on.
    pub(super) parent: Option<String>,
    /// Bytes protected.
    pub(super) size: i64,
    /// Bytes transferred.
    pub(super) transferred: i64,
    /// Bytes on the destination.
    pub(super) stored: i64,
    /// How long each task took, ms; so far, if it is under way.
    pub(super) times: Times,
}

impl Run {
    /// How long it took, ms.
    pub(super) const fn duration(&self) -> i64 {
        self.times.queued_export + self.times.export + self.times.queued_store + self.times.store
    }

    /// When it ended, or will, epoch ms.
    pub(super) const fn ended(&self) -> i64 {
        self.started + self.duration()
    }

    /// A run that has not ended yet: what is known of it now.
    pub(super) fn so_far(mut self, now: i64) -> Self {
        let elapsed = now - self.started;
        let waited = self.times.queued_export.min(elapsed);
        let exported = self.times.export.min(elapsed - waited);
        self.outcome = if waited == elapsed {
            Outcome::Queued
        } else {
            Outcome::Running
        };
        self.times = Times {
            queued_export: waited,
            export: exported,
            queued_store: self.times.queued_store.min(elapsed - waited - exported),
            store: 0,
        };
        self.times.store = elapsed - self.duration();
        self
    }
}
