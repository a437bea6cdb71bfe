//! The one bad week of the year: a destination runs full, and everything that is stored there fails until somebody
//! makes room.

use super::calendar::DAY;
use super::plan::{Destination, NAS_WAW};

/// Days before now on which it begins and ends.
const DAYS: std::ops::Range<i64> = 44..47;

/// Says what a run to this destination fails of, if it starts during the outage.
pub(super) fn message(destination: &Destination, started: i64, now: i64) -> Option<&'static str> {
    let ago = (now - started).div_euclid(DAY);
    (*destination == NAS_WAW && DAYS.contains(&ago))
        .then_some("ExternalAPIException: No space left on device")
}
