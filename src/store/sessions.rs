//! Sessions.

use super::database::OptionalRow as _;
use uuid::Uuid;

use super::{Store, StoreError};

/// A session as it is stored, dead or alive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredSession {
    /// The user's guid.
    pub user: Uuid,
    /// The user's login.
    pub login: String,
    /// When it began, epoch ms.
    pub created: i64,
    /// When it was used last, epoch ms, about.
    pub last_used: i64,
    /// The state of the catalog that its last write made; 0: none is known.
    pub wrote: i64,
}

impl Store {
    /// Adds a session, and forgets those not used since `idle` or made before `old`.
    pub async fn add_session(
        &self,
        token_hash: [u8; 32],
        user: Uuid,
        now: i64,
        idle: i64,
        old: i64,
    ) -> Result<(), StoreError> {
        self.write_aside(move |transaction| {
            transaction.execute(
                "DELETE FROM sessions WHERE last_used < $1 OR created < $2",
                (idle, old),
            )?;
            transaction.execute(
                "INSERT INTO sessions (token_hash, user_id, created, last_used)
                 SELECT $1, id, $2, $2 FROM users WHERE guid = $3",
                (token_hash, now, user),
            )?;
            Ok(())
        })
        .await
    }

    /// The session with this token.
    pub async fn session(&self, token_hash: [u8; 32]) -> Result<Option<StoredSession>, StoreError> {
        self.read_newest(move |connection| {
            let mut statement = connection.prepare_cached(
                "SELECT users.guid, users.login, sessions.created, sessions.last_used, sessions.wrote
                 FROM sessions JOIN users ON users.id = sessions.user_id WHERE sessions.token_hash = $1",
            )?;
            let session = statement.query_row([token_hash], |row| {
                Ok(StoredSession {
                    user: row.get(0)?,
                    login: row.get(1)?,
                    created: row.get(2)?,
                    last_used: row.get(3)?,
                    wrote: row.get(4)?,
                })
            });
            session.optional()
        })
        .await
    }

    /// Notes that the session was used; not while a standby stands in for the primary.
    pub async fn touch_session(&self, token_hash: [u8; 32], now: i64) -> Result<(), StoreError> {
        if self.inner.readers.is_primary_silent() {
            return Ok(());
        }
        self.write_aside(move |transaction| {
            transaction.execute(
                // `$n` is a name to SQLite: it counts parameters in the order of their first appearance.
                "UPDATE sessions SET last_used = $1 WHERE token_hash = $2 AND last_used < $1",
                (now, token_hash),
            )?;
            Ok(())
        })
        .await
    }

    /// Forgets a session.
    pub async fn remove_session(&self, token_hash: [u8; 32]) -> Result<(), StoreError> {
        self.write_aside(move |transaction| {
            transaction.execute("DELETE FROM sessions WHERE token_hash = $1", [token_hash])?;
            Ok(())
        })
        .await
    }
}
