//! Inventories: lists of what is there, which can show what is gone.
//!
//! A complete inventory speaks for its scope: the backups that were listed in that scope before. Those that it no
//! longer lists become `SUCCESS_REMOVED`, unless one of its records was refused (that record might be one of them).
//! An inventory that was taken before the last complete one of its scope removes nothing and brings nothing back; a
//! backup that only it knows was there then and is gone since.

use std::collections::HashSet;

use crate::store::database::{OptionalRow as _, Transaction};

use super::ahead::TOGETHER;
use super::find::Found;
use super::rename;
use super::report::{Keyed, Numbered, Outcome, Report};
use super::resolve::Manner;
use super::writer::{Done, Fault, Writer};
use super::{StoreError, TakeError};
use crate::domain::facts::{Handle, Via};

/// What an inventory says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inventory {
    /// Who reports.
    pub source: String,
    /// What it speaks for; a complete inventory has to say it.
    pub scope: Option<String>,
    /// It lists everything of its scope.
    pub complete: bool,
    /// When it was taken, epoch ms; none: now. A time to come counts as now.
    pub taken_at: Option<i64>,
    /// More than half of what was there may be marked as gone.
    pub allow_mass_removal: bool,
}

/// A scope as it is in the catalog.
#[derive(Debug, Clone, Copy)]
struct Scope {
    id: Handle,
    /// When the last complete inventory of it was taken.
    taken_at: Option<i64>,
    /// Whether one was refused since.
    is_refused: bool,
}

/// Takes an inventory.
pub(super) fn take(
    transaction: &Transaction<'_>,
    inventory: &Inventory,
    records: impl IntoIterator<Item = Numbered>,
    now: i64,
) -> Result<Report, TakeError> {
    let mut writer = Writer::new(transaction)?;
    let scope = match &inventory.scope {
        Some(name) => Some(scope(transaction, &mut writer, &inventory.source, name)?),
        None => None,
    };
    let taken_at = inventory.taken_at.unwrap_or(now).min(now);
    let newer = scope
        .and_then(|scope| scope.taken_at)
        .filter(|last| *last > taken_at);
    let mut listing = Listing {
        manner: Manner {
            via: Via::Pull,
            scope: scope.map(|scope| scope.id),
            current: newer.is_none(),
            now: taken_at,
            heard: now,
        },
        newer,
        seen: HashSet::new(),
        report: Report::default(),
        listed: 0,
    };
    let reconciled = scope.filter(|_| inventory.complete && newer.is_none());
    let live = match reconciled {
        Some(scope) => live(transaction, scope.id)?,
        None => HashSet::new(),
    };
    let mut waiting = Vec::new();
    let mut records = records.into_iter();
    let mut together = Vec::new().into_iter();
    loop {
        let Some(numbered) = together.next() else {
            let next: Vec<Numbered> = records.by_ref().take(TOGETHER).collect();
            if next.is_empty() {
                break;
            }
            writer.look_ahead(&next)?;
            together = next.into_iter();
            continue;
        };
        let (line, record) = numbered.into_parts();
        listing.listed += 1;
        match record {
            Err(refusal) => listing.report.reject(line, refusal),
            Ok(record) => {
                let found = writer.find(&record);
                let found = match found {
                    Ok(Found::ByShort(_)) => None,
                    Ok(Found::Nothing)
                        if reconciled.is_some()
                            && rename::may_be_renamed(&record.record, !live.is_empty()) =>
                    {
                        None
                    }
                    found => Some(found),
                };
                match found {
                    Some(found) => listing.take(&mut writer, line, *record, found)?,
                    None => waiting.push((line, *record)),
                }
            }
        }
    }
    let whole = reconciled.is_some() && listing.report.rejected_count == 0;
    let vanished: HashSet<i64> = live.difference(&listing.seen).copied().collect();
    let mut renames = rename::Renames::new(&waiting, whole.then_some(vanished));
    for (line, record) in waiting {
        let found = renames.find(&mut writer, &record, &listing.seen);
        listing.take(&mut writer, line, record, found)?;
    }
    listing.report.sort();
    if let Some(scope) = reconciled
        && listing.report.rejected_count == 0
    {
        listing.reconcile(&mut writer, inventory, &live)?;
        if scope.taken_at != Some(taken_at) || scope.is_refused {
            transaction.execute(
                "UPDATE scopes SET taken_at = $1, refused = NULL WHERE id = $2",
                (taken_at, scope.id),
            )?;
        }
    }
    writer.heard(now)?;
    writer.finish()?;
    Ok(listing.report)
}

/// An inventory on its way through.
struct Listing {
    manner: Manner,
    /// When a newer inventory of the scope was taken.
    newer: Option<i64>,
    seen: HashSet<i64>,
    report: Report,
    listed: u64,
}

impl Listing {
    fn take(
        &mut self,
        writer: &mut Writer<'_>,
        line: u64,
        record: Keyed,
        found: Result<Found, Fault>,
    ) -> Result<(), StoreError> {
        let done = found.and_then(|found| writer.take_found(record, found, self.manner));
        match done {
            Ok(Done { backup, outcome }) => {
                self.seen.insert(backup);
                self.report.count(outcome);
                if let (Outcome::Created, Some(newer)) = (outcome, self.newer) {
                    let known = writer.by_number(backup)?;
                    let then = Manner {
                        now: newer,
                        ..self.manner
                    };
                    writer.remove(known, then)?;
                }
                Ok(())
            }
            Err(Fault::Refused(refusal)) => {
                self.report.reject(line, refusal);
                Ok(())
            }
            Err(Fault::Store(error)) => Err(error),
        }
    }

    /// Marks as gone what was there and is not listed.
    fn reconcile(
        &mut self,
        writer: &mut Writer<'_>,
        inventory: &Inventory,
        live: &HashSet<i64>,
    ) -> Result<(), TakeError> {
        let mut going: Vec<i64> = live.difference(&self.seen).copied().collect();
        if going.len() * 2 > live.len() && !inventory.allow_mass_removal {
            return Err(TakeError::MassRemoval {
                scope: inventory.scope.clone().unwrap_or_default(),
                listed: self.listed,
                going: going.len(),
                live: live.len(),
            });
        }
        going.sort_unstable();
        for backup in going {
            let known = writer.by_number(backup)?;
            let done = writer.remove(known, self.manner)?;
            if done.outcome == Outcome::Removed {
                self.report.count(Outcome::Removed);
            }
        }
        Ok(())
    }
}

/// The backups of a scope that are there, as far as is known.
fn live(transaction: &Transaction<'_>, scope: Handle) -> Result<HashSet<i64>, StoreError> {
    let mut statement = transaction.prepare_cached(
        "SELECT id FROM backups WHERE scope_id = $1 AND status IN ('SUCCESS', 'PARTIAL_SUCCESS')",
    )?;
    let ids = statement.query_all([scope], |row| row.get(0))?;
    Ok(ids.into_iter().collect())
}

fn scope(
    transaction: &Transaction<'_>,
    writer: &mut Writer<'_>,
    source: &str,
    name: &str,
) -> Result<Scope, StoreError> {
    let source = writer.source(source)?;
    let known = transaction
        .query_row(
            "SELECT id, taken_at, refused FROM scopes WHERE source_id = $1 AND name = $2",
            (source, name),
            |row| {
                Ok(Scope {
                    id: row.get(0)?,
                    taken_at: row.get(1)?,
                    is_refused: row.get::<Option<i64>>(2)?.is_some(),
                })
            },
        )
        .optional()?;
    if let Some(scope) = known {
        return Ok(scope);
    }
    let id = transaction.insert(
        "INSERT INTO scopes (source_id, name) VALUES ($1, $2)",
        (source, name),
    )?;
    Ok(Scope {
        id,
        taken_at: None,
        is_refused: false,
    })
}
