//! A year of days, a column a week.

use jiff::ToSpan as _;
use jiff::civil::Date;
use maud::{Markup, html};

use crate::dashboard::mark::Tone;
use crate::domain::timeline::{Day, Sums};

/// The distance of days, and room for weekdays and months.
const STEP: i32 = 13;
const LEFT: i32 = 30;
const TOP: i32 = 18;

/// A year of days of an entity, of which the last may be any weekday.
pub(in crate::dashboard) fn heat_map(days: &[(Day, Sums)]) -> Markup {
    let Some((first, _)) = days.first() else {
        return html! {};
    };
    let before = i32::from(first.date.weekday().to_monday_zero_offset());
    let place = |number: i32| {
        let day = number + before;
        (LEFT + day / 7 * STEP, TOP + day % 7 * STEP)
    };
    let weeks = (i32::try_from(days.len()).unwrap_or(0) + before + 6) / 7;
    let quiet: Vec<String> = (0..)
        .zip(days)
        .filter(|(_, (_, sums))| sums.count == 0)
        .map(|(number, _)| place(number))
        .map(|(x, y)| format!("M{x} {y}h10v10h-10z"))
        .collect();
    let count: i64 = days.iter().map(|(_, sums)| sums.count).sum();
    let active = days.iter().filter(|(_, sums)| sums.count > 0).count();
    html! {
        figure.chart {
            figcaption { "Activity" }
            div.wide tabindex="0" role="region" aria-label="Activity by day" {
                svg.heat viewBox=(format!("0 0 {} {}", LEFT + weeks * STEP, TOP + 7 * STEP)) role="img" aria-labelledby="heat-title heat-text" {
                    title id="heat-title" { "A year of backups by day" }
                    desc id="heat-text" { (count) " backups on " (active) " of " (days.len()) " days. The table below has them by month." }
                    @for (row, day) in [(0, "Mon"), (2, "Wed"), (4, "Fri")] { text x="0" y=(TOP + row * STEP + 9) { (day) } }
                    @for (number, (day, _)) in (0..).zip(days) {
                        @if day.date.day() == 1 { text x=(place(number).0) y="11" { (day.date.strftime("%b")) } }
                    }
                    path.none d=(quiet.concat()) {}
                    @for (number, (when, sums)) in (0..).zip(days) {
                        @if let Some(status) = sums.gravest() { (day(place(number), when.date, sums, Tone::of_status(status))) }
                    }
                }
            }
            details #heat-table { summary { "As a table" } (table(days)) }
        }
    }
}

fn day((x, y): (i32, i32), date: Date, sums: &Sums, tone: Tone) -> Markup {
    // Not by colour alone: what failed is crossed out, what is partial is cut, what is gone is hollow.
    let form = match tone {
        Tone::Bad => format!("M{x} {y}h10v10h-10zM{} {}l4 4m0-4l-4 4", x + 3, y + 3),
        Tone::Partial => format!("M{x} {y}h10l-10 10z"),
        Tone::Removed => format!("M{}.5 {}.5h7v7h-7z", x + 1, y + 1),
        Tone::Good | Tone::Quiet => format!("M{x} {y}h10v10h-10z"),
    };
    html! { path class=(tone.class()) d=(form) { title { (words(date, sums)) } } }
}

fn words(date: Date, sums: &Sums) -> String {
    let parts: Vec<String> = sums
        .by_status
        .iter()
        .map(|(status, count)| format!("{count} {}", status.description().to_lowercase()))
        .collect();
    format!("{date}: {}", parts.join(", "))
}

/// By month: a year of days is no table to read.
fn table(days: &[(Day, Sums)]) -> Markup {
    let mut months: Vec<(Date, [i64; 5])> = Vec::new();
    for (day, sums) in days {
        let month = day.date.first_of_month();
        if months.last().is_none_or(|(last, _)| *last != month) {
            months.push((month, [0; 5]));
        }
        if let Some((_, counts)) = months.last_mut() {
            for (status, count) in &sums.by_status {
                counts[column(Tone::of_status(*status))] += count;
            }
        }
    }
    html! {
        div.wide tabindex="0" role="region" aria-label="Activity by month" {
            table {
                thead { tr { th scope="col" { "Month" }
                    @for name in ["Success", "Partial success", "Failed", "Removed", "Not ended"] { th.number scope="col" { (name) } } } }
                tbody { @for (month, counts) in months.iter().rev() { tr {
                    th scope="row" { (month.strftime("%Y-%m")) }
                    @for count in counts { td.number { (count) } }
                } } }
            }
        }
    }
}

const fn column(tone: Tone) -> usize {
    match tone {
        Tone::Good => 0,
        Tone::Partial => 1,
        Tone::Bad => 2,
        Tone::Removed => 3,
        Tone::Quiet => 4,
    }
}

/// The first day of a year that ends on `last` with whole weeks: a Monday.
pub(in crate::dashboard) fn first_day(last: Date) -> Date {
    let year = last.checked_sub(52.weeks()).unwrap_or(last);
    let past = i64::from(year.weekday().to_monday_zero_offset());
    year.checked_sub(past.days()).unwrap_or(year)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::{first_day, heat_map};
    use crate::domain::timeline::{Day, Sums};
    use crate::types::BackupStatus::{Failed, Success};

    #[test]
    fn days_are_named_and_months_are_summed() {
        let dates = [date(2026, 10, 31), date(2026, 11, 1), date(2026, 11, 2)];
        let mut days = dates.map(|date| {
            let day = Day {
                date,
                start: 0,
                end: 0,
            };
            (day, Sums::default())
        });
        days[1].1.add_many(Success, 2, 0);
        days[1].1.add_many(Failed, 1, 0);
        let markup = heat_map(&days).into_string();
        for part in [
            "2026-11-01: 1 failed, 2 success",
            "3 backups on 1 of 3 days",
            "<th scope=\"row\">2026-11</th><td class=\"number\">2</td>",
        ] {
            assert!(markup.contains(part), "{part} in {markup}");
        }
    }

    #[test]
    fn a_year_begins_on_a_monday() {
        assert_eq!(first_day(date(2026, 11, 29)), date(2025, 11, 24));
        assert_eq!(first_day(date(2026, 11, 30)), date(2025, 12, 1));
    }
}
