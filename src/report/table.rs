//! A report as CSV: a line an entity, sizes in bytes, durations in seconds, times as RFC 3339.

use jiff::Timestamp;

use super::rows::{Entity, Policy, Report};

const HEADER: [&str; 20] = [
    "policy",
    "entity",
    "type",
    "guid",
    "state",
    "runs",
    "success",
    "partial",
    "failed",
    "success_rate",
    "size_bytes",
    "duration_s",
    "rpo_s",
    "rpo_source",
    "rpo_met",
    "rpo_misses",
    "rpo_missed_s",
    "longest_gap_s",
    "longest_gap_from",
    "longest_gap_to",
];

/// Why there is no table.
pub(super) type TableError = csv::Error;

pub(super) fn csv(report: &Report) -> Result<String, TableError> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(HEADER)?;
    for policy in &report.policies {
        for entity in &policy.entities {
            writer.write_record(line(policy, entity))?;
        }
    }
    let bytes = writer
        .into_inner()
        .map_err(csv::IntoInnerError::into_error)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn line(policy: &Policy, entity: &Entity) -> [String; 20] {
    let rpo = entity.rpo.as_ref();
    let gap = entity.longest_gap;
    let of_rpo = |text: fn(&super::rows::Rpo) -> String| rpo.map_or_else(String::new, text);
    [
        plain(policy.name.as_deref().unwrap_or_default()),
        plain(&entity.name),
        entity.kind.clone(),
        entity.guid.to_string(),
        entity.state.clone(),
        entity.runs.to_string(),
        entity.success.to_string(),
        entity.partial.to_string(),
        entity.failed.to_string(),
        entity
            .success_rate
            .map_or_else(String::new, |rate| format!("{rate:.4}")),
        entity.size.to_string(),
        seconds(entity.duration),
        of_rpo(|rpo| seconds(rpo.objective)),
        of_rpo(|rpo| rpo.source.clone()),
        of_rpo(|rpo| rpo.met.to_string()),
        of_rpo(|rpo| rpo.misses.to_string()),
        of_rpo(|rpo| seconds(rpo.missed)),
        gap.map_or_else(String::new, |gap| seconds(gap.length)),
        gap.map_or_else(String::new, |gap| time(gap.from)),
        gap.map_or_else(String::new, |gap| time(gap.to)),
    ]
}

/// A reported text that no spreadsheet takes for a formula.
fn plain(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

fn seconds(ms: i64) -> String {
    format!("{}.{:03}", ms / 1000, ms % 1000)
}

fn time(ms: i64) -> String {
    Timestamp::from_millisecond(ms).map_or_else(|_| ms.to_string(), |time| time.to_string())
}
