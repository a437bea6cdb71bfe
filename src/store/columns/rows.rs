//! The rows, column by column.

use super::condition::Condition;

/// No profile, no number.
pub(super) const NONE: u32 = u32::MAX;

/// Bytes of a row.
pub(super) const BYTES: usize = 28;

/// Of so many rows one more is made place for when some are added.
const SPARE: usize = 64;

/// A row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    /// The number of its profile, or [`NONE`] where there is no such backup.
    pub(super) profile: u32,
    /// `snapshot_time`, epoch ms.
    pub(super) time: i64,
    /// Bytes.
    pub(super) size: i64,
    /// The sum of the task times, ms.
    pub(super) duration: i64,
}

/// What is not there.
const ABSENT: Row = Row {
    profile: NONE,
    time: 0,
    size: 0,
    duration: 0,
};

/// Row ids are counted from 1 with hardly a gap: each row stands at its own place.
#[derive(Debug, Default)]
pub(super) struct Rows {
    profile: Vec<u32>,
    time: Vec<i64>,
    size: Vec<i64>,
    duration: Vec<i64>,
}

impl Rows {
    /// The greatest row id.
    pub(super) fn last(&self) -> i64 {
        i64::try_from(self.profile.len()).unwrap_or(i64::MAX)
    }

    /// Makes place for rows up to this id: for all of them at once where they are read for the first time (a growing
    /// vector would double), and for a few more than there are later. Without these the next report would copy every
    /// column, 280 MB of them at ten million rows.
    pub(super) fn reserve(&mut self, last: i64) {
        let more = usize::try_from(last - self.last()).unwrap_or(0);
        if self.profile.capacity() - self.profile.len() >= more {
            return;
        }
        let more = more + self.profile.len() / SPARE;
        self.profile.reserve_exact(more);
        self.time.reserve_exact(more);
        self.size.reserve_exact(more);
        self.duration.reserve_exact(more);
    }

    /// Puts a row at the place of its id.
    pub(super) fn set(&mut self, id: i64, row: Row) {
        let Some(place) = usize::try_from(id).ok().and_then(|id| id.checked_sub(1)) else {
            return;
        };
        while self.profile.len() < place {
            self.push(ABSENT);
        }
        if self.profile.len() == place {
            self.push(row);
        } else {
            self.profile[place] = row.profile;
            self.time[place] = row.time;
            self.size[place] = row.size;
            self.duration[place] = row.duration;
        }
    }

    /// Empties the place of an id. The last id may be given once more, to another row: then its place is gone too, so that
    /// the row is read as one that is new.
    pub(super) fn clear(&mut self, id: i64) {
        if id > self.last() {
            return;
        }
        self.set(id, ABSENT);
        while self.profile.last() == Some(&NONE) {
            self.profile.pop();
            self.time.pop();
            self.size.pop();
            self.duration.pop();
        }
    }

    fn push(&mut self, row: Row) {
        self.profile.push(row.profile);
        self.time.push(row.time);
        self.size.push(row.size);
        self.duration.push(row.duration);
    }

    /// Hands on each row that a condition finds: its row id, the number of its profile in `numbers` and the row.
    pub(super) fn each(
        &self,
        condition: &Condition,
        numbers: &[u32],
        mut take: impl FnMut(i64, u32, Row),
    ) {
        let columns = self.time.iter().zip(&self.size).zip(&self.duration);
        for ((profile, ((time, size), duration)), id) in self.profile.iter().zip(columns).zip(1..) {
            let number = numbers.get(*profile as usize).copied().unwrap_or(NONE);
            let kept = number != NONE
                && *time >= condition.from
                && *time <= condition.to
                && *size >= condition.min_size;
            if kept {
                let row = Row {
                    profile: *profile,
                    time: *time,
                    size: *size,
                    duration: *duration,
                };
                take(id, number, row);
            }
        }
    }
}
