//! `/entities/{guid}`: what happened to one entity.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use maud::{Markup, html};
use uuid::Uuid;

use super::chart::{Bar, Chart, Unit, bars, chains, first_day, heat_map};
use super::frame::{self, Place};
use super::mark::{self, Tone};
use super::overview::none;
use super::query::Query;
use super::refusal::{Refusal, viewer};
use super::words::{ago, count, day, rough, span, time};
use super::{expected, forms, history};
use crate::app::App;
use crate::domain::backup::{Backup, BackupDetails, Entity};
use crate::domain::page::Page;
use crate::domain::role::Privilege;
use crate::domain::selection::Selection;
use crate::domain::statistics::rate;
use crate::domain::timeline;
use crate::http::{ApiError, Visitor};
use crate::session::Session;
use crate::store::edit::Acknowledgement;
use crate::store::list::{List, ListQuery};
use crate::store::standings::EntityStanding;
use crate::store::timeline::Timeline;
use crate::types::BackupStatus;

/// Backups in the pictures (chosen).
const SIZE: i64 = 100;

/// Backups in the table (chosen).
const ROWS: usize = 30;

/// What the page shows.
struct Known {
    entity: Arc<Entity>,
    standing: Option<EntityStanding>,
    /// Newest first.
    backups: Vec<BackupDetails>,
    total: i64,
    year: Option<Arc<Timeline>>,
}

pub(super) async fn show(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Path(guid): Path<String>,
) -> Result<Response, Refusal> {
    let session = viewer(&app, &visitor).await?;
    let known = read(&app, &guid).await?;
    let content = content(&known, session, app.clock.now());
    let title = &known.entity.reference.name;
    Ok(frame::page(title, Place::None, Some(session), &content))
}

/// `POST /entities/{guid}/acknowledge`: the warnings of all its backups.
pub(super) async fn acknowledge(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Path(guid): Path<String>,
) -> Result<Response, Refusal> {
    viewer(&app, &visitor).await?;
    visitor
        .require(&app, Privilege::Acknowledge, "acknowledge_warnings")
        .await?;
    let request = Acknowledgement {
        entities: vec![parse(&guid)?],
        value: true,
        ..Acknowledgement::default()
    };
    app.store.acknowledge_all(request).await?;
    Ok(Redirect::to(&format!("/entities/{guid}")).into_response())
}

fn unknown(guid: &str) -> ApiError {
    ApiError::not_found(format!("There is no protected entity {guid:?}."))
}

fn parse(guid: &str) -> Result<Uuid, ApiError> {
    guid.parse().map_err(|_| unknown(guid))
}

async fn read(app: &App, text: &str) -> Result<Known, Refusal> {
    let guid = parse(text)?;
    let query = ListQuery {
        selection: Selection {
            entity: Some(guid),
            ..Selection::default()
        },
        ..ListQuery::default()
    };
    let page = Page::from_parameters(None, Some(SIZE));
    let List::Page(found) = app.store.backups_detailed(query, page).await? else {
        return Err(unknown(text).into());
    };
    let found = found.into_listing();
    let Some(newest) = found.rows.first() else {
        return Err(unknown(text).into());
    };
    let entity = Arc::clone(&newest.backup.entity);
    let now = app.clock.now();
    let today = timeline::days(Some(now), Some(now), None, now).map_err(ApiError::internal)?;
    let first = today.first().map(|today| {
        let past = today.date.since(first_day(today.date));
        today.start - past.map_or(0, |past| i64::from(past.get_days())) * 86_400_000
    });
    let days = timeline::days(first, None, None, now).map_err(ApiError::internal)?;
    let year = app
        .store
        .timeline(entity.reference.kind, guid, days)
        .await?;
    Ok(Known {
        standing: app.store.standing(guid, now).await?,
        entity,
        total: found.total,
        backups: found.rows,
        year,
    })
}

fn content(known: &Known, session: &Session, now: i64) -> Markup {
    let guid = known.entity.reference.guid;
    let all = Query::default().with("protected-entity", &guid.to_string());
    let rows: Vec<&Backup> = known.backups.iter().map(|row| &row.backup).collect();
    html! {
        section #facts data-live { (facts(known, now)) }
        // Not among what is replaced: somebody may be writing there.
        @if let Some(row) = &known.standing { (expected::form(guid, &row.standing, session)) }
        section #warnings data-live { (warnings(guid, &rows, session)) }
        section #activity data-live { h2 { "The last year" } @if let Some(year) = &known.year { (heat_map(&year.days)) } }
        section #charts data-live {
            h2 { "The newest " (count(known.backups.len().try_into().unwrap_or(0), "backup", "backups")) }
            div.pair { (sizes(&rows)) (times(&rows)) (rates(&rows)) }
            (chains(&known.backups, None))
        }
        section #history data-live {
            h2 { "History" }
            p.links {
                span.muted { (count(known.total, "backup", "backups")) @if rows.len() > ROWS { ", the newest " (ROWS) " are shown" } ". Times are UTC." }
                a href=(all.at("/backups")) { "Search and sort them all" }
            }
            (history::table(&rows[..rows.len().min(ROWS)], false, None))
        }
    }
}

fn facts(known: &Known, now: i64) -> Markup {
    let entity = &known.entity;
    let standing = known.standing.as_ref();
    html! {
        div.card {
            dl.facts {
                @if let Some(row) = standing {
                    @let standing = &row.standing;
                    div { dt { "State" } dd { (mark::state(standing.state)) @if let Some(since) = standing.since { " for " (rough(now - since)) } } }
                    div { dt { "Last success" } dd { @match standing.last_success {
                        Some(last) => { (time(last)) ", " (ago(last, now)) }
                        None => { (none(standing.state)) }
                    } } }
                    @if let Some(rhythm) = standing.rhythm {
                        div { dt { "Expected every" } dd { (expected::words(&rhythm)) } }
                        div { dt { "Overdue after" } dd { @match standing.due { Some(due) => { (time(due)) }, None => "–" } " (grace " (span(rhythm.grace)) ")" } }
                    }
                    @if let Some(policy) = &row.policy { div { dt { "Policy" } dd { a href=(to("backup-policy", policy.guid)) { (policy.name) } } } }
                }
                div { dt { "Type" } dd { (entity.reference.kind.description()) } }
                @if let Some(project) = &entity.project { div { dt { "Project" } dd { a href=(to("project-uuid", project.guid)) { (project.name) } } } }
                @for (name, parameter, of) in [
                    ("Hypervisor", "hypervisor", &entity.hypervisor), ("Hypervisor manager", "hypervisor-manager", &entity.hypervisor_manager),
                    ("Storage provider", "storage-provider", &entity.storage_provider), ("Cloud", "cloud-service-provider", &entity.cloud_service_provider),
                ] {
                    @if let Some(of) = of { div { dt { (name) } dd { a href=(to(parameter, of.guid)) { (of.name) } } } }
                }
            }
        }
    }
}

/// The list of what has this.
fn to(parameter: &str, guid: Uuid) -> String {
    Query::default()
        .with(parameter, &guid.to_string())
        .at("/backups")
}

/// Warnings that nobody has acknowledged yet.
fn warnings(guid: Uuid, rows: &[&Backup], session: &Session) -> Markup {
    let open: Vec<&&Backup> = rows
        .iter()
        .filter(|backup| !backup.warnings.is_empty() && !backup.warnings_acknowledged)
        .collect();
    html! {
        @if !open.is_empty() {
            h2 { "Warnings" }
            div.card {
                ul { @for backup in open.iter().take(10) {
                    @for warning in &backup.warnings { li { a href={ "/backups/" (backup.guid) } { (time(backup.snapshot_time)) } ": " (warning) } }
                } }
                @if open.len() > 10 { p.muted { "And those of " (count((open.len() - 10).try_into().unwrap_or(0), "more backup", "more backups")) "." } }
                @if session.principal.may(Privilege::Acknowledge) {
                    (forms::button(&format!("/entities/{guid}/acknowledge"), "Acknowledge all"))
                }
            }
        }
    }
}

/// A chart with one bar a backup, the oldest left.
fn chart(
    rows: &[&Backup],
    id: &'static str,
    title: &str,
    unit: Unit,
    parts: Vec<(&'static str, &'static str)>,
    values: impl Fn(&Backup) -> Vec<i128>,
) -> Markup {
    let single = parts.is_empty();
    let bar = |backup: &&Backup| Bar {
        label: crate::human::time(backup.snapshot_time),
        short: day(backup.snapshot_time),
        class: single.then(|| Tone::of_status(backup.status).class()),
        values: values(backup),
    };
    bars(&Chart {
        id,
        title: title.to_owned(),
        of: "Snapshot",
        unit,
        parts,
        bars: rows.iter().rev().map(bar).collect(),
    })
}

fn sizes(rows: &[&Backup]) -> Markup {
    chart(rows, "sizes", "Size", Unit::Bytes, Vec::new(), |backup| {
        vec![i128::from(backup.size)]
    })
}

fn times(rows: &[&Backup]) -> Markup {
    let parts = vec![
        ("removed", "Waiting"),
        ("plain", "Export"),
        ("good", "Store"),
    ];
    chart(rows, "times", "Time", Unit::Time, parts, |backup| {
        let times = backup.times;
        let waiting = times.queued_export.saturating_add(times.queued_store);
        [waiting, times.export, times.store]
            .map(i128::from)
            .to_vec()
    })
}

/// Bytes moved by the time of the export, or of the store where nothing was exported.
fn rates(rows: &[&Backup]) -> Markup {
    chart(
        rows,
        "rates",
        "Transfer rate",
        Unit::Rate,
        Vec::new(),
        |backup| {
            let moved = backup.transferred.unwrap_or(backup.size);
            let time = if backup.times.export > 0 {
                backup.times.export
            } else {
                backup.times.store
            };
            let ended = matches!(
                backup.status,
                BackupStatus::Success | BackupStatus::PartialSuccess | BackupStatus::SuccessRemoved
            );
            let rate = if time > 0 && ended {
                rate(moved, time)
            } else {
                0
            };
            vec![i128::from(rate)]
        },
    )
}
