//! Who is there: users with passwords, API tokens, and the sessions that a log-in starts.

mod attempts;
mod issue;
mod log_in;
mod password;
mod token;

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::Semaphore;

use attempts::Attempts;

pub use attempts::{LIMIT as LOG_IN_LIMIT, WINDOW as LOG_IN_WINDOW};
pub use issue::NewToken;
pub use password::{PasswordError, hash};
pub use token::{Shown, Token};

use crate::clock::Clock;
use crate::domain::principal::Principal;
use crate::entropy::{Entropy, EntropyError};
use crate::store::caller::{By, Credential, introduce};
use crate::store::roles::AccessError;
use crate::store::{Store, StoreError};

/// A session that nobody uses ends after this many ms (chosen: 12 hours, a working day).
pub const IDLE: i64 = 12 * 3_600_000;

/// A session ends after this many ms however much it is used (chosen: 7 days).
pub const LIFETIME: i64 = 7 * 24 * 3_600_000;

/// When sessions end by themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Durations {
    /// So long after the last use, ms.
    pub idle: i64,
    /// So long after the log-in, ms.
    pub lifetime: i64,
}

impl Default for Durations {
    fn default() -> Self {
        Self {
            idle: IDLE,
            lifetime: LIFETIME,
        }
    }
}

/// How long a session or token that was found alive is believed without asking the database, ms. What another server, or
/// the command line, ended ends here after this time at the latest; what this server ended at once.
const BELIEVED: i64 = 1_000;

/// How exact the noted time of last use is, ms: not every request shall write.
const NOTED: i64 = 60_000;

/// A live session, or an API token in use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Whose it is.
    pub principal: Principal,
    /// When it began, epoch ms; of an API token: when it was first seen of late.
    pub created: i64,
    /// When it ends however much it is used, epoch ms; none: never.
    pub expires: Option<i64>,
}

impl Session {
    fn is_over(&self, now: i64) -> bool {
        self.expires.is_some_and(|expires| now >= expires)
    }
}

/// A failure of a log-in, or of what comes before one.
#[derive(Debug, thiserror::Error)]
pub enum SessionError {
    /// The login or the password is wrong, or the user is disabled; which of them is not said.
    #[error("The login or the password is wrong.")]
    Refused,
    /// The API token is unknown, revoked or over; which of them is not said.
    #[error("The token is unknown, revoked or expired.")]
    RefusedToken,
    /// Too many have failed of late.
    #[error("Too many log-ins have failed. Wait {seconds} s before the next one.")]
    TooMany {
        /// Until then none is looked at, s.
        seconds: u32,
    },
    /// Users, roles or tokens could not be changed so.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// No random bytes.
    #[error(transparent)]
    Entropy(#[from] EntropyError),
    /// The password cannot be hashed.
    #[error(transparent)]
    Password(#[from] PasswordError),
}

/// Log-ins, sessions, API tokens and log-outs.
#[derive(Debug)]
pub struct Sessions {
    store: Store,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    durations: Durations,
    /// Hashing takes 19 MiB each: a flood of log-ins must not take the memory.
    hashing: Semaphore,
    attempts: Attempts,
    /// What was found alive, with the time of the look.
    alive: Mutex<HashMap<Shown, (Session, i64)>>,
}

impl Sessions {
    /// Sessions kept in a store.
    pub fn new(store: Store, clock: Arc<dyn Clock>, entropy: Arc<dyn Entropy>) -> Self {
        Self {
            store,
            clock,
            entropy,
            durations: Durations::default(),
            hashing: Semaphore::new(2),
            attempts: Attempts::new(LOG_IN_LIMIT),
            alive: Mutex::default(),
        }
    }

    /// The same, but another number of log-ins of one account from one address may fail in [`LOG_IN_WINDOW`].
    #[must_use]
    pub fn with_log_in_limit(self, limit: u32) -> Self {
        Self {
            attempts: Attempts::new(limit),
            ..self
        }
    }

    /// The same, but sessions end otherwise. That goes for those that there are, too.
    #[must_use]
    pub fn with_durations(self, durations: Durations) -> Self {
        Self { durations, ..self }
    }

    /// The session of a cookie or the API token of a header, if it is alive. From then on the task that asks is the
    /// principal's: it reads what that may see.
    pub async fn find(
        &self,
        shown: &Shown,
        from: Option<IpAddr>,
    ) -> Result<Option<Session>, StoreError> {
        let now = self.clock.now();
        if let Some(session) = self.believed(shown, now) {
            introduce(by(shown, &session, from, now), 0);
            return Ok(Some(session));
        }
        let found = match shown {
            Shown::Cookie(token) => self.look_for_session(token, now).await?,
            Shown::Bearer(token) => self.look_for_token(token, now).await?,
        };
        let Some((session, wrote)) = found.filter(|(session, _)| !session.is_over(now)) else {
            self.cache().remove(shown);
            return Ok(None);
        };
        introduce(by(shown, &session, from, now), wrote);
        let mut cache = self.cache();
        cache.retain(|_, (_, seen)| (0..BELIEVED).contains(&(now - *seen)));
        cache.insert(shown.clone(), (session.clone(), now));
        Ok(Some(session))
    }

    async fn look_for_session(
        &self,
        token: &Token,
        now: i64,
    ) -> Result<Option<(Session, i64)>, StoreError> {
        let found = self.store.session(token.hash()).await?;
        let Some(found) = found.filter(|found| now - found.last_used < self.durations.idle) else {
            return Ok(None);
        };
        // A session that may be idle only shortly must not end while it is used.
        if now - found.last_used >= NOTED.min(self.durations.idle / 2) {
            self.noted(self.store.touch_session(token.hash(), now).await)?;
        }
        let end = found.created + self.durations.lifetime;
        let session = Session {
            principal: found.principal,
            created: found.created,
            expires: Some(found.expires.map_or(end, |expires| expires.min(end))),
        };
        Ok(Some((session, found.wrote)))
    }

    async fn look_for_token(
        &self,
        token: &Token,
        now: i64,
    ) -> Result<Option<(Session, i64)>, StoreError> {
        let Some(found) = self.store.shown_token(token.hash()).await? else {
            return Ok(None);
        };
        let is_over = found.expires.is_some_and(|expires| now >= expires);
        if !is_over && found.last_used.is_none_or(|used| now - used >= NOTED) {
            self.noted(self.store.touch_token(token.hash(), now).await)?;
        }
        let session = Session {
            principal: found.principal,
            created: now,
            expires: found.expires,
        };
        Ok(Some((session, found.wrote)))
    }

    /// What a standby answers is worth more than the time of last use.
    fn noted(&self, result: Result<(), StoreError>) -> Result<(), StoreError> {
        match result {
            Err(StoreError::Unreachable(reason)) if self.store.has_standby() => {
                tracing::debug!(%reason, "the use of a session was not noted");
                Ok(())
            }
            result => result,
        }
    }

    fn believed(&self, shown: &Shown, now: i64) -> Option<Session> {
        if self.store.has_standby() {
            // What the session wrote through another server decides who may answer it.
            return None;
        }
        let cache = self.cache();
        let (session, seen) = cache.get(shown)?;
        ((0..BELIEVED).contains(&(now - seen)) && !session.is_over(now)).then(|| session.clone())
    }

    fn cache(&self) -> std::sync::MutexGuard<'_, HashMap<Shown, (Session, i64)>> {
        self.alive.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn by(shown: &Shown, session: &Session, from: Option<IpAddr>, now: i64) -> By {
    By {
        credential: match shown {
            Shown::Cookie(token) => Credential::Session(token.hash()),
            Shown::Bearer(token) => Credential::Token(token.hash()),
        },
        actor: session.principal.actor(from),
        scope: Arc::new(session.principal.scope.clone()),
        time: now,
    }
}
