//! The first of a list, in the default order.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::{Columns, Condition};

impl Columns {
    /// The row ids of all backups that a condition finds, in no order.
    pub(in crate::store) fn ids(&self, condition: &Condition) -> Vec<i64> {
        let numbers = self.numbers(condition, |_| 0);
        let mut ids = Vec::new();
        self.rows.each(condition, &numbers, |id, _, _| ids.push(id));
        ids
    }

    /// The row ids of the `first` newest (or oldest) backups that a condition finds, and of those that are as new as the
    /// last of them: guids, which are not here, say who comes first. In no order; none, where there are too many of one
    /// moment.
    pub(in crate::store) fn first(
        &self,
        condition: &Condition,
        first: usize,
        newest: bool,
    ) -> Option<Vec<i64>> {
        let numbers = self.numbers(condition, |_| 0);
        // The last of those that are kept stands at the top.
        let mut kept: BinaryHeap<Reverse<(i64, i64)>> = BinaryHeap::with_capacity(first + 1);
        let mut tied: Vec<i64> = Vec::new();
        let mut whole = true;
        self.rows.each(condition, &numbers, |id, _, row| {
            // Times are compared as if the newest were wanted; `!` turns them round and cannot overflow.
            let time = if newest { row.time } else { !row.time };
            if kept.len() < first {
                kept.push(Reverse((time, id)));
                return;
            }
            let Some(&Reverse((last, _))) = kept.peek() else {
                return;
            };
            if time < last {
                return;
            }
            kept.push(Reverse((time, id)));
            let Some(Reverse((_, out))) = kept.pop() else {
                return;
            };
            if kept.peek().is_some_and(|Reverse((now, _))| *now > last) {
                tied.clear();
                whole = true;
                return;
            }
            whole &= tied.len() < MOST_TIED;
            if whole {
                tied.push(out);
            }
        });
        tied.extend(kept.into_iter().map(|Reverse((_, id))| id));
        whole.then_some(tied)
    }
}

/// Backups of one moment that are looked at one by one.
const MOST_TIED: usize = 10_000;
