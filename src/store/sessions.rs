//! Sessions.

use super::database::OptionalRow as _;

use super::roles::{self, Holder};
use super::users::scope;
use super::{Store, StoreError, audit};
use crate::domain::audit::Event;
use crate::domain::principal::{Principal, PrincipalKind};

/// A session as it is stored, dead or alive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredSession {
    /// Whose it is.
    pub principal: Principal,
    /// When it began, epoch ms.
    pub created: i64,
    /// When it was used last, epoch ms, about.
    pub last_used: i64,
    /// When the token ends that it was begun with, epoch ms.
    pub expires: Option<i64>,
    /// The state of the catalog that its last write made; 0: none is known.
    pub wrote: i64,
}

/// A session to begin.
#[derive(Debug, Clone)]
pub struct NewSession {
    /// The hash of its cookie's value.
    pub token_hash: [u8; 32],
    /// Whose it is.
    pub principal: Principal,
    /// Now, epoch ms.
    pub now: i64,
    /// Sessions not used since then are forgotten, epoch ms.
    pub idle: i64,
    /// Sessions begun before then are forgotten, epoch ms.
    pub old: i64,
}

impl Store {
    /// Adds a session, notes the log-in, and forgets sessions that are dead.
    pub async fn add_session(&self, session: NewSession, event: Event) -> Result<(), StoreError> {
        self.write_aside(move |transaction| {
            transaction.execute(
                "DELETE FROM sessions WHERE last_used < $1 OR created < $2",
                (session.idle, session.old),
            )?;
            let (column, table) = match session.principal.kind {
                PrincipalKind::User => ("user_id", "users"),
                PrincipalKind::Token => ("token_id", "tokens"),
            };
            transaction.execute(
                &format!(
                    "INSERT INTO sessions (token_hash, {column}, created, last_used)
                     SELECT $1, id, $2, $2 FROM {table} WHERE guid = $3"
                ),
                (session.token_hash, session.now, session.principal.guid),
            )?;
            audit::write(transaction, &event)
        })
        .await
    }

    /// The session with this token, unless its user is disabled or its API token revoked.
    pub async fn session(&self, token_hash: [u8; 32]) -> Result<Option<StoredSession>, StoreError> {
        self.read_newest(move |connection| {
            let mut statement = connection.prepare_cached(
                "SELECT s.user_id, s.token_id, coalesce(u.guid, t.guid), coalesce(u.login, t.name),
                        coalesce(u.scope, t.scope), s.created, s.last_used, t.expires, s.wrote
                 FROM sessions s LEFT JOIN users u ON u.id = s.user_id LEFT JOIN tokens t ON t.id = s.token_id
                 WHERE s.token_hash = $1 AND coalesce(u.disabled, 0) = 0 AND t.revoked IS NULL",
            )?;
            let found = statement
                .query_row([token_hash], |row| {
                    let (user, token): (Option<i64>, Option<i64>) = (row.get(0)?, row.get(1)?);
                    let holder = match (user, token) {
                        (Some(user), _) => Holder::User(user),
                        (None, token) => Holder::Token(token.unwrap_or_default()),
                    };
                    let session = StoredSession {
                        principal: Principal {
                            kind: match holder {
                                Holder::User(_) => PrincipalKind::User,
                                Holder::Token(_) => PrincipalKind::Token,
                            },
                            guid: row.get(2)?,
                            name: row.get(3)?,
                            privileges: [].into(),
                            scope: scope(row, 4)?,
                        },
                        created: row.get(5)?,
                        last_used: row.get(6)?,
                        expires: row.get(7)?,
                        wrote: row.get(8)?,
                    };
                    Ok((holder, session))
                })
                .optional()?;
            let Some((holder, mut session)) = found else {
                return Ok(None);
            };
            session.principal.privileges = roles::privileges_of(connection, holder)?;
            Ok(Some(session))
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
    pub async fn remove_session(
        &self,
        token_hash: [u8; 32],
        event: Event,
    ) -> Result<(), StoreError> {
        self.write_aside(move |transaction| {
            let removed =
                transaction.execute("DELETE FROM sessions WHERE token_hash = $1", [token_hash])?;
            if removed > 0 {
                audit::write(transaction, &event)?;
            }
            Ok(())
        })
        .await
    }
}
