//! Tokens of pings, and what a ping reports.

use uuid::Uuid;

use super::database::OptionalRow as _;
use super::ingest::{Numbered, Report, TakeError, take_pushed};
use super::roles::AccessError;
use super::tokens::taken;
use super::{Store, StoreError, audit};
use crate::domain::audit::Event;
use crate::domain::ping::{Call, Ping};

/// A token of pings to add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PingToken {
    /// Identity.
    pub guid: Uuid,
    /// The name; of the tokens that are not revoked each has another.
    pub name: String,
    /// What its pings speak of.
    pub ping: Ping,
    /// When it ends, epoch ms; none: never.
    pub expires: Option<i64>,
}

impl Store {
    /// Adds a token of pings with the hash of its secret.
    pub async fn add_ping_token(
        &self,
        token: PingToken,
        token_hash: [u8; 32],
        event: Event,
    ) -> Result<(), AccessError> {
        self.write(move |transaction| {
            if taken(transaction, &token.name)? {
                return Err(AccessError::Taken {
                    kind: "token",
                    name: token.name,
                });
            }
            let ping = json(&token.ping)?;
            let event = event
                .to("token", Some(token.guid), &token.name)
                .with("ping", serde_json::to_value(&token.ping).unwrap_or_default())
                .with("expires", token.expires);
            transaction.insert(
                "INSERT INTO tokens (guid, name, token_hash, scope, created, created_by, expires, ping)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                (
                    token.guid,
                    token.name,
                    token_hash,
                    // It sees nothing.
                    "{}",
                    event.time,
                    event.actor.name.clone(),
                    token.expires,
                    ping,
                ),
            )?;
            Ok(audit::write(transaction, &event)?)
        })
        .await
    }

    /// Takes a ping, all of it in one transaction; none: there is no live token with this hash.
    pub async fn take_ping(
        &self,
        token_hash: [u8; 32],
        call: Call,
    ) -> Result<Option<Report>, TakeError> {
        self.write_reports(move |transaction| {
            let found = transaction
                .prepare_cached(
                    "SELECT id, guid, ping, ping_started FROM tokens WHERE token_hash = $1 AND ping IS NOT NULL
                     AND revoked IS NULL AND (expires IS NULL OR expires > $2)",
                )?
                .query_row((token_hash, call.time), |row| {
                    let text: String = row.get(2)?;
                    Ok((row.get::<i64>(0)?, row.get::<Uuid>(1)?, read(text)?, row.get(3)?))
                })
                .optional()?;
            let Some((id, guid, ping, open)) = found else {
                return Ok(None);
            };
            let pinged = ping.take(guid, open, &call);
            let records = (1..).zip(pinged.records).map(|(line, record)| {
                Numbered::new(line, record.check().map(|()| record))
            });
            let records: Vec<Numbered> = records.collect();
            let report = take_pushed(transaction, records, call.time)?;
            transaction
                .prepare_cached("UPDATE tokens SET ping_started = $1, last_used = $2 WHERE id = $3")?
                .execute((pinged.open, call.time, id))?;
            Ok(Some(report))
        })
        .await
    }
}

fn json(ping: &Ping) -> Result<String, StoreError> {
    serde_json::to_string(ping).map_err(|_| StoreError::Corrupt {
        value: String::new(),
        expected: "what a ping speaks of",
    })
}

/// Reads what a ping speaks of.
pub(super) fn read(text: String) -> Result<Ping, StoreError> {
    serde_json::from_str(&text).map_err(|_| StoreError::Corrupt {
        value: text,
        expected: "what a ping speaks of",
    })
}
