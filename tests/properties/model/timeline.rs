//! Timelines: one point a day.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};
use serde_json::{Value, json};
use uuid::Uuid;

use super::aggregate::at_most;
use super::catalog::{Backup, Catalog, Entity};
use super::wire::{closed, entity};

/// What a timeline is asked for.
#[derive(Debug, Clone)]
pub struct Range {
    pub from: Option<i64>,
    pub to: Option<i64>,
    pub zone: Option<&'static str>,
}

/// What the points carry beside day, count and statuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carried {
    Sizes,
    Times,
}

impl Catalog {
    /// The whole answer for an entity that is known.
    pub fn timeline(&self, of: Uuid, range: &Range, now: i64, carried: Carried) -> Value {
        let zone = TimeZone::get(range.zone.unwrap_or("UTC")).unwrap();
        let of = self.entity(of).unwrap();
        let last = date(range.to.unwrap_or(now), &zone);
        let first = match range.from {
            Some(from) => date(from, &zone),
            // Thirty days, the last one included.
            None => last.checked_sub(29.days()).unwrap(),
        };
        let mut points = Vec::new();
        let mut day = first;
        while day <= last {
            // A day that the zone left out has no point.
            if date(start(day, &zone), &zone) == day {
                points.push(self.point(of, day, &zone, carried));
            }
            day = day.tomorrow().unwrap();
        }
        json!({
            "protectedEntity": entity(of),
            "from": start(first, &zone),
            "to": start(last.tomorrow().unwrap(), &zone) - 1,
            "timeZone": range.zone.unwrap_or("UTC"),
            "points": points,
        })
    }

    fn point(&self, of: &Entity, day: Date, zone: &TimeZone, carried: Carried) -> Value {
        let all = self.backups.iter().filter(|it| it.entity.guid == of.guid);
        let backups: Vec<&Backup> = all
            .filter(|it| date(it.snapshot_time, zone) == day)
            .collect();
        let sum = |value: fn(&Backup) -> i64| -> i64 {
            at_most(backups.iter().map(|it| i128::from(value(it))).sum())
        };
        let mut statuses: Vec<&str> = backups.iter().map(|it| it.status.as_str()).collect();
        statuses.sort_unstable();
        statuses.dedup();
        let by_status = statuses.iter().map(|status| {
            let count = backups.iter().filter(|it| it.status == *status).count();
            json!({"status": closed(status), "count": count})
        });
        let mut point = json!({
            "date": day.to_string(),
            "time": start(day, zone),
            "count": backups.len(),
            "byStatus": by_status.collect::<Vec<_>>(),
        });
        match carried {
            Carried::Sizes => {
                point["size"] = json!(sum(|it| it.size));
                point["effectiveSize"] = json!(sum(|it| it.transferred.unwrap_or(0)));
            }
            Carried::Times => {
                point["queuedExportTime"] = json!(sum(|it| it.times[0]));
                point["exportTime"] = json!(sum(|it| it.times[1]));
                point["queuedStoreTime"] = json!(sum(|it| it.times[2]));
                point["storeTime"] = json!(sum(|it| it.times[3]));
                point["taskDurationTime"] = json!(sum(Backup::duration));
            }
        }
        point
    }
}

/// The day of a moment.
fn date(time: i64, zone: &TimeZone) -> Date {
    let time = Timestamp::from_millisecond(time).unwrap();
    zone.to_datetime(time).date()
}

/// The first millisecond of a day, found by looking: the zone's clock shows that day, or a later one, from then on.
fn start(day: Date, zone: &TimeZone) -> i64 {
    let noon = day
        .at(12, 0, 0, 0)
        .to_zoned_datetime(TimeZone::UTC)
        .unwrap();
    // No zone is further than 26 hours from UTC.
    let mut before = noon.timestamp().as_millisecond() - 48 * 3_600_000;
    let mut after = before + 96 * 3_600_000;
    while after - before > 1 {
        let middle = before + (after - before) / 2;
        if date(middle, zone) >= day {
            after = middle;
        } else {
            before = middle;
        }
    }
    after
}
