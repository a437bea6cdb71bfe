//! API tokens: made, and revoked.

use uuid::Uuid;

use super::{SessionError, Sessions, Token};
use crate::domain::audit::Event;
use crate::domain::ping::Ping;
use crate::domain::scope::Scope;
use crate::store::pings::PingToken;
use crate::store::roles::AccessError;
use crate::store::tokens::ApiToken;

/// A token to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewToken {
    /// Its name.
    pub name: String,
    /// Names of roles.
    pub roles: Vec<String>,
    /// What it sees.
    pub scope: Scope,
    /// When it ends, epoch ms; none: never.
    pub expires: Option<i64>,
}

impl Sessions {
    /// Makes a token and returns its secret, to be shown once, and what is kept of it.
    pub async fn issue(
        &self,
        new: NewToken,
        event: Event,
    ) -> Result<(String, ApiToken), SessionError> {
        let secret = Token::new(self.entropy.secret()?);
        let token = ApiToken {
            guid: self.new_guid()?,
            name: new.name,
            roles: new.roles,
            scope: new.scope,
            created: event.time,
            created_by: event.actor.name.clone(),
            expires: new.expires,
            revoked: None,
            last_used: None,
            ping: None,
        };
        self.store
            .add_token(token.clone(), secret.hash(), event)
            .await?;
        Ok((secret.bearer(), token))
    }

    /// Makes a token of pings and returns its secret, to be shown once.
    pub async fn issue_ping(
        &self,
        name: String,
        ping: Ping,
        expires: Option<i64>,
        event: Event,
    ) -> Result<String, SessionError> {
        let secret = Token::new(self.entropy.secret()?);
        let token = PingToken {
            guid: self.new_guid()?,
            name,
            ping,
            expires,
        };
        let added = self.store.add_ping_token(token, secret.hash(), event);
        added.await?;
        Ok(secret.bearer())
    }

    fn new_guid(&self) -> Result<Uuid, SessionError> {
        let mut random = [0; 16];
        random.copy_from_slice(&self.entropy.secret()?[..16]);
        Ok(uuid::Builder::from_random_bytes(random).into_uuid())
    }

    /// Revokes a token: here at once, on other servers of the database within a second.
    pub async fn revoke(&self, guid: Uuid, event: Event) -> Result<ApiToken, AccessError> {
        let token = self.store.revoke_token(guid, event.time, event).await?;
        self.cache()
            .retain(|_, (session, _)| session.principal.guid != guid);
        Ok(token)
    }
}
