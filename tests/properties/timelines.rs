//! Timelines of random ranges, in zones whose clocks are not simple.

use axum::http::StatusCode;
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;

use crate::fleet::{fleet, moment};
use crate::model::identity;
use crate::model::timeline::{Carried, Range};
use crate::pool;
use crate::sides::{Sides, Verdict, check, same, status};
use crate::support::clock::NOON;

/// Whole hours and not, days of 23 and 25 hours, one that was left out, one that began at 01:00.
const ZONES: [&str; 7] = [
    "UTC",
    "Europe/Warsaw",
    "America/New_York",
    "Asia/Kathmandu",
    "Pacific/Apia",
    "Africa/Cairo",
    "Australia/Lord_Howe",
];

fn range() -> impl Strategy<Value = Range> {
    let day = 86_400_000;
    let near =
        (moment(), 0..400_i64).prop_map(move |(from, days)| (Some(from), Some(from + days * day)));
    let any = (of(moment()), of(moment()));
    (prop_oneof![3 => near, 1 => any], of(select(&ZONES[..])))
        .prop_map(|((from, to), zone)| Range { from, to, zone })
}

#[test]
fn timelines_are_what_the_model_says() {
    let entity = 0..pool::ENTITIES.len();
    let asked = vec((entity, range(), any::<bool>()), 1..6);
    check(32, (fleet(), asked), async |(fleet, asked)| {
        let sides = Sides::told(&fleet).await;
        for (entity, range, sizes) in asked {
            let carried = if sizes {
                Carried::Sizes
            } else {
                Carried::Times
            };
            judge(&sides, entity, &range, carried).await?;
        }
        Ok(())
    });
}

async fn judge(sides: &Sides, entity: usize, range: &Range, carried: Carried) -> Verdict {
    let entity = pool::ENTITIES[entity];
    let (guid, kind) = (identity::entity(&entity), entity.kind.unwrap_or("OS_AGENT"));
    let mut query = crate::query::Query::default();
    for (name, time) in [("from", range.from), ("to", range.to)] {
        if let Some(time) = time {
            query = query.with(name, &time);
        }
    }
    if let Some(zone) = range.zone {
        query = query.with("tz", &zone);
    }
    let what = if carried == Carried::Sizes {
        "size"
    } else {
        "time"
    };
    let path = format!("/api/backups/timeline/{what}-stats/{kind}/{guid}{query}");
    let answer = sides.server.get(&path).await;
    let (first, last) = (range.from, range.to.unwrap_or(NOON));
    let is_backwards = range.to.is_some() && first.is_some_and(|first| first > last);
    let span = first.map_or(0, |first| last - first);
    if is_backwards || span > 3_700 * 86_400_000 {
        return status(&path, &answer, StatusCode::BAD_REQUEST);
    }
    if sides.model.entity(guid).is_none() {
        return status(&path, &answer, StatusCode::NOT_FOUND);
    }
    status(&path, &answer, StatusCode::OK)?;
    let expected = sides.model.timeline(guid, range, NOON, carried);
    if span < 0 {
        // It begins after today: there are no days yet, so there are no ends to compare.
        return same(&path, &answer.json()["points"], &expected["points"]);
    }
    same(&path, &answer.json(), &expected)
}
