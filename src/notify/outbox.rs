//! Sending what is on its way.

use std::time::Duration;

use backon::{BackoffBuilder as _, ExponentialBuilder};
use tokio::task::JoinSet;

use super::{Message, Notifier, SendError};
use crate::store::StoreError;
use crate::store::deliveries::{Attempt, Delivery};

/// After so long a message is given up, ms (chosen: a receiver that is away over night still hears all).
const GIVEN_UP: i64 = 24 * 3_600_000;

/// Until the second attempt (chosen).
const FIRST: Duration = Duration::from_secs(15);

/// Between attempts, at most (chosen: a receiver that is back soon hears).
const LONGEST: Duration = Duration::from_mins(15);

impl Notifier {
    /// Sends what is due. Channels do not wait for each other.
    pub(super) async fn deliver(&self) -> Result<(), StoreError> {
        let mut sending = JoinSet::new();
        for channel in 0..self.channels.len() {
            let notifier = self.clone();
            sending.spawn(async move { notifier.deliver_to(channel).await });
        }
        let mut first = Ok(());
        while let Some(result) = sending.join_next().await {
            let result = match result {
                Ok(result) => result,
                Err(failure) if failure.is_panic() => {
                    std::panic::resume_unwind(failure.into_panic())
                }
                Err(_) => Err(StoreError::ShuttingDown),
            };
            first = first.and(result);
        }
        first
    }

    async fn deliver_to(&self, channel: usize) -> Result<(), StoreError> {
        let channel = &self.channels[channel];
        loop {
            let now = self.clock.now();
            let claimed = self.store.claim_delivery(channel.name.clone(), now).await?;
            let Some(delivery) = claimed else {
                return Ok(());
            };
            let sent = match serde_json::from_str::<Message>(&delivery.message) {
                Ok(message) => channel.send(delivery.guid, &message, now).await,
                Err(error) => Err(SendError {
                    reason: format!("a server of another version wrote it: {error}"),
                    is_final: true,
                }),
            };
            let now = self.clock.now();
            let attempt = match sent {
                Ok(()) => Attempt::Sent,
                Err(error) => failed(&delivery, error, now),
            };
            let (id, name) = (delivery.guid, &channel.name);
            match &attempt {
                Attempt::Sent => tracing::info!(channel = name, %id, "message sent"),
                Attempt::Later(_, reason) => {
                    tracing::warn!(channel = name, %id, reason, "message not sent; trying again");
                }
                Attempt::Dead(reason) => {
                    tracing::error!(channel = name, %id, reason, "message given up; see `notify status`");
                }
            }
            let goes_on = !matches!(attempt, Attempt::Later(..));
            self.store.attempted(delivery.id, attempt, now).await?;
            if !goes_on {
                return Ok(());
            }
        }
    }
}

/// What becomes of a message that was not taken.
fn failed(delivery: &Delivery, error: SendError, now: i64) -> Attempt {
    if error.is_final || now.saturating_sub(delivery.created) >= GIVEN_UP {
        return Attempt::Dead(error.reason);
    }
    Attempt::Later(now.saturating_add(pause(delivery.attempts)), error.reason)
}

/// Until the next attempt after so many, ms: each time twice as long.
fn pause(attempts: i64) -> i64 {
    let before = usize::try_from(attempts - 1).unwrap_or(0);
    let pause = ExponentialBuilder::new()
        .with_min_delay(FIRST)
        .with_max_delay(LONGEST)
        .without_max_times()
        .build()
        .nth(before)
        .unwrap_or(LONGEST);
    i64::try_from(pause.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::pause;

    #[test]
    fn pauses_grow_to_a_quarter_of_an_hour() {
        let pauses = [1, 2, 3, 4, 100].map(|attempts| pause(attempts) / 1000);
        assert_eq!(pauses, [15, 30, 60, 120, 900]);
    }
}
