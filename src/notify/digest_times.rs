//! When a digest is due.

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};
use schemars::JsonSchema;
use serde::Deserialize;

/// How late a digest may be, ms: a server that was away at the time makes up for it, not days after (chosen).
const LATE: i64 = 12 * 3_600_000;

/// How often
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Often {
    /// Every day
    Daily,
    /// Once a week
    Weekly,
}

/// A day of the week
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

/// When digests are due.
#[derive(Debug, Clone)]
pub(super) struct DigestTimes {
    often: Often,
    at: Time,
    day: jiff::civil::Weekday,
    zone: TimeZone,
}

/// A digest that is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Due {
    /// The day that it is of.
    pub(super) date: Date,
    /// What it tells of begins then, epoch ms.
    pub(super) from: i64,
    /// And ends then, epoch ms.
    pub(super) to: i64,
}

impl DigestTimes {
    pub(super) fn new(
        often: Often,
        at: Option<&str>,
        day: Option<Weekday>,
        zone: Option<&str>,
    ) -> Result<Self, String> {
        let at = at.unwrap_or("07:00");
        let zone = zone.unwrap_or("UTC");
        Ok(Self {
            often,
            at: Time::strptime("%H:%M", at)
                .map_err(|_| format!("`digest-at` is {at:?}; write hours and minutes, such as 07:00"))?,
            day: match day.unwrap_or(Weekday::Monday) {
                Weekday::Monday => jiff::civil::Weekday::Monday,
                Weekday::Tuesday => jiff::civil::Weekday::Tuesday,
                Weekday::Wednesday => jiff::civil::Weekday::Wednesday,
                Weekday::Thursday => jiff::civil::Weekday::Thursday,
                Weekday::Friday => jiff::civil::Weekday::Friday,
                Weekday::Saturday => jiff::civil::Weekday::Saturday,
                Weekday::Sunday => jiff::civil::Weekday::Sunday,
            },
            zone: TimeZone::get(zone).map_err(|_| {
                format!("`time-zone` is {zone:?}, which is none; write an IANA name such as Europe/Warsaw")
            })?,
        })
    }

    /// The name of its zone.
    pub(super) fn zone(&self) -> &str {
        self.zone.iana_name().unwrap_or("UTC")
    }

    /// How often, in a word.
    pub(super) const fn word(&self) -> &'static str {
        match self.often {
            Often::Daily => "daily",
            Often::Weekly => "weekly",
        }
    }

    /// The digest that is due at `now` (epoch ms), if one is.
    pub(super) fn due(&self, now: i64) -> Option<Due> {
        let here = Timestamp::from_millisecond(now)
            .ok()?
            .to_zoned_datetime(self.zone.clone());
        // Of late in the evening it may be that of yesterday which is late.
        let days = [here.date(), here.date().yesterday().ok()?];
        days.into_iter().find_map(|date| {
            if self.often == Often::Weekly && date.weekday() != self.day {
                return None;
            }
            let to = self.instant(date)?;
            let before = match self.often {
                Often::Daily => 1.day(),
                Often::Weekly => 7.days(),
            };
            let from = self.instant(date.checked_sub(before).ok()?)?;
            (to..to + LATE)
                .contains(&now)
                .then_some(Due { date, from, to })
        })
    }

    fn instant(&self, date: Date) -> Option<i64> {
        let instant = self.zone.to_timestamp(date.to_datetime(self.at)).ok()?;
        Some(instant.as_millisecond())
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::{DigestTimes, Often, Weekday};

    fn at(text: &str) -> i64 {
        text.parse::<Timestamp>()
            .map_or(0, Timestamp::as_millisecond)
    }

    fn due(times: &DigestTimes, now: &str) -> Option<String> {
        times.due(at(now)).map(|due| due.date.to_string())
    }

    #[test]
    fn a_daily_one_is_due_at_its_hour_of_its_zone_and_half_a_day_after() {
        let times = DigestTimes::new(Often::Daily, Some("07:30"), None, Some("Europe/Warsaw"));
        let Ok(times) = times else {
            panic!("{times:?}")
        };
        assert_eq!(due(&times, "2026-11-23T06:29:59Z"), None);
        assert_eq!(
            due(&times, "2026-11-23T06:30:00Z"),
            Some("2026-11-23".into())
        );
        assert_eq!(
            due(&times, "2026-11-23T18:29:59Z"),
            Some("2026-11-23".into())
        );
        assert_eq!(due(&times, "2026-11-23T18:30:00Z"), None);
        // The clock went back on 25 October: the day before had 25 hours.
        let spring = times.due(at("2026-10-25T07:00:00Z"));
        assert_eq!(spring.map(|due| due.to - due.from), Some(25 * 3_600_000));
    }

    #[test]
    fn a_late_one_of_the_evening_is_made_up_for_after_midnight() {
        let times = DigestTimes::new(Often::Daily, Some("22:00"), None, None);
        let Ok(times) = times else {
            panic!("{times:?}")
        };
        assert_eq!(
            due(&times, "2026-11-24T03:00:00Z"),
            Some("2026-11-23".into())
        );
    }

    #[test]
    fn a_weekly_one_is_due_on_its_day() {
        let times = DigestTimes::new(Often::Weekly, None, Some(Weekday::Friday), None);
        let Ok(times) = times else {
            panic!("{times:?}")
        };
        assert_eq!(due(&times, "2026-11-26T08:00:00Z"), None);
        assert_eq!(
            due(&times, "2026-11-27T08:00:00Z"),
            Some("2026-11-27".into())
        );
    }

    #[test]
    fn what_is_no_time_and_no_zone_is_refused() {
        for at in ["7", "25:00", "07:00:00"] {
            assert!(
                DigestTimes::new(Often::Daily, Some(at), None, None).is_err(),
                "{at}"
            );
        }
        assert!(DigestTimes::new(Often::Daily, None, None, Some("Mars/Olympus")).is_err());
    }
}
