//! How long the parts of a record may be (all chosen). Lengths are counted in characters.

/// Names and ids: longer ones are refused.
pub const NAME: usize = 1024;

/// A description; the vendor's own limit on an edited one is not known.
pub const DESCRIPTION: usize = 4096;

/// `statusInfo` and each warning: the rest of a longer one is cut off, with a note of how much; a long message must
/// not cost the record that it belongs to.
pub const MESSAGE: usize = 4096;

/// Warnings of one backup: the rest is cut off, with a note of how many.
pub const WARNINGS: usize = 1000;

/// Labels of one backup.
pub const LABELS: usize = 256;

/// The key of a label.
pub const LABEL_KEY: usize = 256;

/// The value of a label.
pub const LABEL_VALUE: usize = 4096;

/// Copies of one backup.
pub const LOCATIONS: usize = 64;

/// The greatest number of bytes, objects, milliseconds or warnings: 2^53 − 1, which every JSON reader keeps exact.
pub const COUNT: i64 = (1 << 53) - 1;

/// The earliest time: 0000-01-01T00:00:00Z, the first of RFC 3339.
pub const EARLIEST: i64 = -62_167_219_200_000;

/// The latest time: 9999-12-30T22:00:00.999Z, the last that can be shown in every time zone.
pub const LATEST: i64 = 253_402_207_200_999;
