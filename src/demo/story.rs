//! What befalls an entity beside the daily routine.

/// What befalls an entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Story {
    /// Now and then a run fails.
    Routine,
    /// Every few runs fail.
    Flaky,
    /// It has failed for days, and still does.
    Failing,
    /// It failed for days, months ago.
    Recovered,
    /// Its schedule was lost weeks ago, and nothing says so.
    Forgotten,
    /// It has been set up wrongly: no run ever succeeded.
    NeverSuccessful,
    /// It was taken out of service; all its backups are gone, and hidden.
    Retired,
    /// Most of its data has disappeared; the backups go on.
    Shrunk,
    /// Some of its backups are kept for years.
    Kept,
    /// One is running now.
    Running,
    /// One is waiting now.
    Queued,
}

/// Every story occurs once in so many entities.
pub(super) const CYCLE: u32 = 120;

impl Story {
    /// The story of an entity.
    pub(super) const fn of(index: u32) -> Self {
        match index % CYCLE {
            6 | 49 => Self::Failing,
            9 => Self::Recovered,
            23 | 44 => Self::Forgotten,
            30 | 66 => Self::Flaky,
            41 => Self::NeverSuccessful,
            58 | 79 => Self::Retired,
            84 => Self::Shrunk,
            98 => Self::Running,
            101 | 114 => Self::Kept,
            105 => Self::Queued,
            _ => Self::Routine,
        }
    }
}
