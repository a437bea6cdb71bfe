//! Numbers that look random and are the same on every machine.

use std::fmt::Write as _;

/// `SplitMix64` (Steele, Lea, Flood 2014): eight lines, no dependency, and its stream is fixed for good. A crate's
/// generator may change with its version, and with it every picture in the docs.
#[derive(Debug, Clone)]
pub(super) struct Random(u64);

impl Random {
    /// A stream of its own for each `stream` of one `seed`.
    pub(super) fn new(seed: u64, stream: u64) -> Self {
        let mut start = Self(seed ^ stream.wrapping_mul(0xd134_2543_de82_ef95));
        Self(start.next())
    }

    /// Any 64 bits.
    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    /// A number from `low` to `high`, both included.
    pub(super) fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = u128::from(high.abs_diff(low)) + 1;
        let offset = (u128::from(self.next()) * span) >> 64;
        low.saturating_add_unsigned(u64::try_from(offset).unwrap_or(u64::MAX))
    }

    /// True in `per_mille` of 1,000 cases.
    pub(super) fn chance(&mut self, per_mille: i64) -> bool {
        self.between(0, 999) < per_mille
    }

    /// One of them; there must be one.
    pub(super) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        let last = i64::try_from(from.len()).unwrap_or(i64::MAX) - 1;
        from[usize::try_from(self.between(0, last)).unwrap_or(0)]
    }

    /// `value`, more or less `percent` of it.
    pub(super) fn about(&mut self, value: i64, percent: i64) -> i64 {
        scaled(
            value,
            100_000 + self.between(-percent, percent) * 1_000 + self.between(-500, 500),
            100_000,
        )
    }

    /// Lower-case hexadecimal digits.
    pub(super) fn hex(&mut self, digits: usize) -> String {
        let mut text = String::with_capacity(digits + 16);
        while text.len() < digits {
            // Writing to a text cannot fail.
            let _ = write!(text, "{:016x}", self.next());
        }
        text.truncate(digits);
        text
    }
}

/// `value · part ÷ whole`, rounded down, never negative.
pub(super) fn scaled(value: i64, part: i64, whole: i64) -> i64 {
    let product = i128::from(value) * i128::from(part) / i128::from(whole.max(1));
    i64::try_from(product.max(0)).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::{Random, scaled};

    #[test]
    fn the_stream_is_the_published_one() {
        // Reference values of SplitMix64 with seed 1234567.
        let mut random = Random(1_234_567);
        assert_eq!(random.next(), 6_457_827_717_110_365_317);
        assert_eq!(random.next(), 3_203_168_211_198_807_973);
    }

    #[test]
    fn numbers_stay_between_their_ends_and_reach_them() {
        let mut random = Random::new(7, 0);
        let drawn: Vec<i64> = (0..1_000).map(|_| random.between(-2, 2)).collect();
        assert_eq!(drawn.iter().min(), Some(&-2));
        assert_eq!(drawn.iter().max(), Some(&2));
        assert_eq!(random.between(5, 5), 5);
    }

    #[test]
    fn parts_of_large_sizes_do_not_overflow() {
        assert_eq!(scaled(1 << 53, 999_999, 1_000_000), 9_007_190_247_541_737);
        assert_eq!(scaled(10, -3, 4), 0);
    }

    #[test]
    fn streams_of_one_seed_differ() {
        assert_ne!(Random::new(1, 1).next(), Random::new(1, 2).next());
        assert_eq!(Random::new(1, 1).hex(64).len(), 64);
    }
}
