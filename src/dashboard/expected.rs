//! How often backups of an entity are expected: what is known of it, and a form to say it.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use maud::{Markup, html};
use uuid::Uuid;

use super::query::Query;
use super::refusal::{Refusal, viewer};
use super::words::{about, span};
use crate::app::App;
use crate::domain::overdue::{Expected, Rhythm, Standing};
use crate::domain::role::Privilege;
use crate::http::{ApiError, Visitor};
use crate::session::Session;
use crate::store::standings::Subject;
use crate::types::{IntervalSource, ProtectionState};

/// Units that an interval can be given in, ms, the shortest first.
const UNITS: [(i64, &str); 3] = [
    (3_600_000, "hours"),
    (86_400_000, "days"),
    (604_800_000, "weeks"),
];

/// The greatest number of units (chosen: some years of hours).
const MOST: i64 = 50_000;

/// How often, and who says so.
pub(super) fn words(rhythm: &Rhythm) -> Markup {
    let (every, source) = match rhythm.source {
        IntervalSource::Given => (span(rhythm.interval), "given"),
        IntervalSource::Policy => (span(rhythm.interval), "by its policy"),
        IntervalSource::Learned => (about(rhythm.interval), "learned"),
        IntervalSource::Assumed => (about(rhythm.interval), "assumed"),
    };
    html! { span { (every) } small.muted title=(rhythm.source.description()) { (source) } }
}

/// The form, for who may edit and sees everything.
pub(super) fn form(guid: Uuid, standing: &Standing, session: &Session) -> Markup {
    let principal = &session.principal;
    if !principal.may(Privilege::Edit) || !principal.scope.is_everything() {
        return html! {};
    }
    let given = standing
        .rhythm
        .filter(|rhythm| rhythm.source == IntervalSource::Given);
    let interval = standing.rhythm.map(|rhythm| rhythm.interval);
    let (number, unit) = interval.map_or((1, UNITS[1].0), nearest);
    let is_said = given.is_some() || standing.state == ProtectionState::NotExpected;
    html! {
        details #expected {
            summary { "Say how often backups are expected" }
            form.row method="post" action={ "/entities/" (guid) "/expected" } {
                label for="every" { "Every" }
                input.short #every name="every" type="number" min="1" max=(MOST) value=(number) required;
                select name="unit" aria-label="Unit" { @for (ms, name) in UNITS { option value=(ms) selected[ms == unit] { (name) } } }
                button { "Save" }
            }
            div.row {
                @if standing.state != ProtectionState::NotExpected {
                    form method="post" action={ "/entities/" (guid) "/expected" } {
                        input type="hidden" name="every" value="0";
                        button.plain { "None are expected any more" }
                    }
                }
                @if is_said {
                    form method="post" action={ "/entities/" (guid) "/expected" } { button.plain { "Learn it from the history" } }
                }
            }
        }
    }
}

/// An interval in whole units, as exact as the longest unit that fits.
fn nearest(interval: i64) -> (i64, i64) {
    let of = |unit: i64| (interval.saturating_add(unit / 2) / unit).clamp(1, MOST);
    let fits = |unit: i64| {
        let off = interval.saturating_sub(of(unit).saturating_mul(unit));
        off.saturating_abs() <= unit / 8
    };
    let unit = UNITS.iter().rev().find(|(unit, _)| fits(*unit));
    let unit = unit.map_or(UNITS[0].0, |(unit, _)| *unit);
    (of(unit), unit)
}

/// `POST /entities/{guid}/expected`: `every` so many of `unit`; 0: none are expected; without it the history says it.
pub(super) async fn say(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Path(guid): Path<String>,
    body: String,
) -> Result<Response, Refusal> {
    let session = viewer(&app, &visitor).await?;
    visitor
        .require(&app, Privilege::Edit, "expect_of_entity")
        .await?;
    // What is expected of something is expected of it for all who see it.
    if !session.principal.scope.is_everything() {
        let refused = "You see a part of the catalog only. This is for those who see all of it.";
        return Err(ApiError::forbidden(refused).into());
    }
    let sent = Query::parse(&body);
    let expected = Expected {
        interval: interval(&sent)?,
        grace: None,
    };
    let unknown = || ApiError::not_found(format!("There is no protected entity {guid:?}."));
    let of = guid.parse().map_err(|_| unknown())?;
    app.store.expect(Subject::Entity, of, expected).await?;
    Ok(Redirect::to(&format!("/entities/{guid}")).into_response())
}

fn interval(sent: &Query) -> Result<Option<i64>, ApiError> {
    let Some(every) = sent.first("every") else {
        return Ok(None);
    };
    let number: Option<i64> = every
        .parse()
        .ok()
        .filter(|number| (0..=MOST).contains(number));
    let number = number.ok_or_else(|| {
        let allowed = format!("a whole number from 0 to {MOST}");
        ApiError::malformed_parameter(
            "every",
            every,
            format!("`every` is {every:?}; allowed is {allowed}."),
        )
    })?;
    let unit = sent.first("unit").unwrap_or("3600000");
    let ms = UNITS.iter().find(|(ms, _)| ms.to_string() == unit);
    let (ms, _) = ms.ok_or_else(|| {
        let refused = format!("`unit` is {unit:?}; allowed are 3600000, 86400000 and 604800000.");
        ApiError::malformed_parameter("unit", unit, refused)
    })?;
    Ok(Some(number * ms))
}

#[cfg(test)]
mod tests {
    use super::{Query, interval, nearest};

    const DAY: i64 = 86_400_000;

    #[test]
    fn what_was_learned_is_offered_in_whole_units() {
        assert_eq!(nearest(DAY - 700_000), (1, DAY));
        assert_eq!(nearest(7 * DAY), (1, 7 * DAY));
        assert_eq!(nearest(DAY / 2), (12, DAY / 24));
        assert_eq!(nearest(0), (1, DAY / 24));
    }

    #[test]
    fn what_is_no_interval_is_refused() {
        let read = |text: &str| interval(&Query::parse(text));
        assert_eq!(read("every=2&unit=86400000").ok(), Some(Some(2 * DAY)));
        assert_eq!(read("every=0").ok(), Some(Some(0)));
        assert_eq!(read("every=").ok(), Some(None));
        for wrong in ["every=-1", "every=x", "every=50001", "every=1&unit=5"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
