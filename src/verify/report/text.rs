//! The report for people.

use std::fmt::Write as _;

use super::super::{Check, Finding, Outcome, Profile, State};

/// The report: findings first, then what could not be checked, then the sum.
pub fn text(outcome: &Outcome) -> String {
    let mut out = String::new();
    // Writing to a string does not fail.
    let _ = write(outcome, &mut out);
    out
}

fn write(outcome: &Outcome, out: &mut String) -> std::fmt::Result {
    let profile = match outcome.profile {
        Profile::Vendor => "vendor",
        Profile::Full => "full",
    };
    write!(out, "{}, profile {profile}", outcome.server)?;
    if outcome.read_only {
        write!(out, ", read-only")?;
    }
    match outcome.total {
        Some(total) => writeln!(
            out,
            ": {total} backups, {} of them read",
            outcome
                .read
                .min(usize::try_from(total).unwrap_or(usize::MAX))
        )?,
        None => writeln!(out, ": {} backups read", outcome.read)?,
    }
    for check in outcome
        .checks
        .iter()
        .filter(|check| check.state() == State::Failed)
    {
        writeln!(out, "\nFAILED {} - {}", check.id, check.title)?;
        for finding in &check.findings {
            findings(out, finding)?;
        }
        if check.more_findings > 0 {
            writeln!(out, "  and {} more of this check", check.more_findings)?;
        }
    }
    for check in outcome
        .checks
        .iter()
        .filter(|check| !check.warnings.is_empty())
    {
        writeln!(out, "\nWARNING {} - {}", check.id, check.title)?;
        for warning in &check.warnings {
            findings(out, warning)?;
        }
    }
    skipped(out, &outcome.checks)?;
    summary(out, outcome)
}

fn findings(out: &mut String, finding: &Finding) -> std::fmt::Result {
    writeln!(out, "  asked     {}", finding.request)?;
    writeln!(out, "  got       {}", finding.got)?;
    writeln!(out, "  expected  {}", finding.expected)?;
    if !finding.sentence.is_empty() {
        writeln!(out, "  document  {}", finding.sentence)?;
    }
    writeln!(out)
}

fn skipped(out: &mut String, checks: &[Check]) -> std::fmt::Result {
    let some: Vec<&Check> = checks
        .iter()
        .filter(|check| !check.skipped.is_empty())
        .collect();
    if some.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nNot, or not wholly, checked:")?;
    for check in some {
        let whole = if check.state() == State::Skipped {
            "skipped"
        } else {
            "partly"
        };
        writeln!(out, "  {whole:8}{}: {}", check.id, check.skipped.join("; "))?;
    }
    Ok(())
}

fn summary(out: &mut String, outcome: &Outcome) -> std::fmt::Result {
    let count = |state| {
        outcome
            .checks
            .iter()
            .filter(|check| check.state() == state)
            .count()
    };
    let findings: usize = outcome.checks.iter().map(Check::count).sum();
    let warnings: usize = outcome
        .checks
        .iter()
        .map(|check| check.warnings.len())
        .sum();
    write!(
        out,
        "\n{} checks: {} held, {} failed, {} skipped",
        outcome.checks.len(),
        count(State::Held),
        count(State::Failed),
        count(State::Skipped),
    )?;
    if count(State::NotMade) > 0 {
        write!(out, ", {} not made", count(State::NotMade))?;
    }
    writeln!(
        out,
        "; {findings} findings, {warnings} warnings; {} requests in {:.1} s",
        outcome.requests,
        outcome.elapsed.as_secs_f64()
    )?;
    if let Some(ended) = &outcome.ended {
        writeln!(out, "{ended}.")?;
    }
    Ok(())
}
