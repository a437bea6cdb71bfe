//! A made-up fleet with a year of backups: what a catalog looks like in use, for `serve --demo`, tests and measurements.
//!
//! Deterministic: the same [`Fleet`] gives the same records. Each run draws from a generator of its own, made of seed,
//! entity and time, so that a fleet of tomorrow has today's past.

mod cast;
mod history;
mod outcome;
mod plan;
mod random;
mod run;
mod trouble;

use crate::domain::record::Record;

pub(crate) use history::History;

/// One day, ms.
const DAY: i64 = 86_400_000;
/// One hour, ms.
const HOUR: i64 = 3_600_000;
/// One minute, ms.
const MINUTE: i64 = 60_000;

/// A fleet to make up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fleet {
    /// How many protected entities; from 80 on each type and each kind of trouble is among them.
    pub entities: u32,
    /// How many days of history before `now`.
    pub days: u32,
    /// The time of day, epoch ms UTC; nothing happens later.
    pub now: i64,
    /// What chance starts from.
    pub seed: u64,
}

impl Fleet {
    /// The fleet of `serve --demo`: 200 entities and a year, about 75,000 backups.
    pub fn demo(now: i64) -> Self {
        Self {
            entities: 200,
            days: 365,
            now,
            seed: 0x5EED,
        }
    }

    /// The records, entity by entity, each entity's oldest first: a parent comes before its children. They are made
    /// as they are taken; the fleet may be larger than the memory.
    pub fn records(self) -> impl Iterator<Item = Record> {
        (0..self.entities).flat_map(move |index| History::new(self, index))
    }
}
