//! Sizes of backups as bars. The table on the same page has the numbers.

use maud::{Markup, html};

use super::days::class;
use crate::domain::backup::Backup;
use crate::human;

const WIDTH: i64 = 720;
const HEIGHT: i64 = 160;

/// Room for the numbers of the axis.
const LEFT: i64 = 80;

/// The sizes of backups that come newest first, oldest left.
pub(super) fn sizes(rows: &[Backup]) -> Markup {
    let largest = rows.iter().map(|backup| backup.size).max().unwrap_or(0);
    if largest <= 0 {
        return html! { p { "No backup has a size." } };
    }
    let count = i64::try_from(rows.len()).unwrap_or(i64::MAX).max(1);
    let bar = |(place, backup): (i64, &Backup)| {
        let x = LEFT + place * (WIDTH - LEFT) / count;
        let width = ((WIDTH - LEFT) / count - 1).max(1);
        let height = i128::from(backup.size) * i128::from(HEIGHT) / i128::from(largest);
        let height = i64::try_from(height).unwrap_or(HEIGHT).clamp(1, HEIGHT);
        html! {
            rect x=(x) y=(HEIGHT + 10 - height) width=(width) height=(height) class=(class(backup.status)) {
                title { (human::time(backup.snapshot_time)) ": " (human::bytes(backup.size)) }
            }
        }
    };
    html! {
        svg.chart viewBox=(format!("0 0 {WIDTH} {}", HEIGHT + 40)) role="img" aria-labelledby="sizes-title sizes-text" {
            title id="sizes-title" { "Sizes of the backups" }
            desc id="sizes-text" { "One bar a backup, oldest left; the largest is " (human::bytes(largest)) "." }
            @for (part, label) in [(0, largest), (1, largest / 2), (2, 0)] {
                @let y = 10 + part * HEIGHT / 2;
                line x1=(LEFT) x2=(WIDTH) y1=(y) y2=(y) {}
                text x=(LEFT - 6) y=(y + 4) text-anchor="end" { (human::bytes(label)) }
            }
            @for numbered in (0..).zip(rows.iter().rev()) { (bar(numbered)) }
            @if let (Some(first), Some(last)) = (rows.last(), rows.first()) {
                text x=(LEFT) y=(HEIGHT + 30) { (day(first.snapshot_time)) }
                text x=(WIDTH) y=(HEIGHT + 30) text-anchor="end" { (day(last.snapshot_time)) }
            }
        }
    }
}

fn day(ms: i64) -> String {
    human::time(ms).chars().take(10).collect()
}
