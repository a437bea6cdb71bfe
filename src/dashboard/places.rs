//! `/policies`, `/destinations` and `/sources`: what they have, and where something is missing.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use maud::{Markup, html};

use super::frame::{self, Place};
use super::mark::{self, Tone};
use super::query::Query;
use super::refusal::{Refusal, viewer};
use super::words::{ago, count, grouped, time};
use crate::app::App;
use crate::domain::statistics::saturate;
use crate::http::Visitor;
use crate::human;
use crate::store::places::{PlaceKind, PlaceStanding};

/// One of the three pages.
struct Of {
    kind: PlaceKind,
    place: Place,
    title: &'static str,
    one: &'static str,
    /// The filter of the list; none: it has none.
    parameter: Option<&'static str>,
    what: &'static str,
    empty: &'static str,
}

const POLICIES: Of = Of {
    kind: PlaceKind::Policies,
    place: Place::Policies,
    title: "Policies",
    one: "Policy",
    parameter: Some("backup-policy"),
    what: "Each policy with the backups that were made for it.",
    empty: "No backup names a policy. Importers take one with --policy, records have \"policy\":",
};

const DESTINATIONS: Of = Of {
    kind: PlaceKind::Destinations,
    place: Place::Destinations,
    title: "Destinations",
    one: "Destination",
    parameter: Some("backup-destination"),
    what: "Where backups are kept. A backup with copies on two destinations counts on both.",
    empty: "No backup names a destination. Importers take one with --destination, records have \"destination\":",
};

const SOURCES: Of = Of {
    kind: PlaceKind::Sources,
    place: Place::Sources,
    title: "Sources",
    one: "Source",
    parameter: None,
    what: "Who reports backups: a machine, a tool, a script. One that has gone silent shows by its newest backup.",
    empty: "Nobody has reported a backup yet. On the machine that makes backups, for example:",
};

pub(super) async fn policies(app: State<Arc<App>>, visitor: Visitor) -> Result<Response, Refusal> {
    show(&app, &visitor, &POLICIES).await
}

pub(super) async fn destinations(
    app: State<Arc<App>>,
    visitor: Visitor,
) -> Result<Response, Refusal> {
    show(&app, &visitor, &DESTINATIONS).await
}

pub(super) async fn sources(app: State<Arc<App>>, visitor: Visitor) -> Result<Response, Refusal> {
    show(&app, &visitor, &SOURCES).await
}

async fn show(app: &App, visitor: &Visitor, of: &Of) -> Result<Response, Refusal> {
    let session = viewer(app, visitor).await?;
    let now = app.clock.now();
    let places = app.store.places(of.kind, now).await?;
    let content = html! {
        p.muted { (of.what) " " @if !places.is_empty() { (grouped(places.len().try_into().unwrap_or(0))) " in all. Times are UTC." } }
        section #places data-live {
            @if places.is_empty() {
                div.card {
                    p { (of.empty) }
                    pre tabindex="0" { code { "backup-catalog import restic --destination nas --policy nightly" } }
                }
            } @else {
                (table(of, &places, now))
            }
        }
    };
    Ok(frame::page(of.title, of.place, Some(session), &content))
}

fn table(of: &Of, places: &[PlaceStanding], now: i64) -> Markup {
    html! {
        table.cards {
            thead { tr {
                th scope="col" { (of.one) } th scope="col" { "Overdue" } th scope="col" { "Last success" } th scope="col" { "Newest backup" }
                th.number scope="col" { "Entities" } th.number scope="col" { "Backups" } th.number scope="col" { "Failed" } th.number scope="col" { "Size" }
            } }
            tbody { @for place in places { (line(of, place, now)) } }
        }
    }
}

fn line(of: &Of, place: &PlaceStanding, now: i64) -> Markup {
    let all = of
        .parameter
        .map(|parameter| Query::default().with(parameter, &place.place.guid.to_string()));
    html! {
        tr {
            th scope="row" { @match &all {
                Some(all) => { a href=(all.at("/backups")) { (place.place.name) } },
                None => { (place.place.name) },
            } }
            td data-label="Overdue" {
                @if place.late == 0 { (mark::mark(Tone::Good, "None")) } @else { (mark::mark(Tone::Bad, &count(place.late, "entity", "entities"))) }
            }
            td data-label="Last success" { @match place.last_success {
                Some(last) => { span { (ago(last, now)) } small.muted { (time(last)) } },
                None => "none left",
            } }
            td data-label="Newest backup" { span { (ago(place.last, now)) } small.muted { (time(place.last)) } }
            td.number data-label="Entities" { (grouped(place.entities)) }
            td.number data-label="Backups" { (grouped(place.backups)) }
            td.number data-label="Failed" { @match &all {
                Some(all) if place.failed > 0 => { a href=(all.with("status", "FAILED").at("/backups")) { (grouped(place.failed)) } },
                _ => { (grouped(place.failed)) },
            } }
            td.number data-label="Size" { (human::bytes(saturate(place.size))) }
        }
    }
}
