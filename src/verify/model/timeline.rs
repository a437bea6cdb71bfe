//! Timelines: one point a day.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use super::Backup;
use super::aggregate::at_most;

const HOUR: i64 = 3_600_000;

/// What the points carry beside day, count and statuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Carried {
    Sizes,
    Times,
}

/// The days from one moment to another, both widened to whole days; each with its first millisecond.
pub(in super::super) fn expected_days(
    from: i64,
    to: i64,
    zone: &TimeZone,
) -> Option<Vec<(Date, i64)>> {
    let (first, last) = (date(from, zone)?, date(to, zone)?);
    let mut days = Vec::new();
    let mut day = first;
    while day <= last {
        let start = start(day, zone)?;
        // A day that the zone left out has no point.
        if date(start, zone)? == day {
            days.push((day, start));
        }
        day = day.tomorrow().ok()?;
    }
    Some(days)
}

/// The point of a day.
pub(in super::super) fn point(
    backups: &[&Backup],
    (day, start): (Date, i64),
    zone: &TimeZone,
    carried: Carried,
) -> Value {
    let backups: Vec<&&Backup> = backups
        .iter()
        .filter(|it| date(it.time(), zone) == Some(day))
        .collect();
    let sum = |value: &dyn Fn(&Backup) -> i64| {
        at_most(backups.iter().map(|it| i128::from(value(it))).sum())
    };
    let mut statuses: Vec<&str> = backups.iter().map(|it| it.status()).collect();
    statuses.sort_unstable();
    statuses.dedup();
    let by_status = statuses.iter().map(|status| {
        let mut of = backups.iter().filter(|it| it.status() == *status);
        let words = of.clone().next().and_then(|it| it.at("/status").cloned());
        json!({ "status": words, "count": of.by_ref().count() })
    });
    let mut point = json!({
        "date": day.to_string(),
        "time": start,
        "count": backups.len(),
        "byStatus": by_status.collect::<Vec<_>>(),
    });
    match carried {
        Carried::Sizes => {
            point["size"] = json!(sum(&Backup::size));
            point["effectiveSize"] = json!(sum(&|it: &Backup| it
                .number("/effectiveBackupSize")
                .unwrap_or_default()));
        }
        Carried::Times => {
            let names = [
                "queuedExportTime",
                "exportTime",
                "queuedStoreTime",
                "storeTime",
            ];
            for (index, name) in names.iter().enumerate() {
                point[*name] = json!(sum(&|it: &Backup| it.task_times()[index]));
            }
            point["taskDurationTime"] = json!(sum(&Backup::duration));
        }
    }
    point
}

/// The day of a moment, as the zone's clock shows it.
fn date(time: i64, zone: &TimeZone) -> Option<Date> {
    Some(
        zone.to_datetime(Timestamp::from_millisecond(time).ok()?)
            .date(),
    )
}

/// The first millisecond of a day, found by looking: from then on the zone's clock shows that day, or a later one.
fn start(day: Date, zone: &TimeZone) -> Option<i64> {
    let noon = day.at(12, 0, 0, 0).to_zoned_datetime(TimeZone::UTC).ok()?;
    // No zone is further than 26 hours from UTC.
    let mut before = noon.timestamp().as_millisecond() - 48 * HOUR;
    let mut after = before + 96 * HOUR;
    while after - before > 1 {
        let middle = before + (after - before) / 2;
        if date(middle, zone)? >= day {
            after = middle;
        } else {
            before = middle;
        }
    }
    Some(after)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_day_is_as_long_as_the_zone_makes_it() {
        let zone = TimeZone::get("Europe/Warsaw").unwrap();
        // 2026-03-28 12:00 to 2026-03-30 12:00 UTC; the clocks go forward on the 29th.
        let days = expected_days(1_774_699_200_000, 1_774_872_000_000, &zone).unwrap();
        let dates: Vec<String> = days.iter().map(|(day, _)| day.to_string()).collect();
        assert_eq!(dates, ["2026-03-28", "2026-03-29", "2026-03-30"]);
        assert_eq!(days[2].1 - days[1].1, 23 * HOUR);
        // Samoa had no 2011-12-30.
        let samoa = TimeZone::get("Pacific/Apia").unwrap();
        assert_eq!(
            expected_days(1_325_152_800_000, 1_325_300_000_000, &samoa)
                .unwrap()
                .len(),
            2
        );
    }
}
