//! Whether an entity is backed up as often as it should be.
//!
//! Chosen: only backups that succeeded count, in whole or in part: a running or a failing job hides nothing. Their time is
//! the point in time that they hold, because that is what can be restored. A backup that was removed counts as long as
//! nothing else is left, and always for the rhythm.

use std::cmp::Reverse;

use crate::types::{BackupStatus, IntervalSource, ProtectionState};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// Successes that the rhythm is learned from: ten gaps hold two weekends of a job that runs on workdays.
const LEARNED_FROM: usize = 11;

/// Gaps that are needed to learn (chosen).
const ENOUGH: usize = 3;

/// Gaps, the newest ones, that say whether backups come in bursts.
const RECENT: usize = 6;

/// How often backups are taken to be expected where nothing can be learned, unless they were rarer (chosen).
const ASSUMED: i64 = 7 * DAY;

/// What people have said of how often backups should succeed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Expected {
    /// From one success to the next, ms; 0: none are expected; none: nothing was said.
    pub interval: Option<i64>,
    /// How much later is not yet overdue, ms.
    pub grace: Option<i64>,
}

/// How often backups should succeed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rhythm {
    /// From one success to the next, ms.
    pub interval: i64,
    /// How much later is not yet overdue, ms.
    pub grace: i64,
    /// Where the interval is from.
    pub source: IntervalSource,
}

/// The newest backup of an entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Newest {
    /// `snapshot_time`, epoch ms.
    pub time: i64,
    /// How it went.
    pub status: BackupStatus,
    /// The row id of its policy.
    pub policy: Option<i64>,
}

/// What is remembered of an entity's backups, in whatever order they are added.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    /// The newest successes, oldest first, those that were removed too, epoch ms.
    successes: Vec<i64>,
    /// The newest success that is still there, epoch ms.
    present: Option<i64>,
    /// The time of the first backup, epoch ms.
    first: Option<i64>,
    newest: Option<Newest>,
    failed: bool,
}

impl History {
    /// Adds a backup: its `snapshot_time` (epoch ms), status and the row id of its policy.
    pub fn add(&mut self, time: i64, status: BackupStatus, policy: Option<i64>) {
        use BackupStatus::{Failed, PartialSuccess, Success, SuccessRemoved};
        self.first = Some(self.first.map_or(time, |first| first.min(time)));
        let backup = Newest {
            time,
            status,
            policy,
        };
        // Of one moment it does not matter which, if it is always the same.
        let key = |backup: &Newest| (backup.time, status_rank(backup.status), backup.policy);
        if self.newest.is_none_or(|newest| key(&backup) > key(&newest)) {
            self.newest = Some(backup);
        }
        match status {
            Success | PartialSuccess => self.present = self.present.max(Some(time)),
            Failed => self.failed = true,
            _ => {}
        }
        if matches!(status, Success | PartialSuccess | SuccessRemoved) {
            self.succeeded(time);
        }
    }

    fn succeeded(&mut self, time: i64) {
        let is_full = self.successes.len() == LEARNED_FROM;
        if is_full && self.successes.first().is_some_and(|oldest| time <= *oldest) {
            return;
        }
        if is_full {
            self.successes.remove(0);
        }
        // Mostly the newest one.
        let place = self.successes.partition_point(|other| *other <= time);
        self.successes.insert(place, time);
    }

    /// The newest backup.
    pub const fn newest(&self) -> Option<Newest> {
        self.newest
    }

    /// What the newest successes say about how often there should be one, and which grace that needs; none for an
    /// entity that has none.
    fn learned(&self) -> Option<Rhythm> {
        let gaps: Vec<i64> = self
            .successes
            .windows(2)
            .map(|pair| pair[1].saturating_sub(pair[0]))
            .filter(|gap| *gap > 0)
            .collect();
        if gaps.len() < ENOUGH {
            let longest = gaps.iter().copied().max().unwrap_or(0);
            self.successes.last()?;
            let interval = longest.max(ASSUMED);
            return Some(Rhythm {
                interval,
                grace: usual_grace(interval),
                source: IntervalSource::Assumed,
            });
        }
        let usual = median(&gaps);
        // Several jobs for one entity, one after the other: what counts is the time from burst to burst.
        let recent = &gaps[gaps.len().saturating_sub(RECENT)..];
        let long: Vec<i64> = recent
            .iter()
            .copied()
            .filter(|gap| *gap > usual.saturating_mul(4))
            .collect();
        let interval = if long.len() > 1 { median(&long) } else { usual };
        // A gap that came twice is a rhythm of its own, such as weekends; one that came once was an outage.
        let mut sorted = gaps;
        sorted.sort_unstable_by_key(|gap| Reverse(*gap));
        let twice = sorted.get(1).copied().unwrap_or(interval);
        let grace = twice
            .saturating_sub(interval)
            .clamp(0, interval.saturating_mul(3))
            .saturating_add(usual_grace(interval));
        Some(Rhythm {
            interval,
            grace,
            source: IntervalSource::Learned,
        })
    }

    /// How often backups should succeed; none, where none are expected or nothing is known.
    fn rhythm(&self, entity: Expected, policy: Expected) -> Option<Rhythm> {
        let given = [
            (entity, IntervalSource::Given),
            (policy, IntervalSource::Policy),
        ];
        let given = given
            .into_iter()
            .find_map(|(expected, source)| expected.interval.map(|interval| (interval, source)));
        let grace = entity.grace.or(policy.grace);
        let rhythm = match given {
            Some((0, _)) => return None,
            Some((interval, source)) => Rhythm {
                interval,
                grace: usual_grace(interval),
                source,
            },
            None => self.learned()?,
        };
        Some(Rhythm {
            grace: grace.unwrap_or(rhythm.grace),
            ..rhythm
        })
    }

    /// How the entity stands at `now` (epoch ms), by what was said of it and of the policy of its newest backup.
    pub fn standing(&self, entity: Expected, policy: Expected, now: i64) -> Standing {
        let rhythm = self.rhythm(entity, policy);
        let is_expected = entity.interval.or(policy.interval) != Some(0);
        let last = self.present.or(self.successes.last().copied());
        let allowed = rhythm.map(|rhythm| rhythm.interval.saturating_add(rhythm.grace));
        let due = last
            .zip(allowed)
            .map(|(last, allowed)| last.saturating_add(allowed));
        let late_first = self
            .first
            .is_some_and(|first| first.saturating_add(allowed.unwrap_or(DAY)) < now);
        let (state, since) = match (last, due) {
            _ if !is_expected => (ProtectionState::NotExpected, None),
            (None, _) if self.failed || late_first => (ProtectionState::NeverSucceeded, self.first),
            (None, _) => (ProtectionState::Pending, None),
            (Some(_), Some(due)) if due < now => (ProtectionState::Overdue, Some(due)),
            (Some(_), _) => (ProtectionState::OnTime, None),
        };
        Standing {
            state,
            last_success: self.present,
            newest: self.newest,
            rhythm,
            due,
            since,
        }
    }
}

/// How an entity stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// In a word.
    pub state: ProtectionState,
    /// The newest success that is still there, epoch ms.
    pub last_success: Option<i64>,
    /// The newest backup.
    pub newest: Option<Newest>,
    /// How often backups should succeed.
    pub rhythm: Option<Rhythm>,
    /// When it is overdue, or has been, epoch ms.
    pub due: Option<i64>,
    /// Since when it is overdue, epoch ms.
    pub since: Option<i64>,
}

impl Standing {
    /// Whether somebody should look at it.
    pub const fn is_late(&self) -> bool {
        matches!(
            self.state,
            ProtectionState::NeverSucceeded | ProtectionState::Overdue
        )
    }

    /// What sorts the most urgent first.
    pub fn urgency(&self) -> (u8, i64) {
        let rank = match self.state {
            ProtectionState::NeverSucceeded => 0,
            ProtectionState::Overdue => 1,
            _ => 2,
        };
        (rank, self.since.unwrap_or(0))
    }
}

/// The grace of an interval of which nobody said one: a quarter of it, 15 minutes at least and a day at most (chosen).
fn usual_grace(interval: i64) -> i64 {
    (interval / 4).clamp(15 * MINUTE, DAY)
}

/// The middle one; of two the smaller.
fn median(numbers: &[i64]) -> i64 {
    let mut sorted = numbers.to_vec();
    sorted.sort_unstable();
    sorted.get((sorted.len() - 1) / 2).copied().unwrap_or(0)
}

const fn status_rank(status: BackupStatus) -> u8 {
    match status {
        BackupStatus::Failed => 0,
        BackupStatus::SuccessRemoved => 1,
        BackupStatus::PartialSuccess => 2,
        BackupStatus::Success => 3,
        BackupStatus::Queued => 4,
        BackupStatus::Inprogress => 5,
    }
}

#[cfg(test)]
mod tests {
    use super::{DAY, Expected, HOUR, History, MINUTE};
    use crate::types::BackupStatus::{
        self, Failed, Inprogress, PartialSuccess, Success, SuccessRemoved,
    };
    use crate::types::IntervalSource::{Assumed, Given, Learned, Policy};
    use crate::types::ProtectionState::{NeverSucceeded, NotExpected, OnTime, Overdue, Pending};

    const NOTHING: Expected = Expected {
        interval: None,
        grace: None,
    };

    const fn every(interval: i64) -> Expected {
        Expected {
            interval: Some(interval),
            grace: None,
        }
    }

    fn history(backups: impl IntoIterator<Item = (i64, BackupStatus)>) -> History {
        let mut history = History::default();
        for (time, status) in backups {
            history.add(time, status, None);
        }
        history
    }

    fn successes(times: impl IntoIterator<Item = i64>) -> History {
        history(times.into_iter().map(|time| (time, Success)))
    }

    #[test]
    fn a_daily_backup_is_overdue_a_quarter_of_a_day_after_the_next_was_due() {
        let history = successes((0..20).map(|day| day * DAY));
        let last = 19 * DAY;
        let on_time = history.standing(NOTHING, NOTHING, last + DAY + 6 * HOUR);
        assert_eq!((on_time.state, on_time.since), (OnTime, None));
        let rhythm = on_time.rhythm.map(|it| (it.interval, it.grace, it.source));
        assert_eq!(rhythm, Some((DAY, 6 * HOUR, Learned)));
        let late = history.standing(NOTHING, NOTHING, last + DAY + 6 * HOUR + 1);
        assert_eq!(
            (late.state, late.since),
            (Overdue, Some(last + DAY + 6 * HOUR))
        );
    }

    #[test]
    fn the_order_in_which_backups_come_does_not_matter() {
        let forward = successes((0..30).map(|day| day * DAY));
        assert_eq!(successes((0..30).rev().map(|day| day * DAY)), forward);
        assert_eq!(forward.successes.len(), 11);
    }

    #[test]
    fn running_and_failing_backups_hide_nothing() {
        let mut history = successes((0..9).map(|day| day * DAY));
        history.add(9 * DAY, Failed, None);
        history.add(10 * DAY, Inprogress, None);
        let standing = history.standing(NOTHING, NOTHING, 10 * DAY);
        assert_eq!(
            (standing.state, standing.last_success),
            (Overdue, Some(8 * DAY))
        );
        assert_eq!(
            standing.newest.map(|newest| newest.status),
            Some(Inprogress)
        );
        history.add(10 * DAY + HOUR, PartialSuccess, None);
        assert_eq!(history.standing(NOTHING, NOTHING, 11 * DAY).state, OnTime);
    }

    #[test]
    fn what_was_said_of_the_entity_goes_before_its_policy_and_both_before_the_history() {
        let history = successes((0..20).map(|day| day * DAY));
        let now = 19 * DAY + 3 * HOUR;
        let source = |entity, policy| {
            let standing = history.standing(entity, policy, now);
            (standing.state, standing.rhythm.map(|it| it.source))
        };
        assert_eq!(source(NOTHING, NOTHING), (OnTime, Some(Learned)));
        assert_eq!(source(NOTHING, every(HOUR)), (Overdue, Some(Policy)));
        assert_eq!(source(every(DAY), every(HOUR)), (OnTime, Some(Given)));
        assert_eq!(source(every(0), every(HOUR)), (NotExpected, None));
        assert_eq!(source(NOTHING, every(0)), (NotExpected, None));
        assert_eq!(source(every(HOUR), every(0)), (Overdue, Some(Given)));
        let patient = Expected {
            interval: Some(HOUR),
            grace: Some(2 * HOUR),
        };
        assert_eq!(source(patient, NOTHING).0, OnTime);
        let grace_alone = Expected {
            interval: None,
            grace: Some(0),
        };
        let standing = history.standing(grace_alone, NOTHING, 20 * DAY + 1);
        assert_eq!(standing.state, Overdue);
    }

    #[test]
    fn workdays_are_a_rhythm_and_an_outage_is_none() {
        let workdays = || (0..28).filter(|day| day % 7 < 5).map(|day| day * DAY);
        // The last is a Friday; Monday is three days later.
        let friday = 25 * DAY;
        assert_eq!(workdays().next_back(), Some(friday));
        let history = successes(workdays());
        assert_eq!(
            history.standing(NOTHING, NOTHING, friday + 3 * DAY).state,
            OnTime
        );
        assert_eq!(
            history.standing(NOTHING, NOTHING, friday + 4 * DAY).state,
            Overdue
        );
        let outage = successes((0..10).chain(15..18).map(|day| day * DAY));
        assert_eq!(outage.standing(NOTHING, NOTHING, 18 * DAY).state, OnTime);
        assert_eq!(outage.standing(NOTHING, NOTHING, 19 * DAY).state, Overdue);
    }

    #[test]
    fn several_jobs_a_night_are_one_rhythm() {
        let jobs = (0..10).flat_map(|day| [0, 5, 12].map(|minute| day * DAY + minute * MINUTE));
        let rhythm = successes(jobs).standing(NOTHING, NOTHING, 0).rhythm;
        assert_eq!(rhythm.map(|it| it.interval), Some(DAY - 12 * MINUTE));
    }

    #[test]
    fn with_little_history_a_week_is_assumed_or_the_longest_gap() {
        let once = successes([0]);
        let standing = once.standing(NOTHING, NOTHING, 8 * DAY);
        assert_eq!(
            standing.rhythm.map(|it| (it.interval, it.source)),
            Some((7 * DAY, Assumed))
        );
        assert_eq!(standing.state, OnTime);
        assert_eq!(once.standing(NOTHING, NOTHING, 8 * DAY + 1).state, Overdue);
        let monthly = successes([0, 30 * DAY, 61 * DAY]);
        assert_eq!(monthly.standing(NOTHING, NOTHING, 92 * DAY).state, OnTime);
    }

    #[test]
    fn what_never_succeeded_is_late_from_its_first_failure() {
        let failed = history([(5, Failed), (9, Inprogress)]);
        let standing = failed.standing(NOTHING, NOTHING, 10);
        assert_eq!(
            (standing.state, standing.since, standing.due),
            (NeverSucceeded, Some(5), None)
        );
        let first = history([(5, Inprogress)]);
        assert_eq!(first.standing(NOTHING, NOTHING, 10).state, Pending);
        assert_eq!(
            first.standing(NOTHING, NOTHING, 6 + DAY).state,
            NeverSucceeded
        );
        assert_eq!(
            first.standing(every(0), NOTHING, 6 + DAY).state,
            NotExpected
        );
    }

    #[test]
    fn removed_backups_count_while_nothing_else_is_left() {
        let mut history = history((0..9).map(|day| (day * DAY, SuccessRemoved)));
        let standing = history.standing(NOTHING, NOTHING, 8 * DAY + HOUR);
        assert_eq!((standing.state, standing.last_success), (OnTime, None));
        history.add(3 * DAY, Success, None);
        let standing = history.standing(NOTHING, NOTHING, 8 * DAY + HOUR);
        assert_eq!(
            (standing.state, standing.last_success),
            (Overdue, Some(3 * DAY))
        );
    }

    #[test]
    fn the_most_urgent_is_first() {
        let never = history([(50 * DAY, Failed)]).standing(NOTHING, NOTHING, 60 * DAY);
        let long = successes([0]).standing(NOTHING, NOTHING, 60 * DAY);
        let short = successes([40 * DAY]).standing(NOTHING, NOTHING, 60 * DAY);
        let fine = successes([60 * DAY]).standing(NOTHING, NOTHING, 60 * DAY);
        let urgencies = [never, long, short, fine].map(|standing| standing.urgency());
        assert!(urgencies.is_sorted(), "{urgencies:?}");
        assert!(short.is_late() && !fine.is_late());
    }

    #[test]
    fn times_at_the_ends_of_the_range_do_not_overflow() {
        let history = successes([i64::MIN, -1, 0, i64::MAX]);
        assert_eq!(history.standing(NOTHING, NOTHING, i64::MAX).state, OnTime);
    }
}
