//! A report as one page that needs nothing else, and can be printed.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::rows::{Entity, Report, Rpo, Sums};
use crate::human;

/// Dark and light on a screen, black on white on paper, a policy not torn apart where it fits on a sheet.
const STYLE: &str = "
:root { color-scheme: light dark; }
body { font-family: system-ui, sans-serif; font-size: 14px; line-height: 1.4; margin: 2rem auto; max-width: 1100px; padding: 0 1rem; }
h1 { font-size: 1.5rem; margin-bottom: 0; } h2 { font-size: 1.15rem; margin-top: 2rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { padding: .3rem .5rem; text-align: left; border-bottom: 1px solid color-mix(in srgb, currentColor 25%, transparent); vertical-align: top; }
th { font-weight: 600; } .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.missed { font-weight: 700; } .missed::before { content: '\\2716\\a0'; } .met::before { content: '\\2714\\a0'; }
tfoot td, tfoot th { border-bottom: 0; font-weight: 600; }
@media print {
  @page { size: A4 landscape; margin: 1.2cm; }
  body { margin: 0; max-width: none; font-size: 9pt; color: #000; background: #fff; }
  .wide { overflow: visible; } thead { display: table-header-group; } tr { break-inside: avoid; } h2 { break-after: avoid; }
}
";

pub(super) fn page(report: &Report) -> Markup {
    let total = &report.total;
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { "Backups, " (period(report)) }
                link rel="icon" href="data:,";
                style { (PreEscaped(STYLE)) }
            }
            body {
                h1 { "Backups, " (period(report)) }
                p { "Made at " (human::time(report.made)) ". All times are UTC." }
                p {
                    (total.entities) " entities, " (total.runs) " backups: " (total.success) " succeeded, "
                    (total.partial) " are not complete, " (total.failed) " failed; success rate " (rate(total.success_rate))
                    ", together " (human::bytes(total.size)) "."
                }
                p {
                    "Recovery point objective met of " (total.rpo_met) " entities, missed of " (total.rpo_missed)
                    ": whether the last success was ever older than the interval that is expected and its grace."
                }
                @for policy in &report.policies {
                    h2 { @if let Some(name) = &policy.name { "Policy " (name) } @else { "Without a policy" } }
                    div.wide { (table(&policy.entities, &policy.sums)) }
                }
                @if report.policies.is_empty() { p { "There are no backups up to the end of this time." } }
            }
        }
    }
}

fn period(report: &Report) -> String {
    format!("{} to {}", human::time(report.from), human::time(report.to))
}

fn table(entities: &[Entity], sums: &Sums) -> Markup {
    html! {
        table {
            thead { tr {
                th scope="col" { "Entity" }
                th.number scope="col" { "Backups" } th.number scope="col" { "Failed" } th.number scope="col" { "Not complete" }
                th.number scope="col" { "Success rate" } th.number scope="col" { "Size" } th.number scope="col" { "Time" }
                th scope="col" { "RPO" } th.number scope="col" { "Met" } th scope="col" { "Longest time without a success" }
            } }
            tbody { @for entity in entities { (line(entity)) } }
            tfoot { tr {
                th scope="row" { (sums.entities) " entities" }
                td.number { (sums.runs) } td.number { (sums.failed) } td.number { (sums.partial) }
                td.number { (rate(sums.success_rate)) } td.number { (human::bytes(sums.size)) }
                td.number { (human::duration(sums.duration)) }
                td { (sums.rpo_met) " met, " (sums.rpo_missed) " missed" } td {} td {}
            } }
        }
    }
}

fn line(entity: &Entity) -> Markup {
    html! {
        tr {
            th scope="row" { (entity.name) }
            td.number { (entity.runs) } td.number { (entity.failed) } td.number { (entity.partial) }
            td.number { (rate(entity.success_rate)) } td.number { (human::bytes(entity.size)) }
            td.number { (human::duration(entity.duration)) }
            @match &entity.rpo {
                Some(rpo) => { (objective(rpo)) td.number { (percent(rpo.compliance)) } }
                None => { td { "not expected" } td {} }
            }
            td { @if let Some(gap) = entity.longest_gap {
                (human::span(gap.length)) ", " (human::time(gap.from)) " to " (human::time(gap.to))
            } }
        }
    }
}

fn objective(rpo: &Rpo) -> Markup {
    html! {
        td {
            @if rpo.met { span.met { "met" } } @else {
                span.missed { "missed" } " " (rpo.misses) "×, " (human::span(rpo.missed))
            }
            " (" (human::span(rpo.objective)) ", " (rpo.source.to_lowercase()) ")"
        }
    }
}

fn rate(rate: Option<f64>) -> String {
    rate.map_or_else(|| "–".to_owned(), percent)
}

/// Rounded down: 100 % is all of it.
fn percent(part: f64) -> String {
    format!("{:.1} %", (part * 1000.0).floor() / 10.0)
}

#[cfg(test)]
mod tests {
    use super::percent;

    #[test]
    fn all_but_a_little_is_not_all() {
        assert_eq!(percent(1.0), "100.0 %");
        assert_eq!(percent(0.99999), "99.9 %");
        assert_eq!(percent(0.5), "50.0 %");
    }
}
