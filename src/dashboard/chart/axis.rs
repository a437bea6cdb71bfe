//! Where an axis has its numbers, and how they are written.

use crate::human;

const SECOND: i128 = 1000;
const MINUTE: i128 = 60 * SECOND;
const HOUR: i128 = 60 * MINUTE;
const DAY: i128 = 24 * HOUR;

/// Lines of an axis at most, beside the one at 0.
const LINES: i128 = 5;

/// What the numbers of an axis are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::dashboard) enum Unit {
    /// Bytes.
    Bytes,
    /// Bytes a second.
    Rate,
    /// Things.
    Count,
    /// Milliseconds.
    Time,
}

impl Unit {
    /// The numbers from 0 to the first that is not less than `largest`, at equal distances that people count in.
    pub(super) fn ticks(self, largest: i128) -> Vec<i128> {
        let largest = largest.max(1);
        let step = self
            .steps()
            .find(|step| step.saturating_mul(LINES) >= largest)
            .unwrap_or(largest);
        let lines = (largest + step - 1) / step;
        (0..=lines).map(|line| line.saturating_mul(step)).collect()
    }

    fn steps(self) -> Box<dyn Iterator<Item = i128>> {
        let decimal = |unit: i128| [1, 2, 5].map(|digit| digit * unit);
        match self {
            Self::Count => Box::new((0..18).flat_map(move |n| decimal(10_i128.pow(n)))),
            // Powers of two: five times 200 MiB would be 0.98 GiB.
            Self::Bytes | Self::Rate => Box::new((0..63).map(|n| 1 << n)),
            Self::Time => {
                let seconds = [1, 2, 5, 10, 15, 30].map(|n| n * SECOND);
                let minutes = [1, 2, 5, 10, 15, 30].map(|n| n * MINUTE);
                let hours = [1, 2, 3, 6, 12].map(|n| n * HOUR);
                let days = (0..6).flat_map(move |n| decimal(10_i128.pow(n)).map(|step| step * DAY));
                Box::new(seconds.into_iter().chain(minutes).chain(hours).chain(days))
            }
        }
    }

    /// A number of an axis that goes to `largest`.
    pub(super) fn label(self, value: i128, largest: i128) -> String {
        match self {
            Self::Time | Self::Bytes | Self::Rate if value == 0 => "0".to_owned(),
            Self::Time if largest >= 2 * DAY => format!("{} d", value / DAY),
            Self::Time if largest >= HOUR => {
                format!("{}:{:02} h", value / HOUR, value / MINUTE % 60)
            }
            Self::Time if largest >= MINUTE => {
                format!("{}:{:02} min", value / MINUTE, value / SECOND % 60)
            }
            Self::Time => format!("{} s", value / SECOND),
            Self::Bytes => short_bytes(value),
            Self::Rate => format!("{}/s", short_bytes(value)),
            Self::Count => crate::dashboard::words::grouped(clamp(value)),
        }
    }

    /// A number by itself, as exact as people need it.
    pub(in crate::dashboard) fn exact(self, value: i128) -> String {
        match self {
            Self::Bytes => human::bytes(clamp(value)),
            Self::Rate => format!("{}/s", human::bytes(clamp(value))),
            Self::Time => human::duration(clamp(value)),
            Self::Count => crate::dashboard::words::grouped(clamp(value)),
        }
    }
}

/// Bytes without digits after the point: numbers of an axis have none.
fn short_bytes(value: i128) -> String {
    let text = human::bytes(clamp(value));
    match text.split_once(' ') {
        Some((number, unit)) if number.contains('.') => {
            let number = number.trim_end_matches('0').trim_end_matches('.');
            format!("{number} {unit}")
        }
        _ => text,
    }
}

fn clamp(value: i128) -> i64 {
    crate::domain::statistics::saturate(value)
}

#[cfg(test)]
mod tests {
    use super::Unit;

    fn labels(unit: Unit, largest: i128) -> Vec<String> {
        let ticks = unit.ticks(largest);
        let last = ticks.last().copied().unwrap_or(0);
        ticks.iter().map(|tick| unit.label(*tick, last)).collect()
    }

    #[test]
    fn axes_count_as_people_do() {
        assert_eq!(labels(Unit::Count, 7), ["0", "2", "4", "6", "8"]);
        assert_eq!(labels(Unit::Count, 0), ["0", "1"]);
        assert_eq!(
            labels(Unit::Bytes, 3_800_000_000),
            ["0", "1 GiB", "2 GiB", "3 GiB", "4 GiB"]
        );
        assert_eq!(
            labels(Unit::Bytes, 900 << 20),
            ["0", "256 MiB", "512 MiB", "768 MiB", "1 GiB"]
        );
        assert_eq!(
            labels(Unit::Rate, 1 << 21),
            ["0", "512 KiB/s", "1 MiB/s", "1.5 MiB/s", "2 MiB/s"]
        );
        assert_eq!(
            labels(Unit::Time, 5_000_000),
            ["0", "0:30 h", "1:00 h", "1:30 h"]
        );
        assert_eq!(
            labels(Unit::Time, 90_000),
            ["0", "0:30 min", "1:00 min", "1:30 min"]
        );
    }

    #[test]
    fn no_number_is_too_large_for_an_axis() {
        for unit in [Unit::Bytes, Unit::Rate, Unit::Count, Unit::Time] {
            for largest in [i128::from(i64::MAX), i128::MAX / 2] {
                let ticks = unit.ticks(largest);
                assert!((2..=7).contains(&ticks.len()), "{unit:?} {}", ticks.len());
                assert!(ticks.last().is_some_and(|last| *last >= largest));
            }
        }
    }
}
