//! Reports of backups.

use crate::app::App;
use crate::generated::server::{IngestOk, IngestQuery};
use crate::http::{ApiError, RawBody};
use crate::ingest::{self, IngestError, Options, Rejected, Report, WHOLE_BODY};
use crate::metrics::Refused;
use crate::store::ingest::TakeError;
use crate::types;

/// Rejections that a refusal of all names one by one.
const NAMED: usize = 3;

pub(super) async fn ingest(
    app: &App,
    query: IngestQuery,
    body: RawBody,
) -> Result<IngestOk, ApiError> {
    let options = Options {
        atomic: query.atomic.unwrap_or_default(),
        strict: query.strict.unwrap_or_default(),
        allow_mass_removal: query.allow_mass_removal.unwrap_or_default(),
        now: app.clock.now(),
    };
    let report = ingest::ingest(&app.store, body.into_stream(), options).await;
    match &report {
        Ok(report) => app.metrics.reported(report, options.now),
        Err(IngestError::Broken { report, .. }) => app.metrics.reported(report, options.now),
        Err(error) => app.metrics.refused(refused(error)),
    }
    let report = report?;
    if report.nothing_taken() {
        return Err(none_taken(&report));
    }
    Ok(IngestOk {
        body: describe(report),
    })
}

/// What a report counts as of which nothing was taken.
const fn refused(error: &IngestError) -> Refused {
    match error {
        IngestError::Take(TakeError::Store(_)) => Refused::Failure,
        IngestError::Take(TakeError::MassRemoval { .. }) => Refused::MassRemoval,
        _ => Refused::Report,
    }
}

fn describe(report: Report) -> types::IngestReport {
    let rejected = report
        .rejected
        .into_iter()
        .map(|rejected| types::RejectedRecord {
            line: count(rejected.line),
            reason: rejected.refusal.reason,
            field: rejected.refusal.field,
        });
    types::IngestReport {
        created: count(report.created),
        updated: count(report.updated),
        unchanged: count(report.unchanged),
        removed: count(report.removed),
        rejected: rejected.collect(),
        rejected_count: Some(count(report.rejected_count)),
    }
}

fn count(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// The refusal of a body of which nothing was stored because of its records.
fn none_taken(report: &Report) -> ApiError {
    let named = report.rejected.iter().take(NAMED);
    let reasons: Vec<String> = named
        .map(|Rejected { line, refusal }| format!("record {line}: {refusal}"))
        .collect();
    let more = count(report.rejected_count) - count(reasons.len() as u64);
    let more = if more > 0 {
        format!(" And {more} more.")
    } else {
        String::new()
    };
    let field = report
        .rejected
        .first()
        .and_then(|first| first.refusal.field.clone());
    ApiError::unprocessable(
        field,
        format!(
            "Nothing was stored, because {} cannot be taken: {}{more}",
            match report.rejected_count {
                1 => "1 record".to_owned(),
                several => format!("{several} records"),
            },
            reasons.join(" ")
        ),
    )
}

impl From<IngestError> for ApiError {
    fn from(error: IngestError) -> Self {
        match error {
            IngestError::TooLarge { .. } => Self::payload_too_large(WHOLE_BODY),
            IngestError::Envelope(refusal) => Self::unprocessable(
                refusal.field.clone(),
                format!("{refusal} Nothing was stored."),
            ),
            IngestError::Take(TakeError::Rejected(report)) => none_taken(&report),
            IngestError::Take(TakeError::Store(error)) => error.into(),
            IngestError::Take(error @ TakeError::MassRemoval { .. }) => {
                Self::conflict(sentence(&error))
            }
            IngestError::Take(error @ TakeError::Foreign(_)) => Self::forbidden(sentence(&error)),
            error @ (IngestError::Broken { .. } | IngestError::Syntax(_)) => {
                Self::malformed_body(sentence(&error))
            }
        }
    }
}

/// An error as a sentence.
fn sentence(error: &impl std::error::Error) -> String {
    let text = error.to_string();
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => format!("{}{}.", first.to_uppercase(), letters.as_str()),
        None => text,
    }
}
