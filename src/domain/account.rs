//! What became of an entity's backups in a period, and whether there was always one that was young enough.
//!
//! Chosen: the objective (RPO) is the interval that is expected and its grace, as for what is overdue. It is met while the
//! last success is not older than that. Before the first backup of an entity nothing was expected of it.

use crate::types::BackupStatus;

/// A time without a success.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// When the success before it was, epoch ms.
    pub from: i64,
    /// When the one after it was, or the period's end, epoch ms.
    pub to: i64,
}

impl Gap {
    /// How long it is, ms.
    pub const fn length(self) -> i64 {
        self.to.saturating_sub(self.from)
    }
}

/// The backups of an entity in a period, in whatever order they are added.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Account {
    /// Backups that succeeded, those that were removed since too.
    pub success: i64,
    /// Backups that are not complete.
    pub partial: i64,
    /// Backups that failed.
    pub failed: i64,
    /// Their sizes, bytes.
    pub size: i128,
    /// The time that they took, ms.
    pub duration: i128,
    /// When those were that succeeded, in whole or in part, epoch ms.
    successes: Vec<i64>,
    /// The last success before the period, epoch ms.
    before: Option<i64>,
    /// The first backup of the entity, epoch ms.
    first: Option<i64>,
}

/// Whether the objective was met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Objective {
    /// How old the last success may be, ms.
    pub allowed: i64,
    /// How long it was older than that, ms.
    pub missed: i64,
    /// How often that came about.
    pub misses: i64,
    /// The part of the period from which on there was something to protect, ms.
    pub judged: i64,
}

impl Objective {
    /// Whether it was met all the time.
    pub const fn is_met(self) -> bool {
        self.misses == 0
    }

    /// The part of the time in which it was met, from 0 to 1.
    #[allow(clippy::cast_precision_loss, reason = "a few digits are shown")]
    pub fn part(self) -> f64 {
        if self.judged <= 0 {
            return 1.0;
        }
        1.0 - self.missed as f64 / self.judged as f64
    }
}

impl Account {
    /// Adds a backup of the period: when it was (epoch ms), how it went, its size (bytes) and how long it took (ms).
    pub fn add(&mut self, time: i64, status: BackupStatus, size: i64, duration: i64) {
        match status {
            BackupStatus::Success | BackupStatus::SuccessRemoved => self.success += 1,
            BackupStatus::PartialSuccess => self.partial += 1,
            BackupStatus::Failed => self.failed += 1,
            BackupStatus::Inprogress | BackupStatus::Queued => return,
        }
        if status != BackupStatus::Failed {
            self.successes.push(time);
        }
        self.size += i128::from(size);
        self.duration += i128::from(duration);
        self.begin(time);
    }

    /// Notes what was before the period: the last success and the first backup, epoch ms.
    pub fn precede(&mut self, success: Option<i64>, first: i64) {
        self.before = self.before.max(success);
        self.begin(first);
    }

    fn begin(&mut self, time: i64) {
        self.first = Some(self.first.map_or(time, |first| first.min(time)));
    }

    /// Backups that have ended.
    pub const fn runs(&self) -> i64 {
        self.success + self.partial + self.failed
    }

    /// The part of them that succeeded in whole, from 0 to 1; none: nothing ran.
    #[allow(clippy::cast_precision_loss, reason = "a few digits are shown")]
    pub fn success_rate(&self) -> Option<f64> {
        (self.runs() > 0).then(|| self.success as f64 / self.runs() as f64)
    }

    /// The times without a success that reach into the period from `from` to `to` (epoch ms), oldest first.
    fn gaps(&self, from: i64, to: i64) -> Vec<Gap> {
        let mut successes = self.successes.clone();
        successes.sort_unstable();
        let begin = match (self.before, self.first) {
            (Some(before), _) => before,
            (None, Some(first)) => first.max(from).min(to),
            (None, None) => return Vec::new(),
        };
        let mut points = vec![begin];
        points.extend(successes);
        points.push(to);
        points
            .windows(2)
            .map(|pair| Gap {
                from: pair[0],
                to: pair[1],
            })
            .collect()
    }

    /// The longest time without a success that reaches into the period.
    pub fn longest_gap(&self, from: i64, to: i64) -> Option<Gap> {
        // Of several the first.
        let gaps = self.gaps(from, to);
        gaps.into_iter().rev().max_by_key(|gap| gap.length())
    }

    /// Whether the last success was never older than `allowed` ms in the period from `from` to `to`, epoch ms.
    pub fn objective(&self, from: i64, to: i64, allowed: i64) -> Objective {
        let late = |gap: &Gap| {
            let since = gap.from.saturating_add(allowed).max(from);
            gap.to.saturating_sub(since).max(0)
        };
        let late: Vec<i64> = self.gaps(from, to).iter().map(late).collect();
        let begin = self.first.unwrap_or(to).max(from);
        Objective {
            allowed,
            missed: late.iter().sum(),
            misses: i64::try_from(late.iter().filter(|ms| **ms > 0).count()).unwrap_or(i64::MAX),
            judged: to.saturating_sub(begin).max(0),
        }
    }

    /// Adds another entity's; of the gaps nothing is kept.
    pub fn merge(&mut self, other: &Self) {
        self.success += other.success;
        self.partial += other.partial;
        self.failed += other.failed;
        self.size += other.size;
        self.duration += other.duration;
    }
}

#[cfg(test)]
mod tests {
    use super::{Account, Gap};
    use crate::types::BackupStatus::{Failed, Inprogress, PartialSuccess, Success, SuccessRemoved};

    #[test]
    fn what_runs_is_counted_by_how_it_ended() {
        let mut account = Account::default();
        for (time, status) in [
            (1, Success),
            (2, SuccessRemoved),
            (3, PartialSuccess),
            (4, Failed),
            (5, Inprogress),
        ] {
            account.add(time, status, 10, 2);
        }
        assert_eq!((account.runs(), account.size, account.duration), (4, 40, 8));
        assert_eq!(account.success_rate(), Some(0.5));
        assert_eq!(Account::default().success_rate(), None);
    }

    #[test]
    fn the_longest_gap_may_begin_before_the_period_and_end_with_it() {
        let mut account = Account::default();
        account.precede(Some(50), 0);
        account.add(110, Success, 1, 1);
        account.add(160, Failed, 1, 1);
        assert_eq!(
            account.longest_gap(100, 200),
            Some(Gap { from: 110, to: 200 })
        );
        account.add(150, PartialSuccess, 1, 1);
        assert_eq!(
            account.longest_gap(100, 200),
            Some(Gap { from: 50, to: 110 })
        );
    }

    #[test]
    fn the_objective_is_missed_for_as_long_as_the_last_success_is_too_old() {
        let mut account = Account::default();
        account.precede(Some(50), 0);
        account.add(110, Success, 1, 1);
        account.add(150, Success, 1, 1);
        // Too old from 100 (not before) to 110, and from 190 to 200.
        let objective = account.objective(100, 200, 40);
        assert_eq!(
            (objective.misses, objective.missed, objective.judged),
            (2, 20, 100)
        );
        assert!(!objective.is_met() && (objective.part() - 0.8).abs() < 1e-9);
        assert!(account.objective(100, 200, 60).is_met());
    }

    #[test]
    fn before_its_first_backup_nothing_was_expected() {
        let mut account = Account::default();
        account.add(180, Failed, 1, 1);
        account.add(190, Success, 1, 1);
        let objective = account.objective(100, 200, 5);
        assert_eq!(
            (objective.misses, objective.missed, objective.judged),
            (2, 10, 20)
        );
        let nothing = Account::default();
        assert_eq!(nothing.longest_gap(0, 9), None);
        assert!(nothing.objective(0, 9, 1).is_met());
    }

    #[test]
    fn what_failed_since_long_has_had_no_success_all_the_time() {
        let mut account = Account::default();
        account.precede(None, 0);
        account.add(150, Failed, 1, 1);
        assert_eq!(
            account.longest_gap(100, 200),
            Some(Gap { from: 100, to: 200 })
        );
        assert_eq!(account.objective(100, 200, 30).missed, 70);
    }
}
