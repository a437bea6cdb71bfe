//! `check --overdue`: a check as Nagios, Icinga and their relatives run it.

use std::fmt::Write as _;

use super::connection::{self, Connection};
use super::failure::{Failure, Kind};
use super::{human, output};
use crate::client::Session;
use crate::clock::{Clock as _, SystemClock};
use crate::types::{IntervalSource, ProtectionRecord, ProtectionState};

/// Entities that are named one by one; what monitors show is short.
const SHOWN: usize = 50;

/// What the server says.
struct Found {
    /// Those that never succeeded or are overdue, the most urgent first.
    late: Vec<ProtectionRecord>,
    /// How many there are of all states.
    entities: i64,
}

/// Says what is overdue, and ends with 0 (fine), 1 (warning), 2 (critical) or 3 (unknown).
pub(super) async fn check(connection: &Connection) -> Result<(), Failure> {
    let found = match connection.open().await {
        Ok(session) => {
            let found = ask(&session).await;
            connection::close(session).await;
            found
        }
        Err(failure) => Err(failure),
    };
    let found = match found {
        Ok(found) => found,
        Err(failure) => {
            output::text(&format!("UNKNOWN - {}", failure.message))?;
            return Err(Failure::silent(Kind::Unreachable));
        }
    };
    let kind = severity(&found.late);
    output::text(&report(&found, kind, SystemClock.now()))?;
    kind.map_or(Ok(()), |kind| Err(Failure::silent(kind)))
}

async fn ask(session: &Session) -> Result<Found, Failure> {
    let asked = |error| Failure::from(session.explain(error));
    let late = session.api().list_overdue().send().await;
    let late = late.map_err(asked)?.into_inner();
    let all = vec![
        ProtectionState::NeverSucceeded,
        ProtectionState::NotExpected,
        ProtectionState::OnTime,
        ProtectionState::Overdue,
        ProtectionState::Pending,
    ];
    let one = session.api().list_overdue().state(all).size(1).send().await;
    let one = one.map_err(asked)?;
    let total = one.headers().get("x-total-count");
    let entities = total.and_then(|total| total.to_str().ok()?.parse().ok());
    Ok(Found {
        late,
        entities: entities.unwrap_or(0),
    })
}

/// None: fine. What people have said is meant; what was learned or assumed may be wrong.
fn severity(late: &[ProtectionRecord]) -> Option<Kind> {
    let is_sure = |record: &ProtectionRecord| {
        let source = record.interval_source.as_ref().map(|source| source.name);
        record.state.name == ProtectionState::NeverSucceeded
            || matches!(source, Some(IntervalSource::Given | IntervalSource::Policy))
    };
    match late {
        [] => None,
        late if late.iter().any(is_sure) => Some(Kind::Critical),
        _ => Some(Kind::No),
    }
}

fn report(found: &Found, kind: Option<Kind>, now: i64) -> String {
    let never = found
        .late
        .iter()
        .filter(|record| record.state.name == ProtectionState::NeverSucceeded)
        .count();
    let overdue = found.late.len() - never;
    let word = match kind {
        None => "OK",
        Some(Kind::No) => "WARNING",
        Some(_) => "CRITICAL",
    };
    let says = if found.late.is_empty() {
        format!("none of {} entities is overdue", found.entities)
    } else {
        format!(
            "{overdue} of {} entities overdue, {never} never backed up",
            found.entities
        )
    };
    let mut text = format!(
        "{word} - {says} | overdue={overdue} never={never} entities={}",
        found.entities
    );
    for record in found.late.iter().take(SHOWN) {
        // Writing to a String cannot fail.
        let _ = write!(text, "\n{}", sentence(record, now));
    }
    if found.late.len() > SHOWN {
        let _ = write!(text, "\n… and {} more", found.late.len() - SHOWN);
    }
    text
}

/// A line on an entity. Monitors take what stands after `|` for numbers.
fn sentence(record: &ProtectionRecord, now: i64) -> String {
    let name = human::line(&record.protected_entity.name).replace('|', "/");
    let last = match record.last_success {
        Some(last) => format!(
            "last success {} UTC, {} ago",
            human::time(last),
            human::span(now - last)
        ),
        None => "no success".to_owned(),
    };
    let expected = match (record.expected_interval, &record.interval_source) {
        (Some(interval), Some(source)) => {
            let source = source.name.to_string().to_lowercase();
            format!(", expected every {} ({source})", human::span(interval))
        }
        _ => String::new(),
    };
    let status = record.last_status.as_ref();
    let status = status.map_or(String::new(), |status| format!(", last {}", status.name));
    format!("{name}: {last}{expected}{status}")
}
