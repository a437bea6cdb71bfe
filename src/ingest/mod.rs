//! From bytes to the catalog: what `POST /catalog/ingest` takes, without the HTTP.
//!
//! Lines are stored as they come, a few thousand in a transaction; the next ones are read while the last ones are
//! written. Documents (an array, an inventory) and bodies that are to be stored as a whole are read to their end
//! first: nothing waits for a slow sender while it keeps other writers out.

mod body;
mod document;
mod error;
mod form;
mod lines;

use bytes::Bytes;
use futures_core::Stream;
use tokio::task::{JoinHandle, spawn_blocking};

use crate::domain::record::Record;
use crate::store::Store;
use crate::store::caller::for_this_caller;
use crate::store::ingest::{Numbered, TakeError, in_windows, parents_first};

use body::Body;
use document::Document;
use form::Form;
use lines::{Block, Lines};

pub use crate::store::ingest::{Rejected, Report};
pub use body::WHOLE_BODY;
pub use error::IngestError;
pub use lines::LINE;

/// How a body is to be taken.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// All or nothing.
    pub atomic: bool,
    /// Refuse records with unknown properties instead of keeping those as labels.
    pub strict: bool,
    /// Take an inventory that marks more than half of what was there as gone.
    pub allow_mass_removal: bool,
    /// Now, epoch ms.
    pub now: i64,
}

/// Records in one transaction where they do not come as a body.
const CHUNK: usize = 5_000;

/// Takes a body: records of format v1 a line, an array of them, one record, or an inventory.
pub async fn ingest<S, E>(store: &Store, body: S, options: Options) -> Result<Report, IngestError>
where
    S: Stream<Item = Result<Bytes, E>> + Unpin,
    E: std::fmt::Display,
{
    let mut body = Body::new(body);
    match form::of(&mut body).await {
        Form::Lines if options.atomic => {
            let whole = body.whole().await?;
            let records = in_windows(Lines::new(whole, options.strict));
            Ok(store.take_records(records, true, options.now).await?)
        }
        Form::Lines => stream_lines(store, body, options).await,
        Form::Document => {
            let whole = body.whole().await?;
            document(store, whole, options).await
        }
    }
}

/// Takes records that are at hand, as if they had been pushed, a few thousand in a transaction.
pub async fn ingest_records(
    store: &Store,
    records: impl IntoIterator<Item = Record>,
    now: i64,
) -> Result<Report, TakeError> {
    let mut report = Report::default();
    let mut numbered = (1..)
        .zip(records)
        .map(|(line, record)| Numbered::new(line, record.check().map(|()| record)));
    loop {
        let chunk: Vec<Numbered> = numbered.by_ref().take(CHUNK).collect();
        if chunk.is_empty() {
            return Ok(report);
        }
        report.add(store.take_records(parents_first(chunk), false, now).await?);
    }
}

async fn stream_lines<S, E>(
    store: &Store,
    mut body: Body<S>,
    options: Options,
) -> Result<Report, IngestError>
where
    S: Stream<Item = Result<Bytes, E>> + Unpin,
    E: std::fmt::Display,
{
    let mut report = Report::default();
    let mut writing: Option<JoinHandle<Result<Report, TakeError>>> = None;
    while let Some(block) = body.next_block().await {
        let records = blocking(move || parse(block, options.strict)).await;
        if let Some(writing) = writing.take() {
            report.add(joined(writing.await)?);
        }
        let store = store.clone();
        // Spawned: what was read is stored even if nobody waits for the answer any more.
        writing = Some(tokio::spawn(for_this_caller(async move {
            store.take_records(records, false, options.now).await
        })));
    }
    if let Some(writing) = writing {
        report.add(joined(writing.await)?);
    }
    match body.broken() {
        None => Ok(report),
        Some(reason) => Err(IngestError::Broken {
            reason,
            report: Box::new(report),
        }),
    }
}

fn parse(block: Block, strict: bool) -> Vec<Numbered> {
    in_windows(Lines::of_block(block, strict)).collect()
}

async fn document(store: &Store, whole: Vec<u8>, options: Options) -> Result<Report, IngestError> {
    let document = blocking(move || Document::read(whole, options.strict)).await?;
    let inventory = document.inventory(options.allow_mass_removal);
    let atomic = options.atomic;
    let now = options.now;
    if let Some(inventory) = inventory {
        let records = document.records();
        return Ok(store
            .take_inventory(inventory, records, atomic, now)
            .await?);
    }
    if atomic {
        return Ok(store.take_records(document.records(), true, now).await?);
    }
    let mut report = Report::default();
    let mut records = document.records();
    loop {
        let (chunk, rest) = blocking(move || {
            let chunk: Vec<Numbered> = records.by_ref().take(CHUNK).collect();
            (chunk, records)
        })
        .await;
        if chunk.is_empty() {
            return Ok(report);
        }
        records = rest;
        report.add(store.take_records(chunk, false, now).await?);
    }
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    joined(spawn_blocking(work).await)
}

fn joined<T>(result: Result<T, tokio::task::JoinError>) -> T {
    match result {
        Ok(value) => value,
        Err(failure) => match failure.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            // Only a runtime that ends drops its tasks.
            Err(_) => std::panic::panic_any("the server is shutting down"),
        },
    }
}
