//! Who is there: users with passwords, and the sessions that a log-in starts.

mod password;
mod token;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::Semaphore;
use uuid::Uuid;

pub use password::PasswordError;
pub use token::Token;

use crate::clock::Clock;
use crate::entropy::{Entropy, EntropyError};
use crate::store::users::User;
use crate::store::{Store, StoreError, read_your_writes};

/// A session that nobody uses ends after this many ms (chosen: 12 hours, a working day).
pub const IDLE: i64 = 12 * 3_600_000;

/// A session ends after this many ms however much it is used (chosen: 7 days).
pub const LIFETIME: i64 = 7 * 24 * 3_600_000;

/// How long a session that was found alive is believed without asking the database, ms. Another server's log-out
/// takes effect here after this time at the latest; one of this server's at once.
const BELIEVED: i64 = 1_000;

/// How exact the noted time of last use is, ms: not every request shall write.
const NOTED: i64 = 60_000;

/// A live session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// The user's guid.
    pub user: Uuid,
    /// The user's login.
    pub login: String,
    /// When it began, epoch ms.
    pub created: i64,
}

/// A failure of a log-in.
#[derive(Debug, thiserror::Error)]
pub enum SessionError {
    /// The login or the password is wrong; which of them is not said.
    #[error("The login or the password is wrong.")]
    Refused,
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

/// Log-ins, sessions and log-outs.
#[derive(Debug)]
pub struct Sessions {
    store: Store,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    /// Hashing takes 19 MiB each: a flood of log-ins must not take the memory.
    hashing: Semaphore,
    /// Sessions found alive, with the time of the look.
    alive: Mutex<HashMap<Token, (Session, i64)>>,
}

impl Sessions {
    /// Sessions kept in a store.
    pub fn new(store: Store, clock: Arc<dyn Clock>, entropy: Arc<dyn Entropy>) -> Self {
        Self {
            store,
            clock,
            entropy,
            hashing: Semaphore::new(2),
            alive: Mutex::default(),
        }
    }

    /// Creates the first user, unless there is one already.
    ///
    /// Without a `password` one is made up and returned, to be shown once.
    pub async fn ensure_administrator(
        &self,
        login: &str,
        password: Option<String>,
    ) -> Result<Option<String>, SessionError> {
        if self.store.has_users().await? {
            return Ok(None);
        }
        let (password, shown) = if let Some(password) = password {
            (password, None)
        } else {
            let password = Token::new(self.entropy.secret()?).short();
            (password.clone(), Some(password))
        };
        let salt = self.entropy.secret()?;
        let hash = password::hash(password, salt).await?;
        let user = User {
            guid: crate::domain::identity::user(login),
            login: login.to_owned(),
            password_hash: hash,
            created: self.clock.now(),
        };
        Ok(if self.store.add_first_user(user).await? {
            shown
        } else {
            None
        })
    }

    /// Starts a session and returns the cookie's value.
    pub async fn log_in(
        &self,
        login: &str,
        password: String,
    ) -> Result<(Token, Session), SessionError> {
        let user = self.store.user(login.to_owned()).await?;
        let hash = user.as_ref().map(|user| user.password_hash.clone());
        let Ok(_permit) = self.hashing.acquire().await else {
            return Err(SessionError::Refused);
        };
        // An unknown login costs as much as a known one.
        let right = password::verify(password, hash).await?;
        let Some(user) = user.filter(|_| right) else {
            return Err(SessionError::Refused);
        };
        let token = Token::new(self.entropy.secret()?);
        let now = self.clock.now();
        let session = Session {
            user: user.guid,
            login: user.login,
            created: now,
        };
        self.store
            .add_session(token.hash(), user.guid, now, now - IDLE, now - LIFETIME)
            .await?;
        Ok((token, session))
    }

    /// The session of a cookie, if it is alive.
    pub async fn find(&self, token: &Token) -> Result<Option<Session>, StoreError> {
        let now = self.clock.now();
        if let Some(session) = self.believed(token, now) {
            read_your_writes::identify(token.hash(), 0);
            return Ok(Some(session));
        }
        let found = self.store.session(token.hash()).await?;
        let alive =
            found.filter(|found| now - found.last_used < IDLE && now - found.created < LIFETIME);
        let Some(found) = alive else {
            self.cache().remove(token);
            return Ok(None);
        };
        read_your_writes::identify(token.hash(), found.wrote);
        if now - found.last_used >= NOTED {
            self.touch(token, now).await?;
        }
        let session = Session {
            user: found.user,
            login: found.login,
            created: found.created,
        };
        let mut cache = self.cache();
        cache.retain(|_, (_, seen)| (0..BELIEVED).contains(&(now - *seen)));
        cache.insert(token.clone(), (session.clone(), now));
        Ok(Some(session))
    }

    async fn touch(&self, token: &Token, now: i64) -> Result<(), StoreError> {
        match self.store.touch_session(token.hash(), now).await {
            Err(StoreError::Unreachable(reason)) if self.store.has_standby() => {
                // What a standby answers is worth more than the time of last use.
                tracing::debug!(%reason, "the use of a session was not noted");
                Ok(())
            }
            result => result,
        }
    }

    /// Ends a session at once.
    pub async fn log_out(&self, token: &Token) -> Result<(), StoreError> {
        self.store.remove_session(token.hash()).await?;
        self.cache().remove(token);
        Ok(())
    }

    fn believed(&self, token: &Token, now: i64) -> Option<Session> {
        if self.store.has_standby() {
            // What the session wrote through another server decides who may answer it.
            return None;
        }
        let cache = self.cache();
        let (session, seen) = cache.get(token)?;
        ((0..BELIEVED).contains(&(now - seen)) && now - session.created < LIFETIME)
            .then(|| session.clone())
    }

    fn cache(&self) -> std::sync::MutexGuard<'_, HashMap<Token, (Session, i64)>> {
        self.alive.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
