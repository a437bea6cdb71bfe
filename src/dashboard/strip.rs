//! A strip of days: how each went.

use jiff::civil::Date;
use maud::{Markup, PreEscaped, html};

use super::mark::Tone;
use crate::types::BackupStatus;

/// The width of a day and the height of the strip.
const STEP: usize = 10;
const HEIGHT: usize = 22;

/// One bar a day, each status with a form of its own: whole, two thirds, whole with a notch, hollow, a dot. Days that went
/// well are one path; what did not is named by itself.
pub(super) fn strip(dates: &[Date], days: &[Option<BackupStatus>]) -> Markup {
    let path = |tone: Option<Tone>, bar: fn(usize) -> String| {
        let of = |status: &Option<BackupStatus>| status.map(Tone::of_status) == tone;
        let bars: String = (0..)
            .zip(days)
            .filter(|(_, status)| of(status))
            .map(|(place, _)| bar(place * STEP))
            .collect();
        html! {
            @if !bars.is_empty() { path class=(tone.map_or("none", Tone::class)) d=(bars) {} }
        }
    };
    html! {
        svg.strip viewBox=(format!("0 0 {} {HEIGHT}", days.len() * STEP)) role="img" aria-label=(words(dates, days)) {
            (path(Some(Tone::Good), |x| format!("M{} 2h8v18h-8z", x + 1)))
            (path(Some(Tone::Removed), |x| format!("M{} 3h6v16h-6z", x + 2)))
            (path(Some(Tone::Quiet), |x| format!("M{} 14h8v6h-8z", x + 1)))
            (path(None, |x| format!("M{} 17h2v2h-2z", x + 4)))
            @for ((place, date), status) in (0..).zip(dates).zip(days) {
                (wrong(place * STEP, *date, *status))
            }
        }
    }
}

/// A day of which somebody may want to know.
fn wrong(x: usize, date: Date, status: Option<BackupStatus>) -> Markup {
    let bar = match status {
        Some(BackupStatus::Failed) => format!("M{} 2h8v18h-8zM{} 5l4 4m0-4l-4 4", x + 1, x + 3),
        Some(BackupStatus::PartialSuccess) => format!("M{} 8h8v12h-8z", x + 1),
        _ => return PreEscaped(String::new()),
    };
    html! {
        @if let Some(status) = status {
            path class=(Tone::of_status(status).class()) d=(bar) {
                title { (date) ": " (status.description()) }
            }
        }
    }
}

/// The strip for who cannot see it.
fn words(dates: &[Date], days: &[Option<BackupStatus>]) -> String {
    let count = |status: BackupStatus| days.iter().filter(|day| **day == Some(status)).count();
    let mut words: Vec<String> = [
        BackupStatus::Success,
        BackupStatus::PartialSuccess,
        BackupStatus::Failed,
        BackupStatus::SuccessRemoved,
    ]
    .into_iter()
    .map(|status| (count(status), status.description().to_lowercase()))
    .filter(|(count, _)| *count > 0)
    .map(|(count, word)| format!("{count} {word}"))
    .collect();
    let none = days.iter().filter(|day| day.is_none()).count();
    if none > 0 {
        words.push(format!("{none} without backup"));
    }
    let failed = dates.iter().zip(days).rev();
    let failed = failed
        .filter(|(_, status)| **status == Some(BackupStatus::Failed))
        .map(|(date, _)| date)
        .next();
    let last = failed.map_or(String::new(), |date| {
        format!("; the last failure was on {date}")
    });
    format!("{} days: {}{last}", days.len(), words.join(", "))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::strip;
    use crate::types::BackupStatus::{Failed, Success};

    #[test]
    fn the_strip_says_what_it_shows() {
        let dates = [date(2026, 11, 1), date(2026, 11, 2), date(2026, 11, 3)];
        let markup = strip(&dates, &[Some(Success), Some(Failed), None]).into_string();
        for part in [
            "3 days: 1 success, 1 failed, 1 without backup; the last failure was on 2026-11-02",
            "2026-11-02: Failed",
            "class=\"good\"",
            "class=\"none\"",
        ] {
            assert!(markup.contains(part), "{part} in {markup}");
        }
    }
}
