//! Who calls, and whether they may.

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header::{AUTHORIZATION, COOKIE};
use axum::http::request::Parts;

use super::layers::{ClientAddress, Encrypted};
use super::{ApiError, operation};
use crate::app::App;
use crate::domain::audit::Event;
use crate::domain::principal::Principal;
use crate::domain::role::Privilege;
use crate::generated::server::{self as generated, OperationInfo};
use crate::session::{Session, Shown};

/// The cookie's name (vendor: `SESSION`).
pub const COOKIE_NAME: &str = "SESSION";

/// The caller of an operation. Extracted before anything else of the request is looked at: who has no session, or may not
/// do what they ask for, learns nothing from a refusal of parameters.
#[derive(Debug, Clone)]
pub struct Caller {
    live: Option<(Shown, Session)>,
    encrypted: bool,
    address: Option<IpAddr>,
}

impl Caller {
    /// The session; an operation that needs none may have none.
    pub fn session(&self) -> Result<&Session, ApiError> {
        self.live().map(|(_, session)| session)
    }

    /// What was shown, and the session that it opened.
    pub fn live(&self) -> Result<(&Shown, &Session), ApiError> {
        let live = self.live.as_ref();
        live.map(|(shown, session)| (shown, session))
            .ok_or_else(no_session)
    }

    /// Who calls.
    pub fn principal(&self) -> Result<&Principal, ApiError> {
        Ok(&self.session()?.principal)
    }

    /// Who calls, if they see everything. Who has a scope administers nothing and reads no log: both speak of all.
    pub fn unscoped(&self) -> Result<&Principal, ApiError> {
        let principal = self.principal()?;
        if principal.scope.is_everything() {
            return Ok(principal);
        }
        Err(ApiError::forbidden(
            "You see a part of the catalog only. This is for those who see all of it.",
        ))
    }

    /// Where the caller is; none, where no socket is between.
    pub const fn address(&self) -> Option<IpAddr> {
        self.address
    }

    /// Whether the caller's connection is encrypted.
    pub const fn is_encrypted(&self) -> bool {
        self.encrypted
    }

    /// Something that the caller does, for the audit log.
    pub fn does(&self, app: &App, action: &'static str) -> Result<Event, ApiError> {
        let actor = self.principal()?.actor(self.address);
        Ok(Event::done(app.clock.now(), action, actor))
    }

    /// Refuses who lacks the privilege, and notes that.
    async fn check(&self, app: &App, operation: &OperationInfo) -> Result<(), ApiError> {
        let Some(privilege) = needed(operation.privilege) else {
            return Ok(());
        };
        require(
            app,
            self.principal()?,
            self.address,
            privilege,
            operation.id,
        )
        .await
    }
}

/// Refuses a principal who lacks a privilege, and notes that in the audit log.
pub(super) async fn require(
    app: &App,
    principal: &Principal,
    address: Option<IpAddr>,
    privilege: Privilege,
    operation: &'static str,
) -> Result<(), ApiError> {
    if principal.may(privilege) {
        return Ok(());
    }
    let event = Event::refused(app.clock.now(), "operation.call", principal.actor(address))
        .to("operation", None, operation)
        .with("privilege", privilege.as_str());
    if let Err(error) = app.store.note(event).await {
        tracing::error!(%error, operation, "a refusal is not in the audit log");
    }
    Err(ApiError::forbidden(format!(
        "This needs the privilege {privilege}, which none of your roles gives. Ask an administrator for it."
    )))
}

/// The privilege that an operation asks of a principal; none, where a session is enough, or not even that is needed.
const fn needed(privilege: generated::Privilege) -> Option<Privilege> {
    match privilege {
        generated::Privilege::None | generated::Privilege::Session => None,
        generated::Privilege::View => Some(Privilege::View),
        generated::Privilege::Edit => Some(Privilege::Edit),
        generated::Privilege::Acknowledge => Some(Privilege::Acknowledge),
        generated::Privilege::Restore => Some(Privilege::Restore),
        generated::Privilege::Ingest => Some(Privilege::Ingest),
        generated::Privilege::Audit => Some(Privilege::Audit),
        generated::Privilege::Admin => Some(Privilege::Admin),
    }
}

impl FromRequestParts<Arc<App>> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, ApiError> {
        let operation = operation::of(parts)?;
        let mut caller = Self {
            live: None,
            encrypted: parts
                .extensions
                .get::<Encrypted>()
                .is_some_and(|encrypted| encrypted.0),
            address: parts.extensions.get::<ClientAddress>().map(|it| it.0),
        };
        if operation.privilege == generated::Privilege::None {
            return Ok(caller);
        }
        for shown in shown(&parts.headers) {
            if let Some(session) = app.sessions.find(&shown, caller.address).await? {
                caller.live = Some((shown, session));
                caller.check(app, operation).await?;
                return Ok(caller);
            }
        }
        Err(no_session())
    }
}

pub(super) fn no_session() -> ApiError {
    ApiError::unauthenticated(
        "There is no live session. Log in with `POST /api/session/login`, or send an API token in the header Authorization.",
    )
}

/// What a request shows: an API token, else session cookies. A token that is wrong is not made good by a cookie.
pub(super) fn shown(headers: &HeaderMap) -> Vec<Shown> {
    let mut authorizations = headers.get_all(AUTHORIZATION).iter().peekable();
    if authorizations.peek().is_none() {
        return cookies(headers).collect();
    }
    authorizations
        .filter_map(|header| header.to_str().ok())
        .filter_map(|text| text.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .filter_map(|(_, token)| Shown::bearer(token.trim()))
        .collect()
}

/// The session cookies of a request: browsers send several where they were set for several paths.
pub(super) fn cookies(headers: &HeaderMap) -> impl Iterator<Item = Shown> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|header| header.to_str().ok())
        .flat_map(|header| header.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .filter(|(name, _)| *name == COOKIE_NAME)
        .filter_map(|(_, value)| Shown::cookie(value.trim_matches('"')))
}
