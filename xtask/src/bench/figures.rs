//! The figures as tables, ratios first where there is something to compare with.

use std::fmt::Write as _;

use serde_json::Value;

/// The bars for a million backups: query, ms.
const BARS: [(&str, f64); 7] = [
    ("newest 50", 0.3),
    ("50 of one entity", 0.3),
    ("policy, two statuses, 30 days", 0.3),
    ("50 after 100,000", 3.0),
    ("sums of 30 days", 2.0),
    ("sums of everything", 5.0),
    ("size per day of one entity", 1.0),
];

/// All tables, one run after the other.
pub(super) fn tables(runs: &[Value]) -> String {
    let mut text = summary(runs);
    for run in runs {
        let _ = writeln!(
            text,
            "\n### {} backups, {}\n",
            thousands(&run["rows"]),
            store(run)
        );
        text.push_str(&main(run));
        if run["duckdb"].is_string() {
            let _ = writeln!(text);
            text.push_str(&engines(run));
        }
    }
    text
}

/// What belongs to the whole of a run.
fn summary(runs: &[Value]) -> String {
    let mut text = String::from(
        "| backups | database | taken, records/s | server CPU a record, µs | start to first answer, ms | memory, MiB | its peak, MiB |\n\
         | ---: | --- | ---: | ---: | ---: | ---: | ---: |\n",
    );
    for run in runs {
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {:.0} | {} | {} |",
            thousands(&run["rows"]),
            store(run),
            thousands(&run["records_a_second"]),
            ms(&run["ingest_cpu_us"]),
            number(&run["start_ms"]),
            thousands(&Value::from(number(&run["memory"]) / 1_048_576.0)),
            thousands(&Value::from(number(&run["memory_peak"]) / 1_048_576.0)),
        );
    }
    text
}

/// The seven queries over a socket.
fn main(run: &Value) -> String {
    let mut text = String::from(
        "| query | KB | p50, ms | bar | p50 ÷ direct | first after a write, ms | requests/s, 16 connections | ÷ fixed | CPU a request, ms | direct, ms | its count alone, ms | Datasette ÷ p50 |\n\
         | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n",
    );
    for query in queries(run).filter(|query| query["fixed"].is_object()) {
        let server = &query["server"];
        let _ = writeln!(
            text,
            "| {} | {:.1} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} |",
            name(query),
            number(&query["bytes"]) / 1000.0,
            ms(&server["p50"]),
            bar(run, query),
            ratio(&server["p50"], &query["direct"]),
            ms(&query["after_write"]),
            thousands(&server["rate"]),
            ratio(&server["rate"], &query["fixed"]["rate"]),
            ms(&server["cpu"]),
            ms(&query["direct"]),
            ms(&query["count"]),
            ratio(&query["datasette"], &server["p50"]),
        );
    }
    text
}

/// Sums, beside an engine with columns.
fn engines(run: &Value) -> String {
    let mut text = format!(
        "| query | p50, ms | DuckDB {}, one thread, ms | ÷ DuckDB | first after a write, ms |\n\
         | --- | ---: | ---: | ---: | ---: |\n",
        run["duckdb"].as_str().unwrap_or_default()
    );
    for query in queries(run).filter(|query| query["duckdb"].is_number()) {
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {} |",
            name(query),
            ms(&query["server"]["p50"]),
            ms(&query["duckdb"]),
            ratio(&query["server"]["p50"], &query["duckdb"]),
            ms(&query["after_write"]),
        );
    }
    text
}

fn queries(run: &Value) -> impl Iterator<Item = &Value> {
    run["queries"].as_array().into_iter().flatten()
}

fn name(query: &Value) -> &str {
    query["name"].as_str().unwrap_or_default()
}

fn store(run: &Value) -> &str {
    match run["store"].as_str() {
        Some("postgres") => "PostgreSQL",
        _ => "SQLite",
    }
}

/// The bar of a query; ten times the backups may cost one and a half times as much.
fn bar(run: &Value, query: &Value) -> String {
    let factor = if number(&run["rows"]) > 1e6 { 1.5 } else { 1.0 };
    BARS.iter().find(|(of, _)| *of == name(query)).map_or_else(
        || "–".to_owned(),
        |(_, bar)| format!("{}", (bar * factor * 100.0).round() / 100.0),
    )
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or(f64::NAN)
}

/// A time, in whatever unit.
fn ms(value: &Value) -> String {
    match value.as_f64() {
        Some(ms) if ms < 10.0 => format!("{ms:.3}"),
        Some(ms) => format!("{ms:.0}"),
        None => "–".to_owned(),
    }
}

fn ratio(value: &Value, to: &Value) -> String {
    match (value.as_f64(), to.as_f64()) {
        (Some(value), Some(to)) if to > 0.0 => format!("{:.2}", value / to),
        _ => "–".to_owned(),
    }
}

/// A whole number with its thousands apart.
fn thousands(value: &Value) -> String {
    let Some(number) = value.as_f64() else {
        return "–".to_owned();
    };
    let digits = format!("{number:.0}");
    let mut text = String::new();
    for (n, digit) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{ms, ratio, tables, thousands};

    #[test]
    fn numbers_are_written_for_reading() {
        assert_eq!(thousands(&json!(10_000_000)), "10,000,000");
        assert_eq!(thousands(&json!(999.6)), "1,000");
        assert_eq!(ms(&json!(0.06312)), "0.063");
        assert_eq!(ratio(&json!(1), &json!(4)), "0.25");
        assert_eq!(ratio(&json!(1), &json!(null)), "–");
    }

    #[test]
    fn a_bar_grows_by_half_for_ten_times_the_backups() {
        let run = |rows: u32| {
            json!({"rows": rows, "store": "sqlite", "queries": [
                {"name": "newest 50", "bytes": 1000, "server": {"p50": 0.2, "rate": 10, "cpu": 0.1}, "fixed": {"rate": 20}},
            ]})
        };
        assert!(tables(&[run(1_000_000)]).contains("| newest 50 | 1.0 | 0.200 | 0.3 |"));
        let large = tables(&[run(10_000_000)]);
        assert!(
            large.contains("| newest 50 | 1.0 | 0.200 | 0.45 |"),
            "{large}"
        );
    }
}
