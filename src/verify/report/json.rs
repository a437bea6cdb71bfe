//! The report for programs.

use serde_json::{Value, json};

use super::super::{Check, Finding, Outcome, Profile, State};

/// The report: the sums, and each check with its findings.
pub fn json(outcome: &Outcome) -> Value {
    json!({
        "server": outcome.server,
        "profile": match outcome.profile { Profile::Vendor => "vendor", Profile::Full => "full" },
        "readOnly": outcome.read_only,
        "backups": outcome.total,
        "backupsRead": outcome.read,
        "requests": outcome.requests,
        "milliseconds": u64::try_from(outcome.elapsed.as_millis()).unwrap_or(u64::MAX),
        "ended": outcome.ended.as_ref().map(ToString::to_string),
        "findings": outcome.checks.iter().map(Check::count).sum::<usize>(),
        "checks": outcome.checks.iter().map(check).collect::<Vec<_>>(),
    })
}

fn check(check: &Check) -> Value {
    json!({
        "id": check.id,
        "title": check.title,
        "state": match check.state() {
            State::Held => "held",
            State::Failed => "failed",
            State::Skipped => "skipped",
            State::NotMade => "not made",
        },
        "held": check.held,
        "requests": check.requests,
        "milliseconds": u64::try_from(check.elapsed.as_millis()).unwrap_or(u64::MAX),
        "findings": check.findings.iter().map(finding).collect::<Vec<_>>(),
        "moreFindings": check.more_findings,
        "warnings": check.warnings.iter().map(finding).collect::<Vec<_>>(),
        "skipped": check.skipped,
    })
}

fn finding(finding: &Finding) -> Value {
    json!({
        "request": finding.request,
        "got": finding.got,
        "expected": finding.expected,
        "document": finding.sentence,
    })
}
