//! How often a log-in may fail.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, PoisonError};

/// How long a failed log-in counts, ms (chosen: five minutes).
pub const WINDOW: i64 = 300_000;

/// Failed log-ins of one account from one address in that time (chosen).
pub const LIMIT: u32 = 10;

/// How many times more an address may fail with all accounts together.
const OF_ADDRESS: u32 = 10;

/// How many times more an account may fail from all addresses together: so many that nobody keeps its user out with a
/// machine or two, and few enough that no password is guessed.
const OF_ACCOUNT: u32 = 20;

/// Counts that are kept at once, about 100 bytes each.
const MOST: usize = 20_000;

/// What failures are counted by.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Key {
    Both(String, Option<IpAddr>),
    Account(String),
    Address(Option<IpAddr>),
}

#[derive(Debug, Clone, Copy)]
struct Count {
    failed: u32,
    since: i64,
}

/// The failures of late. In memory: a flood of them must not become a flood of writes, and what a restart forgets is worth
/// a few more attempts. Each server counts its own.
#[derive(Debug)]
pub(super) struct Attempts {
    limit: u32,
    counts: Mutex<HashMap<Key, Count>>,
}

impl Attempts {
    pub(super) fn new(limit: u32) -> Self {
        Self {
            limit,
            counts: Mutex::default(),
        }
    }

    /// Counts an attempt as failed until it succeeds, so that many at once are many. An error: none before so many seconds.
    pub(super) fn begin(&self, login: &str, from: Option<IpAddr>, now: i64) -> Result<(), u32> {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        if counts.len() >= MOST {
            make_room(&mut counts, now);
        }
        let keys = keys(login, from, self.limit);
        let wait = keys
            .iter()
            .filter_map(|(key, limit)| counts.get(key).map(|count| (count, *limit)))
            .filter(|(count, limit)| count.failed >= *limit && count.holds(now))
            .map(|(count, _)| count.since + WINDOW - now)
            .max();
        if let Some(ms) = wait {
            return Err(u32::try_from((ms + 999) / 1000).unwrap_or(u32::MAX));
        }
        for (key, _) in keys {
            let count = counts.entry(key).or_insert(Count {
                failed: 0,
                since: now,
            });
            if !count.holds(now) {
                *count = Count {
                    failed: 0,
                    since: now,
                };
            }
            count.failed += 1;
        }
        Ok(())
    }

    /// The attempt was none of a guesser: the failures before it are forgiven.
    pub(super) fn succeeded(&self, login: &str, from: Option<IpAddr>) {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        for (key, _) in keys(login, from, self.limit) {
            if matches!(key, Key::Both(..)) {
                counts.remove(&key);
            } else if let Some(count) = counts.get_mut(&key) {
                count.failed = count.failed.saturating_sub(1);
            }
        }
    }
}

impl Count {
    fn holds(&self, now: i64) -> bool {
        (0..WINDOW).contains(&(now - self.since))
    }
}

/// What an attempt counts for, and how often that may be.
fn keys(login: &str, from: Option<IpAddr>, limit: u32) -> [(Key, u32); 3] {
    let from = from.map(network);
    [
        (Key::Both(login.to_owned(), from), limit),
        (
            Key::Account(login.to_owned()),
            limit.saturating_mul(OF_ACCOUNT),
        ),
        (Key::Address(from), limit.saturating_mul(OF_ADDRESS)),
    ]
}

/// Who has one address of version 6 has 2^64 of them.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 64)).into(),
    }
}

/// Forgets what does not hold any more; if that is not enough, what says least.
fn make_room(counts: &mut HashMap<Key, Count>, now: i64) {
    counts.retain(|_, count| count.holds(now));
    if counts.len() >= MOST {
        counts.retain(|_, count| count.failed > 1);
    }
    if counts.len() >= MOST {
        counts.clear();
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{Attempts, LIMIT, MOST, OF_ACCOUNT, OF_ADDRESS, WINDOW};
    use std::net::IpAddr;

    fn from(last: u8) -> IpAddr {
        IpAddr::from([192, 0, 2, last])
    }

    #[test]
    fn an_account_is_closed_to_one_address_for_a_while_and_open_to_others() {
        let attempts = Attempts::new(LIMIT);
        for n in 0..LIMIT {
            assert_eq!(attempts.begin("admin", Some(from(1)), i64::from(n)), Ok(()));
        }
        assert_eq!(attempts.begin("admin", Some(from(1)), 1_000), Err(299));
        assert_eq!(attempts.begin("admin", Some(from(1)), WINDOW - 1), Err(1));
        assert_eq!(attempts.begin("admin", Some(from(2)), 1_000), Ok(()));
        assert_eq!(attempts.begin("other", Some(from(1)), 1_000), Ok(()));
        assert_eq!(attempts.begin("admin", Some(from(1)), WINDOW), Ok(()));
    }

    #[test]
    fn who_knows_the_password_is_forgiven() {
        let attempts = Attempts::new(LIMIT);
        for _ in 0..10 * OF_ADDRESS {
            for _ in 1..LIMIT {
                assert_eq!(attempts.begin("admin", None, 0), Ok(()));
                attempts.succeeded("admin", None);
            }
        }
    }

    #[test]
    fn an_address_does_not_try_one_account_after_the_other() {
        let attempts = Attempts::new(LIMIT);
        for n in 0..LIMIT * OF_ADDRESS {
            assert_eq!(
                attempts.begin(&format!("user {n}"), Some(from(1)), 0),
                Ok(())
            );
        }
        assert!(attempts.begin("another", Some(from(1)), 0).is_err());
        assert_eq!(attempts.begin("another", Some(from(2)), 0), Ok(()));
        // Nor with the addresses of its network.
        let six = |host: &str| Some(format!("2001:db8::{host}").parse().unwrap());
        for _ in 0..LIMIT {
            assert_eq!(attempts.begin("admin", six("1"), 0), Ok(()));
        }
        assert!(attempts.begin("admin", six("2"), 0).is_err());
    }

    #[test]
    fn many_addresses_together_do_not_guess_a_password() {
        let attempts = Attempts::new(1);
        let tried = (0..=u8::MAX).filter(|n| attempts.begin("admin", Some(from(*n)), 0).is_ok());
        assert_eq!(tried.count(), usize::try_from(OF_ACCOUNT).unwrap());
    }

    #[test]
    fn a_flood_does_not_take_the_memory() {
        let attempts = Attempts::new(LIMIT);
        for n in 0..MOST {
            let _ = attempts.begin(
                &n.to_string(),
                Some(from(u8::try_from(n % 256).unwrap())),
                0,
            );
        }
        assert!(attempts.counts.lock().unwrap().len() <= MOST + 3);
    }
}
