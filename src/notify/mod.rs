//! Telling people what changes: that a backup is overdue, failed or is not complete, and that it is over.
//!
//! ```text
//! every 30 s: catalog ─▶ watch (what changed since it was told?) ─▶ deliveries, in one transaction with what is told
//!             deliveries ─▶ outbox (claim, send, try again later, give up) ─▶ webhook | mail | ntfy
//! ```
//!
//! Several servers of one database watch it together: of a change the first one tells, and what it could not send another
//! one may. A message may come twice where a server dies between sending and noting that; its id is the same then.

mod channel;
mod digest;
mod digest_html;
mod digest_times;
mod event;
mod mail;
mod message;
mod ntfy;
mod outbox;
mod poster;
mod settings;
mod watch;
mod webhook;

use std::sync::Arc;
use std::time::Duration;

pub use channel::{Channel, SendError};
pub use event::Event;
pub use message::Message;
pub use settings::{ChannelError, NotifySettings};

use crate::clock::Clock;
use crate::store::{Store, StoreError};

/// How often a server looks (chosen: nobody gets up for half a minute).
const PERIOD: Duration = Duration::from_secs(30);

/// A source that has reported nothing for so long is silent, hours (chosen: two nights).
const SILENT_AFTER: u32 = 48;

/// Who watches a catalog and tells.
#[derive(Debug, Clone)]
pub struct Notifier {
    store: Store,
    clock: Arc<dyn Clock>,
    channels: Arc<[Channel]>,
    /// ms; none: sources are never silent.
    silent_after: Option<i64>,
    /// Where people find this server, without a slash at the end.
    public_url: Option<String>,
}

impl Notifier {
    /// Watches a store for these settings; none, where there is nobody to tell.
    pub fn new(
        store: Store,
        clock: Arc<dyn Clock>,
        settings: &NotifySettings,
    ) -> Result<Option<Self>, ChannelError> {
        let channels = settings.channels()?;
        if channels.is_empty() {
            return Ok(None);
        }
        let hours = settings.silent_after.unwrap_or(SILENT_AFTER);
        Ok(Some(Self {
            store,
            clock,
            channels: channels.into(),
            silent_after: (hours > 0).then_some(i64::from(hours) * 3_600_000),
            public_url: settings.public_url(),
        }))
    }

    /// Looks once: puts what has changed, and digests that are due, on their way, and sends what is due.
    pub async fn tick(&self) -> Result<(), StoreError> {
        self.watch().await?;
        self.digests().await?;
        self.deliver().await
    }

    /// Looks from now on.
    pub async fn run(self) {
        let mut period = tokio::time::interval(PERIOD);
        loop {
            period.tick().await;
            if let Err(error) = self.tick().await {
                tracing::warn!(%error, "nobody can be told what changed; trying again");
            }
        }
    }
}
