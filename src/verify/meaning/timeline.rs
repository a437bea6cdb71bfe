//! Timelines: sums of the list by day.

use std::sync::Arc;

use jiff::tz::TimeZone;
use serde_json::{Value, json};

use super::compare::difference;
use crate::verify::document::Operation;
use crate::verify::exchange::Ask;
use crate::verify::model::{Backup, Carried, expected_days, point};
use crate::verify::query::Query;
use crate::verify::run::{Run, Stop};

/// Zones with and without summer time, on either side of UTC, also by half an hour.
const ZONES: [&str; 5] = [
    "",
    "UTC",
    "Europe/Warsaw",
    "America/St_Johns",
    "Asia/Kathmandu",
];
/// Days of a range that is asked for.
const DAYS: i64 = 70;
const DAY: i64 = 86_400_000;

/// All backups of an entity.
struct Subject<'a> {
    operation: Arc<Operation>,
    entity: &'a Value,
    kind: &'a str,
    guid: &'a str,
    rows: Vec<&'a Backup>,
    carried: Carried,
}

pub(super) async fn check(run: &mut Run, carried: Carried) -> Result<(), Stop> {
    let id = match carried {
        Carried::Sizes => "get_size_timeline",
        Carried::Times => "get_time_timeline",
    };
    let operation = run.operation(id)?;
    let scopes = run.scopes.clone();
    let whole = scopes.iter().flat_map(|scope| {
        scope.whole.iter().map(move |guid| -> Vec<&Backup> {
            scope
                .rows
                .iter()
                .filter(|row| row.entity() == guid)
                .collect()
        })
    });
    let Some(rows) = whole.max_by_key(Vec::len) else {
        run.skip("no entity has so few backups that all of them can be read");
        return Ok(());
    };
    let first = rows.first().copied();
    let entity = first.and_then(|row| row.at("/protectedEntity"));
    let (Some(row), Some(entity)) = (first, entity) else {
        return Ok(());
    };
    let kind = row.text("/protectedEntity/type/name").unwrap_or_default();
    let subject = Subject {
        operation,
        entity,
        kind,
        guid: row.entity(),
        rows: rows.clone(),
        carried,
    };
    ranges(run, &subject).await?;
    usual(run, &subject).await?;
    refusals(run, &subject).await
}

impl Subject<'_> {
    fn ask(&self, query: &Query) -> Ask {
        Ask::of(&self.operation)
            .at("type", self.kind)
            .at("guid", self.guid)
            .query(query)
    }

    /// The whole answer.
    fn expected(&self, from: i64, to: i64, name: &str) -> Option<Value> {
        let name = if name.is_empty() { "UTC" } else { name };
        let zone = TimeZone::get(name).ok()?;
        let days = expected_days(from, to, &zone)?;
        // The day after the last one begins one millisecond after the answer's `to`.
        let after = expected_days(to, to + 2 * DAY, &zone)?.get(1)?.1;
        let points = days
            .iter()
            .map(|day| point(&self.rows, *day, &zone, self.carried));
        Some(json!({
            "protectedEntity": self.entity,
            "from": days.first()?.1,
            "to": after - 1,
            "timeZone": name,
            "points": points.collect::<Vec<_>>(),
        }))
    }
}

async fn ranges(run: &mut Run, subject: &Subject<'_>) -> Result<(), Stop> {
    let times = || subject.rows.iter().map(|row| row.time());
    let (Some(oldest), Some(newest)) = (times().min(), times().max()) else {
        return Ok(());
    };
    // Neither end is the start of a day; a backup's own time is included.
    let from = oldest.max(newest - DAYS * DAY);
    for zone in ZONES {
        if !run.is_full() && !zone.is_empty() {
            continue;
        }
        let mut query = Query::default().with("from", from).with("to", newest);
        if !zone.is_empty() {
            query = query.with("tz", zone);
        }
        let Some(expected) = subject.expected(from, newest, zone) else {
            run.skip(format!(
                "the times of the entity's backups are outside the calendar of {zone}"
            ));
            continue;
        };
        compare(run, subject, &query, &expected).await?;
    }
    Ok(())
}

async fn compare(
    run: &mut Run,
    subject: &Subject<'_>,
    query: &Query,
    expected: &Value,
) -> Result<(), Stop> {
    let ask = subject.ask(query);
    let answer = run.ask(&ask).await?;
    let body = answer.json();
    if answer.is_success() && !run.is_full() && body.get("points").is_none() {
        run.skip("the answer has none of the properties that this document gives it");
        return Ok(());
    }
    let found = if answer.is_success() {
        difference(expected, &body, !run.is_full())
    } else {
        Some((answer.words(), "a timeline".to_owned()))
    };
    let (got, wanted) = found.clone().unwrap_or_default();
    let sentence = subject.operation.sentence();
    run.expect(
        found.is_none(),
        &ask,
        got,
        format!("{wanted}, computed from the list"),
        sentence,
    );
    Ok(())
}

/// Without a range: 30 days, whichever the server has today.
async fn usual(run: &mut Run, subject: &Subject<'_>) -> Result<(), Stop> {
    if !run.is_full() {
        return Ok(());
    }
    let ask = subject.ask(&Query::default());
    let answer = run.ask(&ask).await?;
    let body = answer.json();
    let points = body["points"].as_array().map_or(0, Vec::len);
    let sentence = subject.operation.sentence();
    run.expect(
        points == 30,
        &ask,
        format!("{points} points"),
        "30 points",
        sentence,
    );
    if let (Some(from), Some(to)) = (body["from"].as_i64(), body["to"].as_i64())
        && let Some(expected) = subject.expected(from, to, "")
    {
        compare(run, subject, &Query::default(), &expected).await?;
    }
    Ok(())
}

/// What is no timeline.
async fn refusals(run: &mut Run, subject: &Subject<'_>) -> Result<(), Stop> {
    let mut cases = Vec::new();
    let other = if subject.kind == "VM" { "APP" } else { "VM" };
    let of_other_type = Ask::of(&subject.operation)
        .at("type", other)
        .at("guid", subject.guid);
    cases.push((
        of_other_type,
        404,
        "",
        "An unknown entity, or a type that is not the entity's, is a 404.",
    ));
    if run.is_full() {
        let zone = Query::default().with("tz", "Mars/Olympus");
        cases.push((
            subject.ask(&zone),
            400,
            "tz",
            "`tz`: an IANA name such as Europe/Warsaw.",
        ));
        let long = Query::default().with("from", 0).with("to", 4_000 * DAY);
        cases.push((subject.ask(&long), 400, "from", "at most 3,700 days."));
    }
    for (ask, status, names, sentence) in cases {
        let answer = run.ask(&ask).await?;
        let named = names.is_empty() || answer.json()["parameter"] == names;
        let expected = match names {
            "" => format!("{status}"),
            names => format!("{status} that names `{names}`"),
        };
        run.expect(
            answer.status == status && named,
            &ask,
            answer.words(),
            expected,
            sentence,
        );
    }
    Ok(())
}
