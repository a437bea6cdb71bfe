//! Chance that is the same in every run and on every machine. `SplitMix64`: eight lines, no dependency whose next
//! version would draw other numbers.

/// A generator.
#[derive(Debug, Clone)]
pub(super) struct Random(u64);

impl Random {
    /// A generator of its own for each combination of parts.
    pub(super) fn of(parts: &[u64]) -> Self {
        let mut random = Self(0x9E37_79B9_7F4A_7C15);
        for part in parts {
            random.0 ^= part.wrapping_mul(0xD6E8_FEB8_6659_FD93);
            random.0 = random.next();
        }
        random
    }

    /// Any number.
    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// From `low` to `high`, both included; `low` must not be greater.
    pub(super) fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = high.abs_diff(low).saturating_add(1);
        // The remainder's bias is far below what anybody could see in a demo.
        low.saturating_add_unsigned(self.next() % span)
    }

    /// True in so many of a thousand cases.
    pub(super) fn chance(&mut self, per_mille: i64) -> bool {
        self.between(0, 999) < per_mille
    }

    /// One of a list that is not empty.
    pub(super) fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        let index = self.next() % list.len().max(1) as u64;
        list[usize::try_from(index).unwrap_or_default()]
    }
}

#[cfg(test)]
mod tests {
    use super::Random;

    #[test]
    fn the_numbers_never_change() {
        let mut random = Random::of(&[1, 2]);
        let drawn: Vec<u64> = (0..3).map(|_| random.next()).collect();
        assert_eq!(
            drawn,
            [
                10_071_886_616_442_706_653,
                5_510_802_975_915_567_763,
                1_992_939_983_907_042_203
            ]
        );
    }

    #[test]
    fn other_parts_draw_other_numbers() {
        let first = |parts: &[u64]| Random::of(parts).next();
        assert_ne!(first(&[1, 2]), first(&[2, 1]));
        assert_ne!(first(&[1]), first(&[1, 0]));
    }

    #[test]
    fn draws_stay_within_their_bounds_and_reach_them() {
        let mut random = Random::of(&[7]);
        let drawn: Vec<i64> = (0..1000).map(|_| random.between(-2, 2)).collect();
        for number in -2..=2 {
            assert!(drawn.contains(&number), "{number}");
        }
        assert!(drawn.iter().all(|number| (-2..=2).contains(number)));
        let hits = (0..10_000).filter(|_| random.chance(100)).count();
        assert!((900..1100).contains(&hits), "{hits} of 10,000 at 10 %");
        assert!(!random.chance(0) && random.chance(1000));
    }
}
