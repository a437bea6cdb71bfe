//! `/backups`: the list with all filters of `GET /backups`.

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use maud::{Markup, html};

use super::filter_form::{self, Choices};
use super::frame::{self, Place};
use super::history::{self, Sorting};
use super::mark::Tone;
use super::paging;
use super::query::Query;
use super::refusal::{Refusal, viewer};
use super::words::{count, grouped};
use crate::api::Wanted;
use crate::app::App;
use crate::domain::backup::Backup;
use crate::domain::page::Page;
use crate::domain::statistics::{Aggregate, saturate};
use crate::generated::server::{BackupFilter, LIST_BACKUPS};
use crate::http::{ApiError, Visitor, faults, read_query};
use crate::human;
use crate::store::list::List;

/// Rows on a page where the address does not say how many (chosen).
const SIZE: i64 = 50;

/// What was asked for.
struct Found {
    rows: Vec<Backup>,
    total: i64,
    sums: Vec<Aggregate>,
    page: i64,
    size: i64,
}

pub(super) async fn show(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    RawQuery(text): RawQuery,
) -> Result<Response, Refusal> {
    let session = viewer(&app, &visitor).await?;
    let text = text.unwrap_or_default();
    let query = Query::parse(&text);
    let choices = Choices::read(&app).await?;
    let (status, found, faults) = match find(&app, &text).await {
        Ok(found) => (StatusCode::OK, Some(found), Vec::new()),
        Err(fault) if fault.status().is_client_error() => {
            let mut all = faults(LIST_BACKUPS.parameters, &text);
            if all.is_empty() {
                // Each parameter may be what it is, but not with the others.
                all.push(fault.clone());
            }
            (fault.status(), None, all)
        }
        Err(fault) => return Err(fault.into()),
    };
    let now = app.clock.now();
    let content = html! {
        (filter_form::form(&query, &choices, &faults, now))
        (filter_form::chips(&query, &choices))
        @match &found {
            Some(found) => section #backups data-live { (list(found, &query)) },
            None => p.alarm role="alert" { (refused(&faults)) },
        }
    };
    let page = frame::page("Backups", Place::Backups, Some(session), &content);
    Ok((status, page).into_response())
}

/// As the API reads the same query; only a page has fewer rows where nothing is said.
async fn find(app: &App, text: &str) -> Result<Found, ApiError> {
    let mut filter: BackupFilter = read_query(LIST_BACKUPS.parameters, text)?;
    if filter.page.is_none() && filter.size.is_none() {
        filter.size = Some(SIZE);
    }
    let number = filter.page.unwrap_or(0);
    let Wanted { query, page } = Wanted::read(app, filter).await?;
    let size = match page {
        Page::Rows { limit, .. } => limit,
        Page::Whole => SIZE,
    };
    let sums = app.store.aggregates(query.selection.clone()).await?;
    let (rows, total) = match app.store.backups(query, page).await? {
        List::Page(found) => {
            let found = found.into_listing();
            (found.rows, found.total)
        }
        List::Whole { total, .. } => (Vec::new(), total),
    };
    Ok(Found {
        rows,
        total,
        sums,
        page: number,
        size,
    })
}

fn refused(faults: &[ApiError]) -> Markup {
    html! {
        "Nothing is listed: "
        @match faults {
            [fault] => { (fault.message()) }
            faults => { (faults.len()) " filters are not what they may be. See beside them." }
        }
    }
}

fn list(found: &Found, query: &Query) -> Markup {
    let rows: Vec<&Backup> = found.rows.iter().collect();
    html! {
        (summary(found, query))
        @if found.total == 0 {
            div.card {
                @if query.pairs().next().is_some() {
                    p { "No backup is like this." }
                    p { a href="/backups" { "Show all" } }
                } @else {
                    p { "No backup has been reported yet. " a href="/" { "The first steps" } }
                }
            }
        } @else if rows.is_empty() {
            p.card { "There are not so many pages. " a href=(query.without("page").at("/backups")) { "The first page" } }
        } @else {
            (history::table(&rows, true, Some(&Sorting::of(query))))
        }
        (paging::links("/backups", query, found.page, found.size, found.total))
    }
}

/// How many, how much, and how they went: each a link to those.
fn summary(found: &Found, query: &Query) -> Markup {
    let size: i128 = found.sums.iter().map(|sum| sum.size).sum();
    let mut statuses: Vec<(crate::types::BackupStatus, i64)> = Vec::new();
    for sum in &found.sums {
        match statuses
            .iter_mut()
            .find(|(status, _)| *status == sum.status)
        {
            Some((_, count)) => *count += sum.count,
            None => statuses.push((sum.status, sum.count)),
        }
    }
    html! {
        p.links role="status" {
            strong { (count(found.total, "backup", "backups")) }
            @if found.total > 0 { span { (human::bytes(saturate(size))) } }
            @for (status, number) in statuses {
                a class={ "mark " (Tone::of_status(status).class()) } href=(query.without("page").with("status", status.as_str()).at("/backups")) {
                    (grouped(number)) " " (status.description())
                }
            }
        }
    }
}
