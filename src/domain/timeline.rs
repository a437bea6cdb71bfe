//! The days of a timeline.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};

use super::backup::TaskTimes;
use crate::types::BackupStatus;

/// Days of a timeline at most (chosen: ten years and some).
pub const MAX_DAYS: usize = 3_700;

/// Days of a timeline that names no range (chosen).
const DEFAULT_DAYS: i64 = 30;

/// A day: from its start, included, to the start of the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Day {
    /// Its date in the timeline's zone.
    pub date: Date,
    /// When it starts, epoch ms.
    pub start: i64,
    /// When the next one starts, epoch ms: 23, 24 or 25 hours later, mostly.
    pub end: i64,
}

/// Why there is no timeline.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TimelineError {
    /// The zone is not known.
    #[error(
        "`tz` is {0:?}, which is no time zone; give an IANA name such as Europe/Warsaw or UTC."
    )]
    Zone(String),
    /// A time outside the calendar.
    #[error(
        "`{parameter}` is {value}, which is no date of the years -9999 to 9999; times are epoch milliseconds."
    )]
    Time {
        /// The parameter.
        parameter: &'static str,
        /// Its value.
        value: i64,
    },
    /// Too many days.
    #[error("The range has {0} days; a timeline has at most {MAX_DAYS}. Give a shorter range.")]
    TooLong(i64),
}

/// The days from `from` to `to` (epoch ms), both widened to whole days of the zone. Without `to` they end today,
/// without `from` there are 30.
pub fn days(
    from: Option<i64>,
    to: Option<i64>,
    zone: Option<&str>,
    now: i64,
) -> Result<Vec<Day>, TimelineError> {
    let name = zone.unwrap_or("UTC");
    let zone = TimeZone::get(name).map_err(|_| TimelineError::Zone(name.to_owned()))?;
    let date = |parameter, value| {
        Timestamp::from_millisecond(value)
            .map(|time| time.to_zoned_datetime(zone.clone()).date())
            .map_err(|_| TimelineError::Time { parameter, value })
    };
    let last = date("to", to.unwrap_or(now))?;
    let out_of_calendar = |parameter, value| move |_| TimelineError::Time { parameter, value };
    let first = match from {
        Some(from) => date("from", from)?,
        None => last
            .checked_sub((DEFAULT_DAYS - 1).days())
            .map_err(out_of_calendar("to", to.unwrap_or(now)))?,
    };
    let count = i64::from(last.since(first).map_or(i32::MAX, |span| span.get_days())) + 1;
    // A range without `to` may begin in the future: it has no days.
    let count = usize::try_from(count).unwrap_or(0);
    if count > MAX_DAYS {
        return Err(TimelineError::TooLong(
            i64::try_from(count).unwrap_or(i64::MAX),
        ));
    }
    let start = |date: Date| {
        // A date that the zone skipped, or whose midnight it skipped, starts at the first instant that exists after.
        date.to_zoned_datetime(zone.clone()).map(|zoned| {
            zoned
                .start_of_day()
                .map_or(zoned.timestamp(), |start| start.timestamp())
        })
    };
    let beyond = |_| TimelineError::Time {
        parameter: "to",
        value: to.unwrap_or(now),
    };
    let mut days = Vec::with_capacity(count);
    let mut date = first;
    for _ in 0..count {
        let next = date.tomorrow().map_err(beyond)?;
        let day = Day {
            date,
            start: start(date).map_err(beyond)?.as_millisecond(),
            end: start(next).map_err(beyond)?.as_millisecond(),
        };
        // A date that the zone left out (Samoa had no 2011-12-30) is no day.
        if day.start < day.end {
            days.push(day);
        }
        date = next;
    }
    Ok(days)
}

/// What happened on a day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sums {
    /// Number of backups.
    pub count: i64,
    /// Sum of their sizes, bytes.
    pub size: i128,
    /// Sum of the bytes transferred.
    pub transferred: i128,
    /// Sums of their task times: queued export, export, queued store, store, ms.
    pub times: [i128; 4],
    /// Number by status, those that occur, by name.
    pub by_status: Vec<(BackupStatus, i64)>,
}

impl Sums {
    /// Adds a backup.
    pub fn add(
        &mut self,
        status: BackupStatus,
        size: i64,
        transferred: Option<i64>,
        times: TaskTimes,
    ) {
        self.count += 1;
        self.size += i128::from(size);
        self.transferred += i128::from(transferred.unwrap_or(0));
        let parts = [
            times.queued_export,
            times.export,
            times.queued_store,
            times.store,
        ];
        for (sum, part) in self.times.iter_mut().zip(parts) {
            *sum += i128::from(part);
        }
        self.counted(status, 1);
    }

    /// Adds so many backups of one status, whose sizes add up to `size` (bytes); of their transfers and times nothing is
    /// known.
    pub fn add_many(&mut self, status: BackupStatus, count: i64, size: i128) {
        self.count += count;
        self.size += size;
        self.counted(status, count);
    }

    fn counted(&mut self, status: BackupStatus, count: i64) {
        match self
            .by_status
            .binary_search_by_key(&status.as_str(), |(known, _)| known.as_str())
        {
            Ok(place) => self.by_status[place].1 += count,
            Err(place) => self.by_status.insert(place, (status, count)),
        }
    }

    /// How many backups had a status.
    pub fn of(&self, status: BackupStatus) -> i64 {
        let found = self.by_status.iter().find(|(known, _)| *known == status);
        found.map_or(0, |(_, count)| *count)
    }

    /// The gravest status; none, where there was no backup.
    pub fn gravest(&self) -> Option<BackupStatus> {
        self.by_status
            .iter()
            .fold(None, |gravest, (status, _)| Some(graver(gravest, *status)))
    }
}

/// The graver of two statuses: what went wrong comes before what went well, and that before what has not ended.
pub fn graver(one: Option<BackupStatus>, other: BackupStatus) -> BackupStatus {
    let gravity = |status: &BackupStatus| match status {
        BackupStatus::Failed => 5,
        BackupStatus::PartialSuccess => 4,
        BackupStatus::Success => 3,
        BackupStatus::SuccessRemoved => 2,
        BackupStatus::Inprogress => 1,
        BackupStatus::Queued => 0,
    };
    one.into_iter()
        .chain([other])
        .max_by_key(gravity)
        .unwrap_or(other)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{Sums, TimelineError, days};
    use crate::domain::backup::TaskTimes;
    use crate::types::BackupStatus::{Failed, Success};

    const HOUR: i64 = 3_600_000;
    /// 2026-11-23 12:00:00 UTC.
    const NOON: i64 = 1_795_435_200_000;

    fn lengths(from: i64, to: i64, zone: &str) -> Vec<(String, i64)> {
        let days = days(Some(from), Some(to), Some(zone), NOON).unwrap();
        days.windows(2)
            .for_each(|pair| assert_eq!(pair[0].end, pair[1].start));
        days.iter()
            .map(|day| (day.date.to_string(), (day.end - day.start) / HOUR))
            .collect()
    }

    #[test]
    fn without_a_range_there_are_thirty_days_up_to_today() {
        let found = days(None, None, None, NOON).unwrap();
        assert_eq!(found.len(), 30);
        assert_eq!(
            (found[0].date.to_string(), found[29].date.to_string()),
            ("2026-10-25".into(), "2026-11-23".into())
        );
        assert_eq!(found[29].start, NOON - 12 * HOUR);
    }

    #[test]
    fn days_are_as_long_as_the_zone_makes_them() {
        // 2026-03-28 12:00 to 2026-03-30 12:00, and the same in October.
        let spring = lengths(1_774_699_200_000, 1_774_872_000_000, "Europe/Warsaw");
        assert_eq!(
            spring,
            [
                ("2026-03-28".into(), 24),
                ("2026-03-29".into(), 23),
                ("2026-03-30".into(), 24)
            ]
        );
        let autumn = lengths(1_792_843_200_000, 1_793_016_000_000, "Europe/Warsaw");
        assert_eq!(
            autumn,
            [
                ("2026-10-24".into(), 24),
                ("2026-10-25".into(), 25),
                ("2026-10-26".into(), 24)
            ]
        );
    }

    #[test]
    fn a_leap_day_is_a_day_and_a_skipped_one_is_none() {
        // 2024-02-28 12:00 to 2024-03-01 12:00.
        let leap = lengths(1_709_121_600_000, 1_709_294_400_000, "UTC");
        assert_eq!(
            leap.iter()
                .map(|(date, _)| date.as_str())
                .collect::<Vec<_>>(),
            ["2024-02-28", "2024-02-29", "2024-03-01"]
        );
        // Samoa had no 2011-12-30.
        let samoa = lengths(1_325_152_800_000, 1_325_300_000_000, "Pacific/Apia");
        assert_eq!(
            samoa,
            [("2011-12-29".into(), 24), ("2011-12-31".into(), 24)]
        );
    }

    #[test]
    fn a_failure_is_not_hidden_by_a_success_of_the_day() {
        let mut sums = Sums::default();
        assert_eq!(sums.gravest(), None);
        sums.add_many(Success, 3, 30);
        assert_eq!((sums.gravest(), sums.of(Success)), (Some(Success), 3));
        sums.add(Failed, 1, None, TaskTimes::default());
        sums.add(Success, 2, None, TaskTimes::default());
        assert_eq!(sums.gravest(), Some(Failed));
        assert_eq!((sums.count, sums.size, sums.of(Success)), (5, 33, 4));
    }

    #[test]
    fn one_instant_is_one_day() {
        assert_eq!(
            lengths(NOON, NOON, "Asia/Kathmandu"),
            [("2026-11-23".to_owned(), 24)]
        );
    }

    #[test]
    fn what_is_no_timeline_is_refused() {
        assert_eq!(
            days(None, None, Some("Mars/Olympus"), NOON),
            Err(TimelineError::Zone("Mars/Olympus".into()))
        );
        assert_eq!(
            days(Some(0), Some(NOON), None, NOON),
            Err(TimelineError::TooLong(20_781))
        );
        assert_eq!(
            days(Some(i64::MIN), None, None, NOON),
            Err(TimelineError::Time {
                parameter: "from",
                value: i64::MIN
            })
        );
        assert!(
            days(Some(NOON - 3_699 * 24 * HOUR), None, None, NOON)
                .is_ok_and(|days| days.len() == 3_700)
        );
        assert!(days(Some(NOON + 48 * HOUR), None, None, NOON).is_ok_and(|days| days.is_empty()));
    }
}
