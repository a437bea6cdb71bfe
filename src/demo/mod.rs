//! A made-up fleet: what a company of a few hundred machines, mailboxes and databases would have reported in a year.
//!
//! It is for `serve --demo`, for pictures and for measurements. The records go the way of every other record; nothing
//! here knows the store. The same [`Fleet`] always gives the same records, and a fleet of tomorrow has the past of today.

mod calendar;
mod cast;
mod history;
mod message;
mod outage;
mod plan;
mod random;
mod record;
mod retention;
mod run;
mod story;
mod subject;
mod volume;

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::io;

use crate::domain::record::Record;
use history::History;

/// A made-up fleet.
///
/// 240 entities over 365 days make about 75,000 records, 3,300 about a million. From 120 entities on everything that
/// can befall one does: days of failures, a lost schedule, an entity without a single success, a run under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fleet {
    /// Things that are backed up.
    pub entities: u32,
    /// Days up to now.
    pub days: u32,
    /// Now, epoch ms UTC.
    pub now: i64,
    /// Another seed gives another fleet.
    pub seed: u64,
}

impl Fleet {
    /// The fleet of `serve --demo`.
    pub const fn demo(now: i64) -> Self {
        Self {
            entities: 240,
            days: 365,
            now,
            seed: 2_026,
        }
    }

    /// Its records in the order in which the runs started, so that a backup comes after its parent.
    pub fn records(self) -> Records {
        let mut histories: Vec<History> = (0..self.entities)
            .map(|index| History::new(index, i64::from(self.days), self.now, self.seed))
            .collect();
        let next = histories
            .iter_mut()
            .enumerate()
            .filter_map(|(index, history)| Some(Next::of(index, history.next()?)))
            .map(Reverse)
            .collect();
        Records { histories, next }
    }

    /// Writes its records, one a line. Returns how many.
    pub fn write(self, out: &mut impl io::Write) -> io::Result<u64> {
        let mut count = 0;
        for record in self.records() {
            serde_json::to_writer(&mut *out, &record)?;
            out.write_all(b"\n")?;
            count += 1;
        }
        Ok(count)
    }
}

/// The records of a [`Fleet`]; holds one of each entity at a time.
#[derive(Debug)]
pub struct Records {
    histories: Vec<History>,
    next: BinaryHeap<Reverse<Next>>,
}

impl Iterator for Records {
    type Item = Record;

    fn next(&mut self) -> Option<Record> {
        let Reverse(Next { index, record, .. }) = self.next.pop()?;
        if let Some(record) = self.histories[index].next() {
            self.next.push(Reverse(Next::of(index, record)));
        }
        Some(*record)
    }
}

/// The next record of one entity; ordered by time, then by entity.
#[derive(Debug)]
struct Next {
    time: i64,
    index: usize,
    record: Box<Record>,
}

impl Next {
    fn of(index: usize, record: Record) -> Self {
        Self {
            time: record.started.unwrap_or_default(),
            index,
            record: Box::new(record),
        }
    }
}

impl PartialEq for Next {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Next {}

impl PartialOrd for Next {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Next {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.time, self.index).cmp(&(other.time, other.index))
    }
}
