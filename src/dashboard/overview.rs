//! `/`: is everything backed up?

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use maud::{Markup, html};

use super::frame::{self, span, time};
use crate::app::App;
use crate::domain::page::Page;
use crate::domain::selection::Selection;
use crate::domain::statistics::{Aggregate, saturate};
use crate::http::{ApiError, Visitor};
use crate::human;
use crate::store::standings::EntityStanding;
use crate::types::ProtectionState;

/// Entities on a page (chosen).
const SIZE: i64 = 100;

/// The sums are of so many days.
const DAYS: i64 = 30;

pub(super) async fn show(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    RawQuery(query): RawQuery,
) -> Result<Response, ApiError> {
    let Some(session) = visitor.viewer()? else {
        return Ok(Redirect::to("/login").into_response());
    };
    let query = query.unwrap_or_default();
    let field = |name: &str| {
        form_urlencoded::parse(query.as_bytes())
            .find(|(key, value)| key == name && !value.is_empty())
            .map(|(_, value)| value.into_owned())
    };
    let name = field("nameLike");
    let page: i64 = field("page")
        .and_then(|text| text.parse().ok())
        .unwrap_or(0);
    let page = page.clamp(0, i64::MAX / SIZE);
    let now = app.clock.now();
    let states = |states: &[ProtectionState]| states.to_vec();
    let all = states(&[
        ProtectionState::NeverSucceeded,
        ProtectionState::Overdue,
        ProtectionState::Pending,
        ProtectionState::OnTime,
        ProtectionState::NotExpected,
    ]);
    let window = Page::from_parameters(Some(page), Some(SIZE));
    let entities = app.store.standings(all, name.clone(), now, window).await?;
    let late = states(&[ProtectionState::NeverSucceeded, ProtectionState::Overdue]);
    let one = Page::from_parameters(None, Some(1));
    let late = app
        .store
        .standings(late, name.clone(), now, one)
        .await?
        .total;
    let recent = Selection {
        from: Some(now - DAYS * 86_400_000),
        ..Selection::default()
    };
    let sums = app.store.aggregates(recent).await?;
    let content = html! {
        (headline(late, entities.total, name.is_some()))
        form.search method="get" action="/" role="search" {
            label for="name" { "Entities whose name contains" }
            input id="name" name="nameLike" type="search" value=[name.as_deref()];
            button { "Search" }
        }
        @if entities.rows.is_empty() {
            (nothing(name.is_some()))
        } @else {
            (table(&entities.rows, now))
            (pages(page, entities.total, name.as_deref()))
        }
        (totals(&sums))
    };
    Ok(frame::page(
        "Is everything backed up?",
        Some(session),
        &content,
    ))
}

fn headline(late: i64, total: i64, searched: bool) -> Markup {
    let of = if searched {
        "found entities"
    } else {
        "entities"
    };
    html! {
        @if total > 0 && late == 0 {
            p.fine role="status" { "Yes: none of " (total) " " (of) " is overdue." }
        } @else if late > 0 {
            p.alarm role="status" { (late) " of " (total) " " (of) " need somebody to look." }
        }
    }
}

fn nothing(searched: bool) -> Markup {
    html! {
        @if searched {
            p { "No entity has this name. " a href="/" { "Show all" } }
        } @else {
            section.card {
                h2 { "Nothing is here yet" }
                p { "On the machine that makes backups, report what is there. With restic, for example:" }
                pre tabindex="0" { code { "backup-catalog import restic --destination nas" } }
                p { "Other tools: " code { "backup-catalog import --help" } ". A script of your own: "
                    a href="/docs/" { "POST /api/catalog/ingest" } "." }
            }
        }
    }
}

fn table(rows: &[EntityStanding], now: i64) -> Markup {
    html! {
        div.wide tabindex="0" role="region" aria-label="Entities" {
            table {
                caption { "Entities, the most urgent first. Times are UTC." }
                thead { tr {
                    th scope="col" { "State" } th scope="col" { "Entity" } th scope="col" { "Last success" }
                    th scope="col" { "Expected every" } th scope="col" { "Overdue since" }
                    th scope="col" { "Last backup" } th scope="col" { "Policy" }
                } }
                tbody { @for row in rows { (line(row, now)) } }
            }
        }
    }
}

fn line(row: &EntityStanding, now: i64) -> Markup {
    let standing = &row.standing;
    let class = match standing.state {
        ProtectionState::NeverSucceeded | ProtectionState::Overdue => "bad",
        ProtectionState::OnTime => "good",
        _ => "quiet",
    };
    html! {
        tr {
            td { span class=(format!("mark {class}")) { (standing.state.description()) } }
            th scope="row" { a href=(format!("/entities/{}", row.entity.guid)) { (row.entity.name) } }
            td { @if let Some(last) = standing.last_success { (time(last)) " (" (span(now - last)) " ago)" } @else { (none(standing.state)) } }
            td { @if let Some(rhythm) = standing.rhythm {
                (span(rhythm.interval)) " " small title=(rhythm.source.description()) { (rhythm.source.to_string().to_lowercase()) }
            } }
            td { @if let Some(since) = standing.since { (time(since)) } }
            td { @if let Some(newest) = standing.newest { (newest.status.description()) } }
            td { @if let Some(policy) = &row.policy { (policy.name) } }
        }
    }
}

/// What stands in place of the last success.
const fn none(state: ProtectionState) -> &'static str {
    match state {
        ProtectionState::NeverSucceeded | ProtectionState::Pending => "never",
        _ => "none left",
    }
}

fn pages(page: i64, total: i64, name: Option<&str>) -> Markup {
    let last = (total - 1).max(0) / SIZE;
    let link = |page: i64| {
        let mut query = form_urlencoded::Serializer::new(String::from("/?"));
        query.append_pair("page", &page.to_string());
        if let Some(name) = name {
            query.append_pair("nameLike", name);
        }
        query.finish()
    };
    html! {
        @if last > 0 {
            nav.pages aria-label="Pages of the list" {
                @if page > 0 { a rel="prev" href=(link(page - 1)) { "Previous" } }
                span { "Page " (page + 1) " of " (last + 1) }
                @if page < last { a rel="next" href=(link(page + 1)) { "Next" } }
            }
        }
    }
}

fn totals(sums: &[Aggregate]) -> Markup {
    html! {
        @if !sums.is_empty() {
            h2 { "Backups of the last " (DAYS) " days" }
            div.wide tabindex="0" role="region" aria-label="Sums" {
                table {
                    thead { tr {
                        th scope="col" { "Status" } th scope="col" { "Type" }
                        th.number scope="col" { "Backups" } th.number scope="col" { "Size" }
                    } }
                    tbody { @for sum in sums { tr {
                        td { (sum.status.description()) } td { (sum.kind.description()) }
                        td.number { (sum.count) } td.number { (human::bytes(saturate(sum.size))) }
                    } } }
                }
            }
        }
    }
}
