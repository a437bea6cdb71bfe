//! Bars over time, with an axis, and the same numbers as a table.
#![allow(
    clippy::cast_precision_loss,
    reason = "places in a picture are exact to a tenth"
)]

use maud::{Markup, html};

use super::Unit;

const WIDTH: usize = 460;
const HEIGHT: usize = 150;
const TOP: usize = 12;

/// Room for the numbers of the axis, and for the times below.
const LEFT: usize = 74;
const BELOW: usize = 26;

/// Times below the bars at most.
const LABELS: usize = 4;

/// A picture of numbers over time.
pub(in crate::dashboard) struct Chart {
    /// Names the picture in the page's markup.
    pub(in crate::dashboard) id: &'static str,
    pub(in crate::dashboard) title: String,
    /// What the first column of the table is.
    pub(in crate::dashboard) of: &'static str,
    pub(in crate::dashboard) unit: Unit,
    /// The kinds of parts of bars, from below: a class of the style sheet and a word. One alone needs none.
    pub(in crate::dashboard) parts: Vec<(&'static str, &'static str)>,
    /// The oldest first.
    pub(in crate::dashboard) bars: Vec<Bar>,
}

/// A bar.
pub(in crate::dashboard) struct Bar {
    /// The time, as the table has it.
    pub(in crate::dashboard) label: String,
    /// The time, as there is room for it below.
    pub(in crate::dashboard) short: String,
    /// Its class; none: those of its parts.
    pub(in crate::dashboard) class: Option<&'static str>,
    /// Number of each part, in the order of the chart's parts.
    pub(in crate::dashboard) values: Vec<i128>,
}

impl Bar {
    fn sum(&self) -> i128 {
        self.values.iter().sum()
    }
}

/// The picture, its legend and its table.
pub(in crate::dashboard) fn bars(chart: &Chart) -> Markup {
    let largest = chart.bars.iter().map(Bar::sum).max().unwrap_or(0);
    html! {
        figure.chart {
            figcaption { (chart.title) }
            @if largest > 0 {
                (legend(chart))
                div.wide tabindex="0" role="region" aria-label=(chart.title) { (picture(chart, largest)) }
                details id={ (chart.id) "-table" } { summary { "As a table" } (table(chart)) }
            } @else {
                p.muted { "There is nothing to show yet." }
            }
        }
    }
}

fn legend(chart: &Chart) -> Markup {
    html! {
        @if chart.parts.len() > 1 {
            ul.legend { @for (class, word) in &chart.parts { li { span class={ "swatch " (class) } {} (word) } } }
        }
    }
}

fn picture(chart: &Chart, largest: i128) -> Markup {
    let ticks = chart.unit.ticks(largest);
    let top = ticks.last().copied().unwrap_or(largest).max(1);
    // Tenths of a unit of the picture are as exact as anybody sees.
    let height = |value: i128| {
        let tenths = value.saturating_mul(10 * HEIGHT as i128) / top;
        tenths as f64 / 10.0
    };
    let base = (TOP + HEIGHT) as f64;
    let step = (WIDTH - LEFT) as f64 / chart.bars.len().max(1) as f64;
    let every = chart.bars.len().div_ceil(LABELS).max(1);
    let id = chart.id;
    html! {
        svg.bars viewBox=(format!("0 0 {WIDTH} {}", TOP + HEIGHT + BELOW)) role="img" aria-labelledby=(format!("{id}-title {id}-text")) {
            title id={ (id) "-title" } { (chart.title) }
            desc id={ (id) "-text" } {
                (chart.bars.len()) " bars, oldest left; the largest is " (chart.unit.exact(largest)) ". The table below has all numbers."
            }
            @for tick in &ticks {
                @let y = base - height(*tick);
                line x1=(LEFT) x2=(WIDTH) y1=(round(y)) y2=(round(y)) {}
                text x=(LEFT - 8) y=(round(y + 4.0)) text-anchor="end" { (chart.unit.label(*tick, top)) }
            }
            @for (place, bar) in chart.bars.iter().enumerate() {
                @let x = LEFT as f64 + step * place as f64;
                (column(chart, bar, (x + step * 0.1, step * 0.8), base, &height))
                @if place % every == 0 {
                    text x=(round(x + step / 2.0)) y=(TOP + HEIGHT + 18) text-anchor="middle" { (bar.short) }
                }
            }
        }
    }
}

fn column(
    chart: &Chart,
    bar: &Bar,
    (x, width): (f64, f64),
    base: f64,
    height: &dyn Fn(i128) -> f64,
) -> Markup {
    let mut below = 0;
    let parts: Vec<_> = bar
        .values
        .iter()
        .enumerate()
        .filter(|(_, value)| **value > 0)
        .map(|(part, value)| {
            let y = base - height(below + value);
            // What is there can be seen, however little it is.
            let tall = (base - height(below) - y).max(1.0);
            below += value;
            (part, y.min(base - tall), tall)
        })
        .collect();
    html! {
        @if !parts.is_empty() {
            g class=[bar.class] {
                title { (words(chart, bar)) }
                @for (part, y, tall) in parts {
                    rect class=[class(chart, bar, part)] x=(round(x)) y=(round(y)) width=(round(width.max(0.8))) height=(round(tall)) {}
                }
            }
        }
    }
}

fn class(chart: &Chart, bar: &Bar, part: usize) -> Option<&'static str> {
    let own = chart.parts.get(part).map(|(class, _)| *class);
    own.filter(|_| bar.class.is_none())
}

fn words(chart: &Chart, bar: &Bar) -> String {
    let mut words = format!("{}: {}", bar.label, chart.unit.exact(bar.sum()));
    if chart.parts.len() > 1 {
        let parts: Vec<String> = chart
            .parts
            .iter()
            .zip(&bar.values)
            .filter(|(_, value)| **value > 0)
            .map(|((_, word), value)| {
                format!("{} {}", chart.unit.exact(*value), word.to_lowercase())
            })
            .collect();
        words = format!("{words} ({})", parts.join(", "));
    }
    words
}

fn table(chart: &Chart) -> Markup {
    html! {
        div.wide tabindex="0" role="region" aria-label={ (chart.title) " as a table" } {
            table {
                thead { tr {
                    th scope="col" { (chart.of) }
                    @if chart.parts.len() > 1 {
                        @for (_, word) in &chart.parts { th.number scope="col" { (word) } }
                    } @else {
                        th.number scope="col" { (chart.title) }
                    }
                } }
                tbody {
                    @for bar in chart.bars.iter().rev() { tr {
                        th scope="row" { (bar.label) }
                        @for value in &bar.values { td.number { (chart.unit.exact(*value)) } }
                    } }
                }
            }
        }
    }
}

/// A place in the picture, to a tenth.
fn round(place: f64) -> String {
    let text = format!("{place:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::{Bar, Chart, Unit, bars};

    fn chart(values: &[i128]) -> String {
        let bar = |(day, value): (usize, &i128)| Bar {
            label: format!("2026-11-{:02}", day + 1),
            short: format!("11-{:02}", day + 1),
            class: Some("good"),
            values: vec![*value],
        };
        bars(&Chart {
            id: "sizes",
            title: "Size".to_owned(),
            of: "Day",
            unit: Unit::Bytes,
            parts: Vec::new(),
            bars: values.iter().enumerate().map(bar).collect(),
        })
        .into_string()
    }

    #[test]
    fn each_bar_is_named_and_the_table_has_the_same() {
        let markup = chart(&[1024, 2048]);
        for part in [
            "<title>2026-11-02: 2.00 KiB</title>",
            "<th scope=\"row\">2026-11-01</th><td class=\"number\">1.00 KiB</td>",
            "height=\"150\"",
            "height=\"75\"",
            ">2 KiB</text>",
        ] {
            assert!(markup.contains(part), "{part} in {markup}");
        }
        assert!(!markup.contains("style="), "{markup}");
    }

    #[test]
    fn where_there_is_nothing_it_says_so() {
        for nothing in [&[][..], &[0, 0]] {
            assert!(chart(nothing).contains("nothing to show yet"));
        }
    }
}
