//! `/entities/{guid}`: what happened to one entity.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use maud::{Markup, html};
use uuid::Uuid;

use super::{bars, days, frame};
use crate::app::App;
use crate::domain::backup::Backup;
use crate::domain::page::Page;
use crate::domain::selection::Selection;
use crate::domain::timeline;
use crate::http::{ApiError, Visitor};
use crate::human;
use crate::store::list::{List, ListQuery};

/// Backups on the page (chosen).
const SIZE: i64 = 100;

pub(super) async fn show(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Path(guid): Path<String>,
) -> Result<Response, ApiError> {
    let Some(session) = visitor.viewer()? else {
        return Ok(Redirect::to("/login").into_response());
    };
    let unknown = || ApiError::not_found(format!("There is no protected entity {guid:?}."));
    let guid: Uuid = guid.parse().map_err(|_| unknown())?;
    let query = ListQuery {
        selection: Selection {
            entity: Some(guid),
            ..Selection::default()
        },
        ..ListQuery::default()
    };
    let page = Page::from_parameters(None, Some(SIZE));
    let List::Page(found) = app.store.backups(query, page).await? else {
        return Err(unknown());
    };
    let Some(newest) = found.rows.first() else {
        return Err(unknown());
    };
    let entity = Arc::clone(&newest.entity);
    let range = timeline::days(None, None, None, app.clock.now());
    let range = range.map_err(ApiError::internal)?;
    let dates: Vec<_> = range.iter().map(|day| day.date).collect();
    let kind = entity.reference.kind;
    let sums = app.store.timeline(kind, guid, range).await?;
    let sums = sums.map(|(_, sums)| sums).unwrap_or_default();
    let content = html! {
        p { (kind.description()) @if let Some(project) = &entity.project { ", project " (project.name) }
            @if let Some(place) = entity.infrastructure() { ", on " (place.name) } }
        h2 { "The last " (dates.len()) " days" }
        (days::strip(&dates, &sums))
        h2 { "Sizes" }
        (bars::sizes(&found.rows))
        h2 { "Backups" }
        p { (found.total) " backups" @if found.total > SIZE { ", the newest " (SIZE) " are shown" } ". Times are UTC." }
        (table(&found.rows))
    };
    Ok(frame::page(&entity.reference.name, Some(session), &content))
}

/// The columns of the vendor's list.
fn table(rows: &[Backup]) -> Markup {
    html! {
        div.wide tabindex="0" role="region" aria-label="Backups" {
            table {
                thead { tr {
                    th scope="col" { "Snapshot" } th scope="col" { "Status" } th scope="col" { "Type" }
                    th.number scope="col" { "Size" } th.number scope="col" { "Transferred" }
                    th.number scope="col" { "Time" } th scope="col" { "Locations" } th scope="col" { "Rule" }
                    th scope="col" { "Warnings and description" }
                } }
                tbody { @for backup in rows { tr {
                    th scope="row" { (frame::time(backup.snapshot_time)) }
                    td { span class=(format!("mark {}", days::class(backup.status))) title=[backup.status_info.as_deref()] {
                        (backup.status.description()) } }
                    td { (backup.kind.description()) }
                    td.number { (human::bytes(backup.size)) }
                    td.number { @if let Some(bytes) = backup.transferred { (human::bytes(bytes)) } }
                    td.number { (human::duration(backup.times.total())) }
                    td { @for location in &backup.locations { span.item { (location.destination.name) } " " } }
                    td { @if let Some(rule) = &backup.rule { (rule.name) } }
                    td {
                        @for warning in &backup.warnings { span.item { (warning) } " " }
                        @if let Some(text) = &backup.description { (text) }
                    }
                } } }
            }
        }
    }
}
