//! The rows that a selection finds, for statements of all kinds.

use super::StoreError;
use super::filter::Filter;
use super::order::Ordering;
use super::restriction::Restriction;
use super::snapshot::Snapshot;
use super::sql::Sql;
use crate::domain::selection::Selection;

/// The rows of `backups b` that a selection finds.
#[derive(Debug)]
pub(super) struct Found {
    conditions: Sql,
}

impl Found {
    /// None, where nothing can be found.
    pub(super) fn new(
        snapshot: &Snapshot,
        selection: &Selection,
        restriction: Restriction,
    ) -> Result<Option<Self>, StoreError> {
        let Filter::Where(mut conditions) = Filter::new(snapshot, selection)? else {
            return Ok(None);
        };
        let restriction = restriction.sql();
        if !restriction.is_empty() {
            let word = if conditions.text.is_empty() {
                " WHERE "
            } else {
                " AND "
            };
            conditions.push(word).push(restriction);
        }
        Ok(Some(Self { conditions }))
    }

    /// A statement over `backups b` that begins with `head` and ends in `tail`.
    pub(super) fn statement(&self, head: &str, tail: &str) -> Sql {
        // The conditions hold the only parameters before `tail`: their numbers stay.
        let mut sql = Sql {
            text: format!("{head}{}", self.conditions.text),
            values: self.conditions.values.clone(),
        };
        sql.push(tail);
        sql
    }

    /// How many.
    pub(super) fn count(&self) -> Sql {
        self.statement("SELECT count(*) FROM backups b", "")
    }

    /// An expression over each, in order.
    pub(super) fn in_order(&self, expression: &str, ordering: &Ordering) -> Sql {
        self.statement(
            &format!("SELECT {expression} FROM backups b{}", ordering.join),
            &ordering.clause,
        )
    }
}
