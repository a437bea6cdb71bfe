//! When runs are due.

/// A minute, ms.
pub(super) const MINUTE: i64 = 60_000;
/// An hour, ms.
pub(super) const HOUR: i64 = 60 * MINUTE;
/// A day, ms.
pub(super) const DAY: i64 = 24 * HOUR;

/// A day of the week in UTC: 0 is Sunday.
pub(super) const fn weekday(time: i64) -> i64 {
    // 1970-01-01 was a Thursday.
    (time.div_euclid(DAY) + 4).rem_euclid(7)
}

/// The number of a week that begins on this day of the week, 00:00 UTC.
pub(super) const fn week(time: i64, begins: i64) -> i64 {
    (time - (begins + 3).rem_euclid(7) * DAY).div_euclid(7 * DAY)
}

/// The first day of a month in UTC.
pub(super) fn first_of_month(time: i64) -> bool {
    jiff::Timestamp::from_millisecond(time)
        .is_ok_and(|time| jiff::tz::Offset::UTC.to_datetime(time).day() == 1)
}

/// How often something is backed up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cadence {
    /// Every day.
    Daily,
    /// Every twelve hours.
    TwiceDaily,
    /// Monday to Friday.
    Workdays,
    /// On Saturdays.
    Weekly,
}

impl Cadence {
    const fn step(self) -> i64 {
        match self {
            Self::TwiceDaily => 12 * HOUR,
            Self::Daily | Self::Workdays | Self::Weekly => DAY,
        }
    }

    const fn takes(self, time: i64) -> bool {
        match self {
            Self::Daily | Self::TwiceDaily => true,
            Self::Workdays => matches!(weekday(time), 1..=5),
            Self::Weekly => weekday(time) == 6,
        }
    }
}

/// The moments of one entity's schedule, oldest first, epoch ms UTC.
#[derive(Debug, Clone)]
pub(super) struct Slots {
    cadence: Cadence,
    next: i64,
    until: i64,
}

impl Slots {
    /// The moments in [since, until]; `offset` is the time of day, ms.
    pub(super) const fn new(cadence: Cadence, offset: i64, since: i64, until: i64) -> Self {
        let step = cadence.step();
        let offset = offset.rem_euclid(step);
        let steps = (since - offset + step - 1).div_euclid(step);
        Self {
            cadence,
            next: steps * step + offset,
            until,
        }
    }
}

impl Iterator for Slots {
    type Item = i64;

    fn next(&mut self) -> Option<i64> {
        while self.next <= self.until {
            let slot = self.next;
            self.next += self.cadence.step();
            if self.cadence.takes(slot) {
                return Some(slot);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::{Cadence, DAY, HOUR, Slots, first_of_month, week, weekday};

    /// 2026-11-23T00:00:00Z, a Monday.
    const MONDAY: i64 = 1_795_392_000_000;

    fn slots(cadence: Cadence, since: i64, until: i64) -> Vec<i64> {
        Slots::new(cadence, 22 * HOUR, since, until)
            .map(|slot| (slot - MONDAY) / HOUR)
            .collect()
    }

    #[test]
    fn a_schedule_keeps_its_hours_and_days() {
        let week = MONDAY + 7 * DAY - 1;
        assert_eq!(weekday(MONDAY), 1);
        assert_eq!(slots(Cadence::Daily, MONDAY, MONDAY + 2 * DAY), [22, 46]);
        assert_eq!(slots(Cadence::TwiceDaily, MONDAY, MONDAY + DAY), [10, 22]);
        assert_eq!(
            slots(Cadence::Workdays, MONDAY, week),
            [22, 46, 70, 94, 118]
        );
        assert_eq!(slots(Cadence::Weekly, MONDAY, week), [142]);
    }

    #[test]
    fn both_ends_belong_to_it() {
        let slot = MONDAY + 22 * HOUR;
        assert_eq!(slots(Cadence::Daily, slot, slot), [22]);
        assert!(slots(Cadence::Daily, slot + 1, slot + DAY - 1).is_empty());
    }

    #[test]
    fn weeks_begin_on_their_day() {
        for begins in 0..7 {
            let turns: Vec<i64> = (0..7)
                .map(|day| MONDAY + day * DAY)
                .filter(|start| week(start - 1, begins) != week(*start, begins))
                .map(weekday)
                .collect();
            assert_eq!(turns, [begins]);
        }
    }

    #[test]
    fn months_begin_in_utc() {
        assert!(!first_of_month(MONDAY + 8 * DAY - 1));
        assert!(first_of_month(MONDAY + 8 * DAY));
    }
}
