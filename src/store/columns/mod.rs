//! A copy, in memory, of what filters and sums read of the backups.
//!
//! Roll-ups answer for policies, statuses, types and ranges. Any other filter would read its rows: of a million, wide as
//! they are, that takes a database a third of a second. The copy holds 28 bytes a row, and what backups have in common
//! once ([`profile`]): a filter is asked once for each profile, and the pass over the rows that is left compares numbers.
//! Rejected: an index with all columns (a pass over it still takes 100 ms), finer roll-ups (by entity they are as many
//! as backups), an engine that stores columns beside the database (two states that must agree on disk).
//!
//! The copy is of one state of the database and answers for no other ([`held`]).

mod condition;
mod held;
mod histories;
mod newest;
mod places;
mod profile;
mod read;
mod rows;
mod sums;

pub(super) use condition::{Condition, Wanted};
pub use held::COLUMNS_MEMORY;
pub(super) use held::Held;

use profile::{Profile, Profiles};
use rows::Rows;

/// The copy.
#[derive(Debug)]
pub(super) struct Columns {
    /// The state of the database, see [`super::changes`].
    state: i64,
    profiles: Profiles,
    rows: Rows,
}

impl Columns {
    /// The greatest row id.
    pub(super) fn last(&self) -> i64 {
        self.rows.last()
    }

    /// For each profile what `number` says of it; [`rows::NONE`] for those that the condition leaves out.
    fn numbers(&self, condition: &Condition, mut number: impl FnMut(&Profile) -> u32) -> Vec<u32> {
        let keep = condition.of_profiles(&self.profiles);
        let numbered = |profile| {
            if keep.keeps(profile) {
                number(profile)
            } else {
                rows::NONE
            }
        };
        self.profiles.iter().map(numbered).collect()
    }
}
