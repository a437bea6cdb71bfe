//! What became of records that were sent.

use super::connection;
use super::failure::{Failure, Kind};
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
}

/// Sends records, ends the session, and says what became of them.
pub(super) async fn send(
    session: Session,
    body: reqwest::Body,
    taking: Taking,
) -> Result<(), Failure> {
    let mut request = session.api().ingest().body(body);
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
    show(&answer?.into_inner())
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

fn show(report: &IngestReport) -> Result<(), Failure> {
    let rejected = report
        .rejected_count
        .unwrap_or_else(|| i64::try_from(report.rejected.len()).unwrap_or(i64::MAX));
    output::text(&format!(
        "created {}, updated {}, unchanged {}, removed {}, rejected {rejected}",
        report.created, report.updated, report.unchanged, report.removed
    ))?;
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
