//! What became of records that were sent.

use super::connection;
use super::failure::{Failure, Kind};
use super::output::Format;
use super::{human, output};
use crate::client::{ClientError, Session};
use crate::types::IngestReport;

/// How records are to be taken.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Taking {
    /// All or nothing.
    pub(super) atomic: bool,
    /// Refuse unknown properties.
    pub(super) strict: bool,
    /// Take an inventory that removes more than half.
    pub(super) allow_mass_removal: bool,
    /// What the report of them looks like.
    pub(super) output: Format,
}

/// Sends records, ends the session, and says what became of them.
pub(super) async fn send(
    session: Session,
    body: reqwest::Body,
    taking: Taking,
) -> Result<(), Failure> {
    let mut request = session.patient_api().ingest().body(body);
    // A parameter that is false need not be sent.
    if taking.atomic {
        request = request.atomic(true);
    }
    if taking.strict {
        request = request.strict(true);
    }
    if taking.allow_mass_removal {
        request = request.allow_mass_removal(true);
    }
    let answer = request.send().await;
    let answer = answer.map_err(|error| refusal(session.explain(error)));
    connection::close(session).await;
    show(&answer?.into_inner(), taking.output)
}

/// A refusal of what was sent is about the data, except where it is about the caller.
fn refusal(error: ClientError) -> Failure {
    match error.status() {
        Some(status @ 400..=499) if ![401, 403, 404, 408, 429].contains(&status) => {
            Failure::refused(error.to_string())
        }
        _ => error.into(),
    }
}

fn show(report: &IngestReport, format: Format) -> Result<(), Failure> {
    let rejected = report
        .rejected_count
        .unwrap_or_else(|| i64::try_from(report.rejected.len()).unwrap_or(i64::MAX));
    let counts = [
        ("created", report.created),
        ("updated", report.updated),
        ("unchanged", report.unchanged),
        ("removed", report.removed),
        ("rejected", rejected),
    ];
    match format {
        Format::Json => output::json(report)?,
        Format::Yaml => output::yaml(report)?,
        Format::Csv => output::csv([
            counts.iter().map(|(name, _)| (*name).to_owned()).collect(),
            counts.iter().map(|(_, count)| count.to_string()).collect(),
        ])?,
        Format::Table | Format::Wide => {
            let counts = counts.map(|(name, count)| format!("{name} {count}"));
            output::text(&counts.join(", "))?;
        }
    }
    for record in &report.rejected {
        eprintln!("line {}: {}", record.line, human::line(&record.reason));
    }
    let listed = i64::try_from(report.rejected.len()).unwrap_or(i64::MAX);
    if rejected > listed {
        eprintln!("and {} more", rejected - listed);
    }
    if rejected > 0 {
        return Err(Failure::silent(Kind::No));
    }
    Ok(())
}
