//! `/`: is everything backed up?

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::response::Response;
use jiff::civil::Date;
use maud::{Markup, html};

use super::chart::{Bar, Chart, Unit, bars};
use super::expected;
use super::field;
use super::frame::{self, Place};
use super::mark::{self, Tone};
use super::paging;
use super::query::Query;
use super::refusal::{Refusal, viewer};
use super::strip::strip;
use super::welcome;
use super::words::{ago, count, grouped, rough, time};
use crate::app::App;
use crate::domain::page::Page;
use crate::domain::statistics::saturate;
use crate::domain::timeline::{self, Sums};
use crate::generated::server::{LIST_OVERDUE, ListOverdueQuery};
use crate::http::{ApiError, Visitor, read_query};
use crate::human;
use crate::store::overview::{Line, Overview, OverviewQuery};
use crate::types::{BackupStatus, ProtectionState};

/// Entities on a page where the address does not say how many (chosen).
const SIZE: i64 = 50;

/// From the most urgent to what nobody has to look at.
const STATES: [ProtectionState; 5] = [
    ProtectionState::NeverSucceeded,
    ProtectionState::Overdue,
    ProtectionState::Pending,
    ProtectionState::OnTime,
    ProtectionState::NotExpected,
];

pub(super) async fn show(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    RawQuery(text): RawQuery,
) -> Result<Response, Refusal> {
    let session = viewer(&app, &visitor).await?;
    let text = text.unwrap_or_default();
    let query = Query::parse(&text);
    // The parameters of `GET /catalog/overdue`; but where it lists what is overdue, this lists all.
    let (wanted, fault) = match read_query::<ListOverdueQuery>(LIST_OVERDUE.parameters, &text) {
        Ok(wanted) => (wanted, None),
        Err(fault) => {
            let none = ListOverdueQuery {
                state: Vec::new(),
                name_like: None,
                page: None,
                size: None,
            };
            (none, Some(fault))
        }
    };
    let now = app.clock.now();
    let days = timeline::days(None, None, None, now).map_err(ApiError::internal)?;
    let dates: Vec<Date> = days.iter().map(|day| day.date).collect();
    let (number, size) = (wanted.page.unwrap_or(0), wanted.size.unwrap_or(SIZE));
    let page = Page::from_parameters(Some(number), Some(size));
    let searched = OverviewQuery {
        states: wanted.state,
        name_like: wanted.name_like.map(|text| text.to_string()),
    };
    let found = app
        .store
        .overview(searched.clone(), now, page, days)
        .await?;
    let all: i64 = found.counts.iter().map(|(_, count)| count).sum();
    let content = if all == 0 && searched == OverviewQuery::default() && fault.is_none() {
        welcome::welcome(&visitor.origin())
    } else {
        html! {
            section #verdict data-live { (verdict(&found, searched.name_like.is_some())) (tiles(&found, &query)) }
            (search(&query, fault.as_ref()))
            section #entities data-live {
                @if found.entities.rows.is_empty() {
                    p.card { "No entity is like this. " a href="/" { "Show all" } }
                } @else {
                    (table(&found.entities.rows, &dates, now))
                    (paging::links("/", &query, number, size, found.entities.total))
                }
            }
            section.pair #days data-live { (per_day(&dates, &found.days)) (bytes(&dates, &found.days)) }
        }
    };
    let title = "Is everything backed up?";
    Ok(frame::page(title, Place::Overview, Some(session), &content))
}

fn counted(found: &Overview, state: ProtectionState) -> i64 {
    let of = found.counts.iter().find(|(known, _)| *known == state);
    of.map_or(0, |(_, count)| *count)
}

/// The answer.
fn verdict(found: &Overview, searched: bool) -> Markup {
    let total: i64 = found.counts.iter().map(|(_, count)| count).sum();
    let late =
        counted(found, ProtectionState::Overdue) + counted(found, ProtectionState::NeverSucceeded);
    let of = match (searched, total) {
        (true, 1) => "entity that was found",
        (true, _) => "entities that were found",
        (false, 1) => "entity",
        (false, _) => "entities",
    };
    html! {
        @if total == 0 {
            p.verdict.quiet role="status" { (mark::sign(Tone::Quiet)) span { "Nothing was found." } }
        } @else if late == 0 {
            p.verdict.good role="status" { (mark::sign(Tone::Good)) span { "Yes. None of " (grouped(total)) " " (of) " is overdue." } }
        } @else {
            p.verdict.bad role="status" { (mark::sign(Tone::Bad)) span {
                "No. " (grouped(late)) " of " (grouped(total)) " " (of) " " (if late == 1 { "needs" } else { "need" }) " somebody to look." } }
        }
    }
}

/// Numbers, each a link to what it counts.
fn tiles(found: &Overview, query: &Query) -> Markup {
    let chosen: Vec<&str> = query.all("state").collect();
    let states = query.without("state").without("page");
    let sum = |status| found.days.iter().map(|day| day.of(status)).sum::<i64>();
    let (good, partial, bad) = (
        sum(BackupStatus::Success) + sum(BackupStatus::SuccessRemoved),
        sum(BackupStatus::PartialSuccess),
        sum(BackupStatus::Failed),
    );
    let ended = good + partial + bad;
    let size: i128 = found.days.iter().map(|day| day.size).sum();
    html! {
        ul.tiles aria-label="States" {
            @for state in STATES {
                @let number = counted(found, state);
                @let class = if number == 0 { "quiet" } else { Tone::of_state(state).class() };
                li { a class={ "tile " (class) } href=(states.with("state", state.as_str()).at("/")) aria-current=[(chosen == [state.as_str()]).then_some("true")] {
                    strong { (grouped(number)) } span { (mark::word(state)) }
                } }
            }
            li { div.tile {
                strong { @if ended > 0 { (rate(good + partial, ended)) } @else { "–" } }
                span { "succeeded in " (found.days.len()) " days" }
            } }
            li { div.tile { strong { (human::bytes(saturate(size))) } span { "backed up in " (found.days.len()) " days" } } }
        }
    }
}

/// Per cent, rounded down: 100 % is all of them.
fn rate(part: i64, whole: i64) -> String {
    let tenths = i128::from(part) * 1000 / i128::from(whole.max(1));
    match tenths {
        1000 => "100 %".to_owned(),
        tenths => format!("{}.{} %", tenths / 10, tenths % 10),
    }
}

fn search(query: &Query, fault: Option<&ApiError>) -> Markup {
    let name = query.first("nameLike");
    html! {
        form.search method="get" action="/" role="search" data-tidy {
            (field::labelled("nameLike", "Name contains", fault, |attributes| html! {
                input id=(attributes.id) name="nameLike" type="search" value=[name] aria-describedby=[attributes.described] aria-invalid=[attributes.invalid];
            }))
            (field::labelled("state", "State", fault, |attributes| html! {
                select id=(attributes.id) name="state" aria-describedby=[attributes.described] aria-invalid=[attributes.invalid] {
                    option value="" { "Any" }
                    @for state in STATES {
                        option value=(state.as_str()) selected[query.first("state") == Some(state.as_str())] { (mark::word(state)) }
                    }
                }
            }))
            button { "Search" }
            @if query.pairs().next().is_some() { a href="/" { "Show all" } }
        }
        @if let Some(fault) = fault.filter(|fault| !matches!(fault.at_fault(), Some("nameLike" | "state"))) {
            p.alarm role="alert" { (fault.message()) }
        }
    }
}

fn table(rows: &[Line], dates: &[Date], now: i64) -> Markup {
    let since = dates.first().map(ToString::to_string).unwrap_or_default();
    html! {
        table.cards {
            caption { "Entities, the most urgent first. Times are UTC; the strips begin on " (since) " and end today." }
            thead { tr {
                th scope="col" { "Entity" } th scope="col" { "State" } th scope="col" { "Last success" }
                th scope="col" { "Expected every" } th scope="col" { (dates.len()) " days" }
            } }
            tbody { @for row in rows { (line(row, dates, now)) } }
        }
    }
}

fn line(row: &Line, dates: &[Date], now: i64) -> Markup {
    let standing = &row.entity.standing;
    let failed = standing
        .newest
        .is_some_and(|newest| newest.status == BackupStatus::Failed);
    html! {
        tr {
            th scope="row" {
                a href={ "/entities/" (row.entity.entity.guid) } { (row.entity.entity.name) }
                small.muted { (row.entity.entity.kind.description()) @if let Some(policy) = &row.entity.policy { " · " (policy.name) } }
            }
            td data-label="State" {
                (mark::state(standing.state))
                @if let Some(since) = standing.since { small.muted { "for " (rough(now - since)) } }
                @if failed && standing.state == ProtectionState::OnTime { small.muted { "the newest backup failed" } }
            }
            td data-label="Last success" {
                @match standing.last_success {
                    Some(last) => { span { (ago(last, now)) } small.muted { (time(last)) } }
                    None => { (none(standing.state)) }
                }
            }
            td data-label="Expected every" { @if let Some(rhythm) = standing.rhythm { (expected::words(&rhythm)) } @else { "–" } }
            td.strip data-label=(format!("{} days", dates.len())) { (strip(dates, &row.days)) }
        }
    }
}

/// What stands in place of the last success.
pub(super) const fn none(state: ProtectionState) -> &'static str {
    match state {
        ProtectionState::NeverSucceeded | ProtectionState::Pending => "never",
        _ => "none left",
    }
}

/// Backups of each day by how they went.
fn per_day(dates: &[Date], days: &[Sums]) -> Markup {
    let bar = |(date, sums): (&Date, &Sums)| Bar {
        label: date.to_string(),
        short: date.strftime("%b %-d").to_string(),
        class: None,
        values: [
            sums.of(BackupStatus::Success) + sums.of(BackupStatus::SuccessRemoved),
            sums.of(BackupStatus::PartialSuccess),
            sums.of(BackupStatus::Failed),
        ]
        .map(i128::from)
        .to_vec(),
    };
    let total: i64 = days.iter().map(|day| day.count).sum();
    bars(&Chart {
        id: "backups",
        title: format!(
            "By day: {} of all entities",
            count(total, "backup", "backups")
        ),
        of: "Day",
        unit: Unit::Count,
        parts: vec![
            ("good", "Succeeded"),
            ("partial", "In part"),
            ("bad", "Failed"),
        ],
        bars: dates.iter().zip(days).map(bar).collect(),
    })
}

/// Bytes protected by the backups of each day.
fn bytes(dates: &[Date], days: &[Sums]) -> Markup {
    let bar = |(date, sums): (&Date, &Sums)| Bar {
        label: date.to_string(),
        short: date.strftime("%b %-d").to_string(),
        class: Some("plain"),
        values: vec![sums.size],
    };
    bars(&Chart {
        id: "bytes",
        title: "By day: size of these backups".to_owned(),
        of: "Day",
        unit: Unit::Bytes,
        parts: Vec::new(),
        bars: dates.iter().zip(days).map(bar).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::rate;

    #[test]
    fn not_quite_all_is_less_than_all() {
        assert_eq!(rate(2, 2), "100 %");
        assert_eq!(rate(99_999, 100_000), "99.9 %");
        assert_eq!(rate(0, 7), "0.0 %");
    }
}
