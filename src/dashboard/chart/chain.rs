//! Chains of backups: which depends on which.

use std::collections::HashMap;

use maud::{Markup, html};
use uuid::Uuid;

use crate::dashboard::mark::Tone;
use crate::dashboard::words;
use crate::domain::backup::BackupDetails;
use crate::types::BackupType;

/// The distance of backups and of chains.
const STEP: usize = 26;
const ROW: usize = 44;

/// Room for the date of a chain.
const LEFT: usize = 90;

/// Chains that are shown, and backups of each: the newest.
const CHAINS: usize = 6;
const LINKS: usize = 40;

/// The chains of some backups, which come newest first; nothing, where none depends on another.
pub(in crate::dashboard) fn chains(backups: &[BackupDetails], here: Option<Uuid>) -> Markup {
    let mut chains: Vec<Vec<&BackupDetails>> = Vec::new();
    let mut places: HashMap<Uuid, usize> = HashMap::new();
    for backup in backups {
        let place = *places.entry(backup.root.guid).or_insert_with(|| {
            chains.push(Vec::new());
            chains.len() - 1
        });
        chains[place].push(backup);
    }
    let linked = |chain: &Vec<&BackupDetails>| chain.len() > 1;
    if !chains.iter().any(linked) {
        return html! {};
    }
    chains.truncate(CHAINS);
    for chain in &mut chains {
        chain.truncate(LINKS);
        chain.reverse();
    }
    let longest = chains.iter().map(Vec::len).max().unwrap_or(0);
    html! {
        figure.chart {
            figcaption { "Chains" }
            ul.legend {
                li { svg.swatch viewBox="0 0 16 16" aria-hidden="true" { rect.outline x="2" y="2" width="12" height="12" {} } "Full" }
                li { svg.swatch viewBox="0 0 16 16" aria-hidden="true" { circle.outline cx="8" cy="8" r="6" {} } "Incremental" }
                li { svg.swatch viewBox="0 0 16 16" aria-hidden="true" { path.outline d="M8 1l7 7-7 7-7-7z" {} } "Synthetic, synchronization" }
            }
            div.wide tabindex="0" role="region" aria-label="Chains of backups" {
                svg.chains viewBox=(format!("0 0 {} {}", LEFT + longest * STEP + 10, chains.len() * ROW)) width=(LEFT + longest * STEP + 10) height=(chains.len() * ROW) {
                    @for (row, chain) in chains.iter().enumerate() { (one(chain, row * ROW + ROW / 2 + 4, here)) }
                }
            }
        }
    }
}

/// One chain, oldest left; each backup is joined with the one that it depends on.
fn one(chain: &[&BackupDetails], y: usize, here: Option<Uuid>) -> Markup {
    let x = |place: usize| LEFT + place * STEP + STEP / 2;
    let places: HashMap<Uuid, usize> = chain
        .iter()
        .enumerate()
        .map(|(place, backup)| (backup.backup.guid, place))
        .collect();
    let begin = chain
        .first()
        .map(|first| words::date(first.backup.snapshot_time));
    html! {
        @if let Some(begin) = begin { text x="0" y=(y + 4) { (begin) } }
        @for (place, backup) in chain.iter().enumerate() {
            @if let Some(parent) = backup.backup.parent.as_ref().and_then(|parent| places.get(&parent.guid)) {
                @if *parent + 1 == place {
                    path.link d=(format!("M{} {y}H{}", x(*parent) + 7, x(place) - 7)) {}
                } @else {
                    path.link d=(format!("M{} {}Q{} {} {} {}", x(*parent), y - 7, x(*parent).midpoint(x(place)), y - 22, x(place), y - 7)) {}
                }
            }
        }
        @for (place, backup) in chain.iter().enumerate() { (link(backup, x(place), y, here)) }
    }
}

fn link(backup: &BackupDetails, x: usize, y: usize, here: Option<Uuid>) -> Markup {
    let backup = &backup.backup;
    let class = Tone::of_status(backup.status).class();
    let class = if here == Some(backup.guid) {
        format!("{class} here")
    } else {
        class.to_owned()
    };
    let says = format!(
        "{} {}: {}",
        crate::human::time(backup.snapshot_time),
        backup.kind.description(),
        backup.status.description()
    );
    html! {
        a href={ "/backups/" (backup.guid) } aria-label=(says) class=(class) {
            title { (says) }
            @match backup.kind {
                BackupType::Full => { rect x=(x - 6) y=(y - 6) width="12" height="12" {} }
                BackupType::Incremental => { circle cx=(x) cy=(y) r="6" {} }
                _ => { path d=(format!("M{x} {}l7 7-7 7-7-7z", y - 7)) {} }
            }
        }
    }
}
