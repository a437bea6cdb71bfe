//! The rows of a list, where the copy in memory finds them sooner than an index does.
//!
//! An index is read in order until a page is full. Of a filter without an index that may be at the end of the catalog:
//! the copy then says which rows are worth reading.

use super::StoreError;
use super::columns::{Columns, Condition};
use super::list::ListQuery;
use super::restriction::Restriction;
use super::snapshot::Reading;
use crate::domain::page::Page;
use crate::domain::selection::{Order, Selection};
use crate::types::{BackupOrder, SortDirection};

/// Rows that are looked up by their ids and sorted, at most.
const LOOKED_UP: i64 = 5_000;

/// Rows that a pass over the copy sees while the database reads one in the order of an index (measured, SQLite).
const PASSED: i64 = 500;

/// What part of the catalog the policies, or a range of some weeks, are taken to be.
const PART: i64 = 20;
const WEEKS: i64 = 60 * 86_400_000;

/// The ids of rows among which the page is, of `total` that the selection finds; none: the database finds it as soon.
pub(super) fn ids(
    reading: &Reading,
    query: &ListQuery,
    restriction: Restriction,
    page: Page,
    total: i64,
) -> Result<Option<Vec<i64>>, StoreError> {
    let newest = by_time(query.order);
    let wanted = match (page, newest) {
        (Page::Rows { offset, limit }, Some(_)) => offset.saturating_add(limit).min(total),
        _ => total,
    };
    if wanted > LOOKED_UP || (query.selection == Selection::default() && reading.sees_all()) {
        return Ok(None);
    }
    let find = |columns: &Columns, condition: &Condition| {
        let rows = columns.last();
        let read = if total == 0 {
            part(&query.selection, rows)
        } else {
            part(&query.selection, rows) / total * wanted
        };
        if read.saturating_mul(PASSED) < rows {
            return Ok(None);
        }
        Ok(match newest {
            Some(newest) if wanted < total => {
                columns.first(condition, usize::try_from(wanted).unwrap_or(0), newest)
            }
            _ => Some(columns.ids(condition)),
        })
    };
    Ok(reading
        .columns(&query.selection, restriction, find)?
        .flatten())
}

/// Rows among which the database would look.
fn part(selection: &Selection, rows: i64) -> i64 {
    let policies = if selection.policies.is_empty() {
        1
    } else {
        PART
    };
    let range = match (selection.from, selection.to) {
        (Some(from), to) if to.unwrap_or(i64::MAX).saturating_sub(from) <= WEEKS => PART,
        _ => 1,
    };
    rows / policies / range
}

/// Whether the newest come first, or (false) the oldest; none: it is not by time.
fn by_time(order: Order) -> Option<bool> {
    match order.by {
        None | Some(BackupOrder::SnapshotTime) => Some(order.direction != Some(SortDirection::Asc)),
        Some(_) => None,
    }
}
