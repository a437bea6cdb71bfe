//! When copies of backups are removed.

use super::calendar::{DAY, first_of_month, weekday};
use super::plan::Chain;

/// When retention removes a copy, epoch ms; none: never. `chain_started` is when the chain's first backup started.
pub(super) fn expiry(chain: Chain, started: i64, chain_started: i64, days: i64) -> Option<i64> {
    match chain {
        // The last increment needs all before it, and the next chain starts a week later.
        Chain::Weekly(_) => Some(chain_started + (7 + days) * DAY),
        // Some dailies, more weeklies, most monthlies.
        Chain::Endless if first_of_month(started) => Some(started + 12 * days * DAY),
        Chain::Endless if weekday(started) == 0 => Some(started + 4 * days * DAY),
        Chain::Full | Chain::Endless => Some(started + days * DAY),
        Chain::Synchronization => None,
    }
}
