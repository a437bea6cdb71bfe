//! How large backups usually are, and which one is not.

use std::collections::VecDeque;

use super::finding::Finding;
use crate::human;
use crate::types::BackupType;

/// Earlier successes that are looked at (chosen: as many as the rhythm of backups is learned from).
pub const LOOKED_AT: usize = 11;

/// Earlier successes without which nothing is usual (chosen).
pub const ENOUGH: usize = 4;

/// Growth that is never worth a word, bytes. 1 MiB (chosen).
const SMALL: i128 = 1 << 20;

/// Sizes as far out as this one that make it usual (chosen: as with late backups, what came twice may come again).
const TWICE: usize = 2;

/// What is usual.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsualSize {
    sizes: Vec<i64>,
    median: i64,
    /// The median of how far each is from the median.
    deviation: i64,
}

impl UsualSize {
    /// From the sizes of earlier successes, bytes; none: there are too few.
    pub fn of(sizes: impl IntoIterator<Item = i64>) -> Option<Self> {
        let mut sizes: Vec<i64> = sizes.into_iter().collect();
        if sizes.len() < ENOUGH {
            return None;
        }
        sizes.sort_unstable();
        let median = middle(&sizes);
        let mut distances: Vec<i64> = sizes
            .iter()
            .map(|size| size.saturating_sub(median).saturating_abs())
            .collect();
        distances.sort_unstable();
        Some(Self {
            deviation: middle(&distances),
            sizes,
            median,
        })
    }

    /// What is to be said of a backup of this size and type.
    pub fn judge(&self, size: i64, kind: BackupType) -> Option<(Finding, String)> {
        let finding = [Finding::Shrunk, Finding::Grown]
            .into_iter()
            .find(|finding| self.is_out(*finding, size))?;
        let others = self
            .sizes
            .iter()
            .filter(|other| self.is_out(finding, **other));
        if others.count() >= TWICE {
            return None;
        }
        let text = finding.says(format_args!(
            "{} came, where about {} were expected, the median of the last {} successful {} backups",
            human::bytes(size),
            human::bytes(self.median),
            self.sizes.len(),
            kind.as_str()
        ));
        Some((finding, text))
    }

    /// Less than half of the median or more than three times it, and farther from it than four times what is ordinary.
    fn is_out(&self, finding: Finding, size: i64) -> bool {
        let (size, median) = (i128::from(size), i128::from(self.median));
        let far = (size - median).abs() > 4 * i128::from(self.deviation);
        let out = match finding {
            Finding::Shrunk => 2 * size < median,
            // An empty one says nothing of how large the next may be.
            _ => median > 0 && size > 3 * median && size - median >= SMALL,
        };
        far && out
    }
}

/// The earlier successes of one kind of backup, while they are gone through from the oldest on.
#[derive(Debug, Clone, Default)]
pub struct Window {
    sizes: VecDeque<i64>,
    time: Option<i64>,
    /// Sizes of the same time: none of them is earlier than another.
    waiting: Vec<i64>,
}

impl Window {
    /// Goes on to this time, which is not before the one that it is at.
    pub fn go_to(&mut self, time: i64) {
        if self.time != Some(time) {
            self.time = Some(time);
            self.sizes.extend(self.waiting.drain(..));
            let more = self.sizes.len().saturating_sub(LOOKED_AT);
            self.sizes.drain(..more);
        }
    }

    /// What is usual at the time that it is at.
    pub fn usual(&self) -> Option<UsualSize> {
        UsualSize::of(self.sizes.iter().copied())
    }

    /// A backup of the time that it is at was a success.
    pub fn add(&mut self, size: i64) {
        self.waiting.push(size);
    }
}

/// The median of sorted numbers; of an even count the lower middle.
fn middle(sorted: &[i64]) -> i64 {
    let at = sorted.len().saturating_sub(1) / 2;
    sorted.get(at).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::UsualSize;
    use crate::domain::finding::Finding::{self, Grown, Shrunk};
    use crate::types::BackupType;

    const GIB: i64 = 1 << 30;

    fn judged(sizes: &[i64], size: i64) -> Option<Finding> {
        let judged = UsualSize::of(sizes.iter().copied())?.judge(size, BackupType::Full);
        judged.map(|(finding, _)| finding)
    }

    #[test]
    fn half_and_three_times_are_usual_and_beyond_is_not() {
        let steady = [10 * GIB; 5];
        assert_eq!(judged(&steady, 5 * GIB), None);
        assert_eq!(judged(&steady, 5 * GIB - 1), Some(Shrunk));
        assert_eq!(judged(&steady, 30 * GIB), None);
        assert_eq!(judged(&steady, 30 * GIB + 1), Some(Grown));
        assert_eq!(judged(&steady, i64::MAX), Some(Grown));
    }

    #[test]
    fn three_backups_are_no_habit() {
        assert_eq!(judged(&[GIB; 3], 1), None);
        assert_eq!(judged(&[GIB; 4], 1), Some(Shrunk));
    }

    #[test]
    fn what_varies_may_vary() {
        let wild = [GIB, 4 * GIB, 2 * GIB, 9 * GIB, 3 * GIB, 7 * GIB];
        assert_eq!(judged(&wild, GIB / 10), None);
        assert_eq!(judged(&wild, 9 * GIB), None);
        assert_eq!(judged(&wild, 90 * GIB), Some(Grown));
    }

    #[test]
    fn what_came_twice_may_come_again() {
        let once = [10, 10, 10, 10, 1, 10].map(|size| size * GIB);
        let twice = [10, 10, 10, 1, 10, 10, 1, 10].map(|size| size * GIB);
        assert_eq!(judged(&once, GIB), Some(Shrunk));
        assert_eq!(judged(&twice, GIB), None);
    }

    #[test]
    fn a_few_kilobytes_more_are_no_growth() {
        assert_eq!(judged(&[1000; 6], 9000), None);
        assert_eq!(judged(&[1000; 6], 3 << 20), Some(Grown));
        assert_eq!(judged(&[1000; 6], 9), Some(Shrunk));
        assert_eq!(judged(&[0; 6], GIB), None);
    }

    #[test]
    fn it_says_what_came_and_what_was_expected() {
        let usual = UsualSize::of([10 * GIB; 7]).unwrap();
        let (_, text) = usual.judge(GIB, BackupType::Incremental).unwrap();
        assert_eq!(
            text,
            "SHRUNK: 1.00 GiB came, where about 10.0 GiB were expected, the median of the last 7 successful INCREMENTAL backups"
        );
    }
}
