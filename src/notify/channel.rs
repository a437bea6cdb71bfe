//! A way to tell somebody.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::digest_times::DigestTimes;
use super::mail::Mail;
use super::message::Message;
use super::ntfy::Ntfy;
use super::webhook::Webhook;
use crate::domain::alert::Happening;

/// A channel that can be used.
#[derive(Debug)]
pub struct Channel {
    pub(super) name: String,
    /// What it wants to hear of.
    pub(super) wanted: BTreeSet<Happening>,
    /// When it wants to hear how everything stands.
    pub(super) digest: Option<DigestTimes>,
    pub(super) target: Target,
}

#[derive(Debug)]
pub(super) enum Target {
    Webhook(Webhook),
    Mail(Box<Mail>),
    Ntfy(Ntfy),
}

/// A message was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct SendError {
    /// Why, without secrets.
    pub reason: String,
    /// Whether the receiver would refuse this very message again.
    pub is_final: bool,
}

impl Channel {
    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Sends a message with this id, at `now` (epoch ms). Gives up after half a minute.
    pub async fn send(&self, id: Uuid, message: &Message, now: i64) -> Result<(), SendError> {
        match &self.target {
            Target::Webhook(webhook) => webhook.send(id, message, now).await,
            Target::Mail(mail) => mail.send(id, message, now).await,
            Target::Ntfy(ntfy) => ntfy.send(message).await,
        }
    }
}
