//! Messages on their way. Several servers of a database share the work: one claims a message, and another takes it over
//! where that one says nothing for a while.

use uuid::Uuid;

use super::database::{OptionalRow as _, Row, Transaction};
use super::{Store, StoreError};

/// How long a message belongs to the server that has claimed it, ms (chosen: four times what an attempt may take).
pub const CLAIM: i64 = 120_000;

/// What is done is forgotten after so long, ms (chosen: 30 days).
const KEPT: i64 = 30 * 86_400_000;

/// A message to send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDelivery {
    /// Its id, also for the receiver.
    pub guid: Uuid,
    /// To which channel, by name.
    pub channel: String,
    /// What it is sent for, where that is sent only once.
    pub occasion: Option<String>,
    /// JSON.
    pub message: String,
}

/// A message that this server has claimed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Row id.
    pub id: i64,
    /// Its id for the receiver.
    pub guid: Uuid,
    /// JSON.
    pub message: String,
    /// Attempts, with this one.
    pub attempts: i64,
    /// When it was put on its way, epoch ms.
    pub created: i64,
}

/// How an attempt ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Attempt {
    /// It was taken.
    Sent,
    /// It was not; the next attempt is then, epoch ms.
    Later(i64, String),
    /// It was not, and there will be no other attempt.
    Dead(String),
}

/// How the messages of a channel stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChannelState {
    /// Its name.
    pub channel: String,
    /// Messages that wait.
    pub waiting: i64,
    /// Messages that were given up.
    pub dead: i64,
    /// When the last one was taken, epoch ms.
    pub last_sent: Option<i64>,
}

/// A message that waits or was given up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsent {
    /// Its id.
    pub guid: Uuid,
    /// Its channel.
    pub channel: String,
    /// Whether it was given up.
    pub is_dead: bool,
    /// When it was put on its way, epoch ms.
    pub created: i64,
    /// Attempts.
    pub attempts: i64,
    /// When it is tried again, epoch ms.
    pub due: i64,
    /// Why the last attempt failed.
    pub error: Option<String>,
    /// JSON.
    pub message: String,
}

impl Store {
    /// Puts a message on its way, unless there was one for this occasion.
    pub async fn add_delivery(&self, message: NewDelivery, now: i64) -> Result<(), StoreError> {
        self.write_aside(move |transaction| add(transaction, &message, now))
            .await
    }

    /// Whether something was sent, or is on its way, for an occasion.
    pub async fn has_occasion(&self, occasion: String) -> Result<bool, StoreError> {
        self.read_newest(move |connection| {
            let sql = "SELECT id FROM deliveries WHERE occasion = $1";
            let found = connection.query_row(sql, [occasion], |row| row.get::<i64>(0));
            Ok(found.optional()?.is_some())
        })
        .await
    }

    /// The oldest message that waits for a channel, if its next attempt is due; it is this server's for [`CLAIM`] then. Later
    /// messages wait for it: nobody hears of a recovery before the failure.
    pub async fn claim_delivery(
        &self,
        channel: String,
        now: i64,
    ) -> Result<Option<Delivery>, StoreError> {
        const HEAD: &str =
            "SELECT id, guid, message, attempts, created, due, claimed_until FROM deliveries
            WHERE channel = $1 AND state = 'WAITING' ORDER BY id LIMIT 1";
        let read = move |row: &Row<'_>| {
            let delivery = Delivery {
                id: row.get(0)?,
                guid: row.get(1)?,
                message: row.get(2)?,
                attempts: row.get(3)?,
                created: row.get(4)?,
            };
            let (due, claimed): (i64, i64) = (row.get(5)?, row.get(6)?);
            Ok((due <= now && claimed <= now).then_some(delivery))
        };
        let of = channel.clone();
        // Mostly there is nothing to do, and nothing is written then.
        let is_there = self
            .read_newest(move |connection| {
                let found: Option<Option<Delivery>> =
                    connection.query_row(HEAD, [of], read).optional()?;
                Ok::<_, StoreError>(found.flatten().is_some())
            })
            .await?;
        if !is_there {
            return Ok(None);
        }
        self.write_aside(move |transaction| {
            let found: Option<Option<Delivery>> =
                transaction.query_row(HEAD, [channel], read).optional()?;
            let Some(mut delivery) = found.flatten() else {
                return Ok(None);
            };
            delivery.attempts += 1;
            transaction.execute(
                "UPDATE deliveries SET attempts = $1, claimed_until = $2 WHERE id = $3",
                (delivery.attempts, now.saturating_add(CLAIM), delivery.id),
            )?;
            Ok(Some(delivery))
        })
        .await
    }

    /// Notes how an attempt ended, and forgets what was done long ago.
    pub async fn attempted(&self, id: i64, attempt: Attempt, now: i64) -> Result<(), StoreError> {
        self.write_aside(move |transaction| {
            let (state, due, error) = match attempt {
                Attempt::Sent => ("SENT", now, None),
                Attempt::Later(due, error) => ("WAITING", due, Some(error)),
                Attempt::Dead(error) => ("DEAD", now, Some(error)),
            };
            let done = (state != "WAITING").then_some(now);
            transaction.execute(
                "UPDATE deliveries SET state = $1, due = $2, error = $3, done = $4, claimed_until = 0 WHERE id = $5",
                (state, due, error, done, id),
            )?;
            transaction.execute(
                "DELETE FROM deliveries WHERE done < $1",
                [now.saturating_sub(KEPT)],
            )?;
            Ok(())
        })
        .await
    }

    /// How the messages of each channel stand, by name.
    pub async fn channel_states(&self) -> Result<Vec<ChannelState>, StoreError> {
        self.read_newest(|connection| {
            connection
                .prepare_cached(
                    "SELECT channel, CAST(sum(CASE WHEN state = 'WAITING' THEN 1 ELSE 0 END) AS BIGINT),
                            CAST(sum(CASE WHEN state = 'DEAD' THEN 1 ELSE 0 END) AS BIGINT),
                            max(CASE WHEN state = 'SENT' THEN done END)
                     FROM deliveries GROUP BY channel ORDER BY channel",
                )?
                .query_all((), |row| {
                    Ok(ChannelState {
                        channel: row.get(0)?,
                        waiting: row.get(1)?,
                        dead: row.get(2)?,
                        last_sent: row.get(3)?,
                    })
                })
        })
        .await
    }

    /// The messages that wait or were given up, oldest first.
    pub async fn unsent(&self) -> Result<Vec<Unsent>, StoreError> {
        self.read_newest(|connection| {
            connection
                .prepare_cached(
                    "SELECT guid, channel, state, created, attempts, due, error, message FROM deliveries
                     WHERE state IN ('WAITING', 'DEAD') ORDER BY id",
                )?
                .query_all((), |row| {
                    Ok(Unsent {
                        guid: row.get(0)?,
                        channel: row.get(1)?,
                        is_dead: row.text(2)? == Some("DEAD"),
                        created: row.get(3)?,
                        attempts: row.get(4)?,
                        due: row.get(5)?,
                        error: row.get(6)?,
                        message: row.get(7)?,
                    })
                })
        })
        .await
    }

    /// Puts messages that were given up on their way again, those of a channel or all; says how many.
    pub async fn retry_dead(&self, channel: Option<String>, now: i64) -> Result<u64, StoreError> {
        self.write_aside(move |transaction| {
            transaction.execute(
                "UPDATE deliveries SET state = 'WAITING', due = $1, created = $1, attempts = 0, done = NULL
                 WHERE state = 'DEAD' AND channel = coalesce($2, channel)",
                (now, channel),
            )
        })
        .await
    }
}

/// Adds a message, unless there was one for its occasion.
pub(super) fn add(
    transaction: &Transaction<'_>,
    message: &NewDelivery,
    now: i64,
) -> Result<(), StoreError> {
    transaction.execute(
        "INSERT INTO deliveries (guid, channel, occasion, message, created, state, attempts, due, claimed_until)
         VALUES ($1, $2, $3, $4, $5, 'WAITING', 0, $5, 0) ON CONFLICT DO NOTHING",
        (
            message.guid,
            &message.channel,
            message.occasion.as_ref(),
            &message.message,
            now,
        ),
    )?;
    Ok(())
}
