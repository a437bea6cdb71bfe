//! Backups by policy, destination or source over the columns.

use super::profile::Profile;
use super::{Columns, Condition, rows};
use crate::store::places::{Part, PlaceKind};

/// What the backups of one profile add up to.
#[derive(Debug, Clone, Copy)]
struct Sum {
    count: i64,
    size: i128,
    last: i64,
}

impl Columns {
    /// The backups that a condition finds, by place, entity and status; a group may come in several parts.
    pub(in crate::store) fn parts(&self, condition: &Condition, kind: PlaceKind) -> Vec<Part> {
        let mut next = 0;
        let numbers = self.numbers(condition, |_| {
            next += 1;
            next - 1
        });
        let none = Sum {
            count: 0,
            size: 0,
            last: i64::MIN,
        };
        let mut sums = vec![none; next as usize];
        self.rows.each(condition, &numbers, |_, number, row| {
            let sum = &mut sums[number as usize];
            sum.count += 1;
            sum.size += i128::from(row.size);
            sum.last = sum.last.max(row.time);
        });
        let mut parts = Vec::new();
        for (profile, number) in self.profiles.iter().zip(numbers) {
            let sum = match number {
                rows::NONE => continue,
                number => sums[number as usize],
            };
            if sum.count > 0 {
                self.each_place(profile, kind, |place| {
                    parts.push(Part {
                        place,
                        entity: profile.entity,
                        status: profile.status,
                        count: sum.count,
                        size: sum.size,
                        last: sum.last,
                    });
                });
            }
        }
        parts
    }

    fn each_place(&self, profile: &Profile, kind: PlaceKind, mut each: impl FnMut(i64)) {
        match kind {
            PlaceKind::Policies => profile.policy.into_iter().for_each(each),
            PlaceKind::Sources => each(profile.source),
            PlaceKind::Destinations => self
                .profiles
                .list(profile.destinations)
                .iter()
                .for_each(|id| each(*id)),
        }
    }
}
