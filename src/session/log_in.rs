//! How sessions begin and end.

use std::net::IpAddr;

use super::{Session, SessionError, Sessions, Shown, Token, password};
use crate::domain::audit::{Actor, Event};
use crate::domain::principal::{Principal, PrincipalKind};
use crate::domain::role::ADMINISTRATOR;
use crate::domain::scope::Scope;
use crate::store::StoreError;
use crate::store::sessions::NewSession;
use crate::store::users::User;

impl Sessions {
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
        let now = self.clock.now();
        let user = User {
            guid: crate::domain::identity::user(login),
            login: login.to_owned(),
            password_hash: password::hash(password, self.entropy.secret()?).await?,
            created: now,
            disabled: false,
            roles: vec![ADMINISTRATOR.to_owned()],
            scope: Scope::Everything,
        };
        let event = Event::done(now, "user.create", Actor::command_line("first start"));
        let added = self.store.add_first_user(user, event).await?;
        Ok(shown.filter(|_| added))
    }

    /// Starts a session and returns the cookie's value.
    pub async fn log_in(
        &self,
        login: &str,
        password: String,
        from: Option<IpAddr>,
    ) -> Result<(Token, Session), SessionError> {
        let begun = self.attempts.begin(login, from, self.clock.now());
        begun.map_err(|seconds| SessionError::TooMany { seconds })?;
        let user = self.store.user(login.to_owned()).await?;
        let hash = user.as_ref().map(|user| user.password_hash.clone());
        let Ok(_permit) = self.hashing.acquire().await else {
            return Err(SessionError::Refused);
        };
        // An unknown login costs as much as a known one, and one that is disabled too.
        let right = password::verify(password, hash).await?;
        let Some(user) = user.filter(|user| right && !user.disabled) else {
            self.refused(login, from, "password").await?;
            return Err(SessionError::Refused);
        };
        self.attempts.succeeded(login, from);
        let principal = Principal {
            kind: PrincipalKind::User,
            guid: user.guid,
            name: user.login,
            privileges: self.store.privileges_of_user(user.guid).await?,
            scope: user.scope,
        };
        self.begin(principal, None, from, "password").await
    }

    /// Starts a session of an API token and returns the cookie's value. It ends with the token at the latest.
    pub async fn log_in_with_token(
        &self,
        text: &str,
        from: Option<IpAddr>,
    ) -> Result<(Token, Session), SessionError> {
        // Guessing is hopeless, but a flood of attempts would be a flood of reads.
        let begun = self.attempts.begin("", from, self.clock.now());
        begun.map_err(|seconds| SessionError::TooMany { seconds })?;
        let found = match Shown::bearer(text) {
            Some(Shown::Bearer(token)) => self.store.shown_token(token.hash()).await?,
            _ => None,
        };
        let now = self.clock.now();
        let alive = found.filter(|found| found.expires.is_none_or(|expires| now < expires));
        let Some(found) = alive else {
            self.refused("", from, "token").await?;
            return Err(SessionError::RefusedToken);
        };
        self.attempts.succeeded("", from);
        self.begin(found.principal, found.expires, from, "token")
            .await
    }

    async fn begin(
        &self,
        principal: Principal,
        expires: Option<i64>,
        from: Option<IpAddr>,
        with: &str,
    ) -> Result<(Token, Session), SessionError> {
        let token = Token::new(self.entropy.secret()?);
        let now = self.clock.now();
        let end = now + self.durations.lifetime;
        let event = Event::done(now, "session.login", principal.actor(from)).with("with", with);
        let new = NewSession {
            token_hash: token.hash(),
            principal: principal.clone(),
            now,
            idle: now - self.durations.idle,
            old: now - self.durations.lifetime,
        };
        self.store.add_session(new, event).await?;
        let session = Session {
            principal,
            created: now,
            expires: Some(expires.map_or(end, |expires| expires.min(end))),
        };
        Ok((token, session))
    }

    async fn refused(
        &self,
        login: &str,
        from: Option<IpAddr>,
        with: &str,
    ) -> Result<(), StoreError> {
        let actor = Actor::nobody(login.chars().take(100).collect::<String>(), from);
        let event = Event::refused(self.clock.now(), "session.login", actor).with("with", with);
        self.store.note(event).await
    }

    /// Ends a session at once. An API token in use stays: it is revoked, not logged out.
    pub async fn log_out(
        &self,
        shown: &Shown,
        session: &Session,
        from: Option<IpAddr>,
    ) -> Result<(), StoreError> {
        if let Shown::Cookie(token) = shown {
            let actor = session.principal.actor(from);
            let event = Event::done(self.clock.now(), "session.logout", actor);
            self.store.remove_session(token.hash(), event).await?;
        }
        self.cache().remove(shown);
        Ok(())
    }
}
