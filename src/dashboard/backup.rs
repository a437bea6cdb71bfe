//! `/backups/{guid}`: one backup, and what people may change of it.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use maud::{Markup, html};
use uuid::Uuid;

use super::chart::chains;
use super::frame::{self, Place};
use super::mark::{self, Tone};
use super::query::Query;
use super::refusal::{Refusal, viewer};
use super::words::{ago, grouped, time};
use crate::app::App;
use crate::domain::backup::{Backup, BackupDetails, BackupWithChain};
use crate::domain::page::Page;
use crate::domain::reference::Named;
use crate::domain::role::Privilege;
use crate::domain::selection::Selection;
use crate::domain::statistics::rate;
use crate::http::{ApiError, Visitor};
use crate::human;
use crate::session::Session;
use crate::store::edit::EditError;
use crate::store::list::{List, ListQuery};

/// Backups of its chain that are shown (chosen).
const CHAIN: i64 = 60;

pub(super) async fn show(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Path(guid): Path<String>,
) -> Result<Response, Refusal> {
    let session = viewer(&app, &visitor).await?;
    page(&app, session, parse(&guid)?, None).await
}

/// `POST /backups/{guid}/description`
pub(super) async fn describe(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Path(guid): Path<String>,
    body: String,
) -> Result<Response, Refusal> {
    let session = viewer(&app, &visitor).await?;
    visitor
        .require(&app, Privilege::Edit, "update_backup_description")
        .await?;
    let (guid, sent) = (parse(&guid)?, Query::parse(&body));
    // Browsers send line ends as they were in mails.
    let text = sent
        .first("description")
        .unwrap_or_default()
        .replace("\r\n", "\n");
    if text.contains('\0') {
        let refused = "The description has a NUL character, which no text may have.";
        return Err(ApiError::unprocessable(Some("description".to_owned()), refused).into());
    }
    let edited = app
        .store
        .describe(guid, text.clone(), revision(&sent))
        .await;
    after(&app, session, guid, edited, Some(text)).await
}

/// `POST /backups/{guid}/acknowledge`
pub(super) async fn acknowledge(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Path(guid): Path<String>,
    body: String,
) -> Result<Response, Refusal> {
    let session = viewer(&app, &visitor).await?;
    visitor
        .require(&app, Privilege::Acknowledge, "acknowledge_backup_warnings")
        .await?;
    let (guid, sent) = (parse(&guid)?, Query::parse(&body));
    let value = sent.first("value") != Some("false");
    let edited = app.store.acknowledge(guid, value, revision(&sent)).await;
    after(&app, session, guid, edited, None).await
}

/// The state that a form was made for.
fn revision(sent: &Query) -> Option<i64> {
    sent.first("revision")
        .and_then(|revision| revision.parse().ok())
}

/// The page again: of the new state, or with what was written and why it was not taken.
async fn after(
    app: &App,
    session: &Session,
    guid: Uuid,
    edited: Result<(), EditError>,
    written: Option<String>,
) -> Result<Response, Refusal> {
    match edited {
        Ok(()) => Ok(Redirect::to(&format!("/backups/{guid}")).into_response()),
        Err(EditError::Changed { .. }) => {
            let page = page(app, session, guid, Some(Conflict { written })).await?;
            Ok((StatusCode::PRECONDITION_FAILED, page).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

fn parse(guid: &str) -> Result<Uuid, ApiError> {
    guid.parse()
        .map_err(|_| ApiError::not_found(format!("There is no backup {guid:?}.")))
}

/// An edit of a state that is gone.
struct Conflict {
    /// The description that was not taken.
    written: Option<String>,
}

async fn page(
    app: &App,
    session: &Session,
    guid: Uuid,
    conflict: Option<Conflict>,
) -> Result<Response, Refusal> {
    let found = app.store.backup(guid).await?;
    let found = found.ok_or_else(|| ApiError::not_found(format!("There is no backup {guid}.")))?;
    let query = ListQuery {
        selection: Selection {
            root: Some(found.details.root.guid),
            ..Selection::default()
        },
        ..ListQuery::default()
    };
    let page = Page::from_parameters(None, Some(CHAIN));
    let chain = match app.store.backups_detailed(query, page).await? {
        List::Page(found) => found.into_listing().rows,
        List::Whole { .. } => Vec::new(),
    };
    let backup = &found.details.backup;
    let title = human::time(backup.snapshot_time);
    let lost = conflict
        .as_ref()
        .and_then(|conflict| conflict.written.as_deref());
    let content = html! {
        @if conflict.is_some() {
            p.alarm role="alert" { "Somebody has changed this backup since the page was shown, so that nothing was changed now. Look at what is there, and send it again." }
        }
        p.trail { a href={ "/entities/" (backup.entity.reference.guid) } { (backup.entity.reference.name) } }
        section #facts data-live { (facts(&found.details, app.clock.now())) }
        section #warnings data-live { (warnings(backup, session)) }
        section #description { (description(backup, session, lost)) }
        section #locations data-live { h2 { "Locations" } (locations(backup)) }
        section #chain data-live { h2 { "Chain" } (chain_of(&found, &chain)) }
        section #details { h2 { "Where it is from" } (origin(&found.details)) }
    };
    Ok(frame::page(&title, Place::None, Some(session), &content))
}

fn fact(name: &str, value: &Markup) -> Markup {
    html! { div { dt { (name) } dd { (value) } } }
}

fn text(name: &str, value: Option<&str>) -> Markup {
    html! { @if let Some(value) = value.filter(|value| !value.is_empty()) { (fact(name, &html! { (value) })) } }
}

/// A thing that the list can be filtered by.
fn link(name: &str, parameter: &str, of: Option<&Named>) -> Markup {
    html! { @if let Some(of) = of {
        @let to = Query::default().with(parameter, &of.guid.to_string()).at("/backups");
        (fact(name, &html! { a href=(to) { (of.name) } }))
    } }
}

fn facts(details: &BackupDetails, now: i64) -> Markup {
    let backup = &details.backup;
    let times = backup.times;
    let moved = backup.transferred.unwrap_or(backup.size);
    html! {
        div.card {
            dl.facts {
                (fact("Status", &html! { (mark::status(backup.status)) @if backup.hidden { " hidden" } }))
                (text("In words", backup.status_info.as_deref()))
                (fact("Snapshot", &html! { (time(backup.snapshot_time)) ", " (ago(backup.snapshot_time, now)) }))
                @if let Some(stored) = backup.backup_time { (fact("Stored", &time(stored))) }
                @if let Some(removed) = details.removed_time { (fact("Found to be gone", &time(removed))) }
                (fact("Type", &html! { (backup.kind.description()) }))
                (fact("Size", &html! { (human::bytes(backup.size)) }))
                @if let Some(bytes) = backup.transferred { (fact("Transferred", &html! { (human::bytes(bytes)) })) }
                @if let Some(objects) = backup.objects { (fact("Objects", &html! { (grouped(objects)) })) }
                @for (name, ms) in [("Waiting for the export", times.queued_export), ("Waiting for the store", times.queued_store)] {
                    @if ms > 0 { (fact(name, &html! { (human::duration(ms)) })) }
                }
                @for (name, ms) in [("Export", times.export), ("Store", times.store)] {
                    @if ms > 0 { (fact(name, &html! { (human::duration(ms)) ", " (human::bytes(rate(moved, ms))) "/s" })) }
                }
                (link("Policy", "backup-policy", details.policy.as_ref()))
                (link("Rule", "backup-rule", backup.rule.as_ref()))
                (link("Node", "node", details.node.as_ref()))
                (text("Mode", backup.mode.as_deref()))
                @if let Some(origin) = &backup.origin { (fact("Started by", &html! { (origin.name) " (" (origin.kind.description()) ")" })) }
                @if let Some(expires) = backup.archive_expire { (fact("Kept until", &time(expires))) }
                (fact("Mountable", &html! { (if details.mountable { "yes" } else { "no" }) @if details.iscsi_mountable { ", over iSCSI too" } }))
            }
        }
    }
}

fn warnings(backup: &Backup, session: &Session) -> Markup {
    let may = session.principal.may(Privilege::Acknowledge);
    html! {
        h2 { "Warnings" }
        @if backup.warnings.is_empty() {
            p.muted { "There are none." }
        } @else {
            div.card {
                ul { @for warning in &backup.warnings { li { (warning) } } }
                div.row {
                    @if backup.warnings_acknowledged { (mark::mark(Tone::Good, "Acknowledged")) } @else { (mark::mark(Tone::Partial, "Not acknowledged")) }
                    @if may { form method="post" action={ "/backups/" (backup.guid) "/acknowledge" } {
                        input type="hidden" name="revision" value=(backup.revision);
                        input type="hidden" name="value" value=(!backup.warnings_acknowledged);
                        @if backup.warnings_acknowledged { button.plain { "Take it back" } } @else { button { "Acknowledge" } }
                    } }
                }
            }
        }
    }
}

fn description(backup: &Backup, session: &Session, lost: Option<&str>) -> Markup {
    let there = backup.description.as_deref().unwrap_or_default();
    html! {
        h2 #described { "Description" }
        @if session.principal.may(Privilege::Edit) {
            form.card method="post" action={ "/backups/" (backup.guid) "/description" } {
                @if lost.is_some() { p { "Now it is: " em { @if there.is_empty() { "empty" } @else { (there) } } } }
                input type="hidden" name="revision" value=(backup.revision);
                // The parser drops the first line end.
                textarea name="description" rows="3" aria-labelledby="described" { "\n" (lost.unwrap_or(there)) }
                div.row { button { "Save" } span.muted { "An empty one is none." } }
            }
        } @else if there.is_empty() {
            p.muted { "There is none." }
        } @else {
            p.card { (there) }
        }
    }
}

fn locations(backup: &Backup) -> Markup {
    html! {
        @if backup.locations.is_empty() {
            p.muted { "None was reported." }
        } @else {
            div.wide tabindex="0" role="region" aria-label="Locations" {
                table {
                    thead { tr { th scope="col" { "Destination" } th scope="col" { "State" } th scope="col" { "Copy" }
                        th scope="col" { "Kind" } th scope="col" { "Retention" } th scope="col" { "Kept until" } } }
                    tbody { @for location in &backup.locations { tr {
                        @let to = Query::default().with("backup-destination", &location.destination.guid.to_string()).at("/backups");
                        th scope="row" { a href=(to) { (location.destination.name) } }
                        td { (mark::mark(Tone::of_location(location.status), location.status.description()))
                            @if let Some(info) = &location.status_info { small.muted { (info) } } }
                        td { (location.role.description()) }
                        td { @if let Some(kind) = &location.destination_type { (kind) } }
                        td { (location.retention_hint.description()) }
                        td { @if let Some(expires) = location.archive_expire { (time(expires)) } }
                    } } }
                }
            }
        }
    }
}

fn chain_of(found: &BackupWithChain, chain: &[BackupDetails]) -> Markup {
    let details = &found.details;
    let here = details.backup.guid;
    let whole = Query::default()
        .with("root-backup", &details.root.guid.to_string())
        .at("/backups");
    html! {
        @if found.parents.is_empty() && found.children.is_empty() {
            p.muted { "It stands by itself." }
        } @else {
            (chains(chain, Some(here)))
            p {
                @match found.parents.first() {
                    Some(parent) => { "It needs " a href={ "/backups/" (parent.guid) } { (parent.name) }
                        @if found.parents.len() > 1 { " and " (found.parents.len() - 1) " before it" } ". " }
                    None => "It needs no other. "
                }
                @match found.children.len() {
                    0 => "No other needs it directly. ",
                    1 => "One needs it directly. ",
                    count => { (count) " need it directly. " }
                }
                a href=(whole) { "The whole chain" }
            }
        }
    }
}

fn origin(details: &BackupDetails) -> Markup {
    html! {
        div.card {
            dl.facts {
                (text("Source", Some(&details.source.name)))
                (text("Repository", Some(&details.repository)))
                (text("Id there", details.native_id.as_deref()))
                (text("Run", details.run.as_deref()))
                (fact("Guid", &html! { code { (details.backup.guid) } }))
                (fact("As JSON", &html! { a href={ "/api/backups/" (details.backup.guid) } { "GET /api/backups/…" } }))
                @for (name, value) in &details.labels { (text(name, Some(value))) }
            }
        }
    }
}
