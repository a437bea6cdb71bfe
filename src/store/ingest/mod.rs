//! Taking reports into the catalog.
//!
//! A record's references become rows of their tables, its backup is looked up by the guids that are derived from it,
//! what it says is merged with what is known ([`crate::domain::state`]), and only a difference is written.

mod absorb;
mod ahead;
mod chain;
mod copies;
mod entities;
mod find;
mod forget;
mod inventory;
mod judge;
mod names;
mod order;
mod origins;
mod rename;
mod report;
mod resolve;
mod rollups;
mod row;
mod rules;
mod writer;

use crate::store::database::Transaction;

use super::alerts::RefusedInventory;
use super::caller::scope_of_this_task;
use super::{Store, StoreError};
use resolve::Manner;
use writer::Fault;

pub(super) use judge::Series;
pub(super) use writer::Writer;

pub use inventory::Inventory;
pub use order::{WINDOW, in_windows, parents_first};
pub use report::{Numbered, REJECTED, Rejected, Report};

/// Why records were not taken as a whole. Nothing was stored.
#[derive(Debug, thiserror::Error)]
pub enum TakeError {
    /// All or nothing was asked for, and some records were refused.
    #[error("{} records were refused, so nothing was stored", .0.rejected_count)]
    Rejected(Report),
    /// An inventory would mark too much as gone.
    #[error(
        "the inventory of {scope:?} lists {listed} backups, and {going} of the {live} that were there would be marked as gone: \
         nothing was stored. Check that it is the right repository, or send it with allow-mass-removal=true"
    )]
    MassRemoval {
        /// The inventory's scope.
        scope: String,
        /// Backups that it lists.
        listed: u64,
        /// Backups that would be marked as gone.
        going: usize,
        /// Backups that were there.
        live: usize,
    },
    /// The inventory is of a source for which the caller may not report.
    #[error(
        "the inventory is of the source {0:?}, for which you may not report: nothing was stored"
    )]
    Foreign(String),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Store {
    /// Takes records that were pushed, in order, in one transaction. A record that is refused leaves no trace; with
    /// `atomic` none does if any is refused. `now` is epoch ms.
    pub async fn take_records<I>(
        &self,
        records: I,
        atomic: bool,
        now: i64,
    ) -> Result<Report, TakeError>
    where
        I: IntoIterator<Item = Numbered> + Send + 'static,
    {
        let scope = scope_of_this_task();
        self.write_reports(move |transaction| {
            let records = records.into_iter().map(|numbered| numbered.within(&scope));
            let report = take_all(transaction, records, Manner::push(now))?;
            if atomic && report.rejected_count > 0 {
                return Err(TakeError::Rejected(report));
            }
            Ok(report)
        })
        .await
    }

    /// Takes an inventory in one transaction: its records, and, if it is complete and none of them was refused, what
    /// it shows to be gone. With `atomic` nothing is stored if any record is refused. `now` is epoch ms.
    pub async fn take_inventory<I>(
        &self,
        inventory: Inventory,
        records: I,
        atomic: bool,
        now: i64,
    ) -> Result<Report, TakeError>
    where
        I: IntoIterator<Item = Numbered> + Send + 'static,
    {
        if !report::may_report(&scope_of_this_task(), &inventory.source) {
            return Err(TakeError::Foreign(inventory.source));
        }
        let source = inventory.source.clone();
        let taken = self
            .write_reports(move |transaction| {
                let report = inventory::take(transaction, &inventory, records, now)?;
                if atomic && report.rejected_count > 0 {
                    return Err(TakeError::Rejected(report));
                }
                Ok(report)
            })
            .await;
        if let Err(TakeError::MassRemoval {
            scope,
            listed,
            going,
            live,
        }) = &taken
        {
            let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
            let refused = RefusedInventory {
                scope: scope.clone(),
                time: now,
                listed: i64::try_from(*listed).unwrap_or(i64::MAX),
                going: count(*going),
                live: count(*live),
            };
            self.note_refused_inventory(source, refused).await?;
        }
        taken
    }
}

/// Takes records that were pushed, in a transaction that does something else beside.
pub(super) fn take_pushed(
    transaction: &Transaction<'_>,
    records: impl IntoIterator<Item = Numbered>,
    now: i64,
) -> Result<Report, StoreError> {
    take_all(transaction, records, Manner::push(now))
}

fn take_all(
    transaction: &Transaction<'_>,
    records: impl IntoIterator<Item = Numbered>,
    manner: Manner,
) -> Result<Report, StoreError> {
    let mut report = Report::default();
    let mut writer = Writer::new(transaction)?;
    let mut records = records.into_iter();
    loop {
        let together: Vec<Numbered> = records.by_ref().take(ahead::TOGETHER).collect();
        if together.is_empty() {
            break;
        }
        writer.look_ahead(&together)?;
        for numbered in together {
            let (line, record) = numbered.into_parts();
            let done = record
                .map_err(Fault::Refused)
                .and_then(|record| writer.take(*record, manner));
            match done {
                Ok(done) => report.count(done.outcome),
                Err(Fault::Refused(refusal)) => report.reject(line, refusal),
                Err(Fault::Store(error)) => return Err(error),
            }
        }
    }
    writer.heard(manner.now)?;
    writer.finish()?;
    report.sort();
    Ok(report)
}
