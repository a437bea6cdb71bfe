//! Bringing reports to the server.

use std::time::Duration;

use serde_json::Value;
use tokio::time::timeout;

use super::spool::{Entry, Held, Spool};
use crate::cli::connection::{self, Unattended};
use crate::cli::failure::Failure;
use crate::cli::human;
use crate::client::{ClientError, Session};

/// Reports that are brought at once.
const TOGETHER: usize = 100;

/// What became of records that were brought.
#[derive(Debug)]
pub(in crate::cli) enum Delivered {
    /// They are in the catalog, but for those at these places: why not.
    Taken(Vec<(usize, String)>),
    /// All of them are refused: trying again would not help.
    Refused(String),
    /// Not now: nobody answers, or nobody may report. Why.
    Later(Failure),
}

/// What became of the reports that waited.
#[derive(Debug, Default)]
pub(in crate::cli) struct Flushed {
    /// Taken by the server.
    pub(in crate::cli) sent: usize,
    /// Set aside, because the server refused them.
    pub(in crate::cli) refused: usize,
    /// Why the others wait still.
    pub(in crate::cli) later: Option<Failure>,
}

/// Brings records in at most this time.
pub(in crate::cli) async fn deliver(
    server: &Unattended,
    records: &[Value],
    patience: Duration,
) -> Delivered {
    match timeout(patience, bring(server, records)).await {
        Ok(delivered) => delivered,
        Err(_) => Delivered::Later(Failure::unreachable(format!(
            "the server did not answer within {} s",
            patience.as_secs()
        ))),
    }
}

async fn bring(server: &Unattended, records: &[Value]) -> Delivered {
    let session = match server.open().await {
        Ok(session) => session,
        Err(failure) => return Delivered::Later(failure),
    };
    let delivered = bring_in(&session, records).await;
    connection::close(session).await;
    delivered
}

async fn bring_in(session: &Session, records: &[Value]) -> Delivered {
    let mut body = String::new();
    for record in records {
        body.push_str(&record.to_string());
        body.push('\n');
    }
    match session.api().ingest().body(body).send().await {
        Ok(report) => {
            let rejected = report.into_inner().rejected.into_iter();
            let places = rejected.map(|rejected| {
                let place = usize::try_from(rejected.line - 1).unwrap_or_default();
                (place, rejected.reason)
            });
            Delivered::Taken(places.collect())
        }
        Err(error) => refusal(session.explain(error)),
    }
}

/// A refusal of what was sent is final, one of who sends is not: their rights can change.
fn refusal(error: ClientError) -> Delivered {
    match error.status() {
        Some(400 | 409 | 413 | 415 | 422) => Delivered::Refused(error.to_string()),
        _ => Delivered::Later(error.into()),
    }
}

/// Brings the reports that wait, as far as the time reaches.
pub(in crate::cli) async fn flush(
    spool: &Spool,
    server: &Unattended,
    patience: Duration,
) -> Result<Flushed, Failure> {
    let mut flushed = Flushed::default();
    let all = async {
        loop {
            let left = spool.left(TOGETHER).map_err(|error| unreadable(&error))?;
            if left.is_empty() {
                return Ok(None);
            }
            if let Some(later) = bring_left(left, server, &mut flushed).await? {
                return Ok(Some(later));
            }
        }
    };
    let later: Result<Option<Failure>, Failure> =
        timeout(patience, all).await.unwrap_or_else(|_| {
            Ok(Some(Failure::unreachable(format!(
                "the server did not take them within {} s",
                patience.as_secs()
            ))))
        });
    flushed.later = later?;
    Ok(flushed)
}

/// Brings some reports. Why they wait still, if they do.
async fn bring_left(
    left: Vec<(Held, Entry)>,
    server: &Unattended,
    flushed: &mut Flushed,
) -> Result<Option<Failure>, Failure> {
    let entries: Vec<(Held, Entry)> = left
        .into_iter()
        .map(|(held, entry)| (held, ended(entry)))
        .collect();
    let records: Vec<Value> = entries
        .iter()
        .flat_map(|(_, entry)| entry.records.clone())
        .collect();
    let reasons: Vec<Option<String>> = match bring(server, &records).await {
        Delivered::Later(failure) => return Ok(Some(failure)),
        Delivered::Taken(rejected) => {
            let mut reasons = vec![None; records.len()];
            for (place, reason) in rejected {
                if let Some(place) = reasons.get_mut(place) {
                    *place = Some(reason);
                }
            }
            reasons
        }
        // Of several nobody knows which one it was.
        Delivered::Refused(_) if entries.len() > 1 => {
            for entry in entries {
                if let Some(later) = Box::pin(bring_left(vec![entry], server, flushed)).await? {
                    return Ok(Some(later));
                }
            }
            return Ok(None);
        }
        Delivered::Refused(reason) => vec![Some(reason); records.len()],
    };
    let mut reasons = reasons.into_iter();
    for (held, mut entry) in entries {
        let of_entry: Vec<_> = reasons.by_ref().take(entry.records.len()).collect();
        let Some(reason) = of_entry.iter().flatten().next().cloned() else {
            held.remove().map_err(|error| unwritable(&error))?;
            flushed.sent += 1;
            continue;
        };
        let mut of_entry = of_entry.iter();
        entry
            .records
            .retain(|_| of_entry.next().is_some_and(Option::is_some));
        refuse(held, entry, reason)?;
        flushed.refused += 1;
    }
    Ok(None)
}

/// Sets a report aside that the server has refused, and says so.
pub(in crate::cli) fn refuse(held: Held, mut entry: Entry, reason: String) -> Result<(), Failure> {
    let said = human::line(&reason);
    entry.refused = Some(reason);
    let path = held.refuse(&entry).map_err(|error| unwritable(&error))?;
    eprintln!(
        "backup-catalog: the server refused a report: {said}. It is kept as {}; `backup-catalog flush --retry-refused` tries it again",
        path.display()
    );
    Ok(())
}

/// A run that nobody watches any more: how it ended will never be known.
fn ended(mut entry: Entry) -> Entry {
    if entry.ended {
        return entry;
    }
    entry.ended = true;
    for record in &mut entry.records {
        record["status"] = "FAILED".into();
        record["statusInfo"] =
            "backup-catalog was killed while this ran, so nobody knows how it ended".into();
    }
    entry
}

fn unreadable(error: &std::io::Error) -> Failure {
    Failure::unreachable(format!("cannot read the reports that wait: {error}"))
}

fn unwritable(error: &std::io::Error) -> Failure {
    Failure::unreachable(format!("cannot change the reports that wait: {error}"))
}
