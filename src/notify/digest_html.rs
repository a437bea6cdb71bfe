//! A digest as a page of mail: tables with colours of their own, for mail programs drop pictures, scripts and style sheets.

use maud::{DOCTYPE, Markup, html};

use super::digest::{Digest, Row, Runs};
use crate::human;

const FONT: &str = "font-family:sans-serif;font-size:14px;color:#1b1f24";

/// Height of the tallest day, px.
const TALL: i64 = 60;

pub(super) fn page(digest: &Digest) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head { meta charset="utf-8"; title { (digest.subject()) } }
            body style=(FONT) {
                h1 style="font-size:18px" { (digest.subject()) }
                p { (digest.ran()) }
                (each_day(digest))
                h2 style="font-size:16px" { "Entities, the most urgent first" }
                p { (legend()) }
                table cellpadding="4" cellspacing="0" style="border-collapse:collapse" {
                    tr {
                        th align="left" { "Entity" } th align="left" { "State" }
                        th align="left" { "Last success (UTC)" }
                        th align="left" { @if let (Some(first), Some(last)) = (digest.days.first(), digest.days.last()) { (first) " to " (last) } }
                    }
                    @for row in &digest.rows { (of(row, digest)) }
                }
                @if digest.entities() > digest.rows.len() { p { "… and " (digest.entities() - digest.rows.len()) " more." } }
                @if let Some(url) = &digest.url { p { a href=(format!("{url}/")) { (url) } } }
            }
        }
    }
}

/// The colour and the word of a letter.
const fn look(letter: char) -> (&'static str, &'static str) {
    match letter {
        'F' => ("#c62828", "failed"),
        'P' => ("#f9a825", "not complete"),
        'S' => ("#2e7d32", "success"),
        'R' => ("#90a4ae", "removed"),
        _ => ("#eceff1", "no backup"),
    }
}

fn legend() -> Markup {
    html! {
        @for letter in ['S', 'P', 'F', 'R', '-'] {
            @let (colour, word) = look(letter);
            span style=(format!("background:{colour};color:#ffffff;padding:0 4px")) { (letter) } " " (word) " \u{a0} "
        }
    }
}

/// A cell a day, each with its letter: nothing is said by colour alone.
fn of(row: &Row, digest: &Digest) -> Markup {
    html! {
        tr style="border-top:1px solid #cfd8dc" {
            td { @if let Some(url) = &digest.url { a href=(format!("{url}/entities/{}", row.guid)) { (row.name) } } @else { (row.name) } }
            td { (row.state) }
            td { @match row.last_success { Some(last) => { (human::time(last)) } None => { "never" } } }
            td {
                table cellpadding="0" cellspacing="1" { tr {
                    @for letter in row.days.chars() {
                        @let (colour, word) = look(letter);
                        td bgcolor=(colour) width="16" height="16" align="center" title=(word)
                            style="font-size:10px;color:#ffffff" { (letter) }
                    }
                } }
            }
        }
    }
}

/// A column a day: what failed above what is not complete above what succeeded.
fn each_day(digest: &Digest) -> Markup {
    let all = |runs: &Runs| runs.success + runs.partial + runs.failed;
    let most = digest.each_day.iter().map(all).max().unwrap_or(0).max(1);
    let height = |count: i64| (count * TALL + most - 1) / most;
    html! {
        table cellpadding="0" cellspacing="2" role="img" aria-label="Backups of each day" {
            tr valign="bottom" {
                @for runs in &digest.each_day {
                    td align="center" {
                        span style="font-size:10px" { (all(runs)) }
                        table cellpadding="0" cellspacing="0" align="center" {
                            @for (letter, count) in [('F', runs.failed), ('P', runs.partial), ('S', runs.success)] {
                                @if count > 0 {
                                    @let (colour, word) = look(letter);
                                    tr { td bgcolor=(colour) width="28" height=(height(count)) title=(format!("{count} {word}"))
                                        style="font-size:1px;line-height:1px" { "\u{a0}" } }
                                }
                            }
                        }
                    }
                }
            }
            tr { @for day in &digest.days { td align="center" style="font-size:10px" { (day) } } }
        }
    }
}
