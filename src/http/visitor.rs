//! Who looks at a page: pages are for people, who log in where the API would answer 401.

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use super::ApiError;
use super::caller::cookies;
use super::layers::{ClientAddress, Encrypted};
use crate::app::App;
use crate::domain::role::Privilege;
use crate::session::{Session, Shown};

/// The visitor of a page, with a session or without.
#[derive(Debug, Clone)]
pub struct Visitor {
    live: Option<(Shown, Session)>,
    encrypted: bool,
    address: Option<IpAddr>,
}

impl Visitor {
    /// The session, if there is a live one whose principal may see backups; 403 for another one.
    pub fn viewer(&self) -> Result<Option<&Session>, ApiError> {
        let Some((_, session)) = &self.live else {
            return Ok(None);
        };
        if session.principal.may(Privilege::View) {
            return Ok(Some(session));
        }
        Err(ApiError::forbidden(
            "This needs the privilege VIEW, which none of your roles gives. Ask an administrator for it.",
        ))
    }

    /// What was shown, and the session that it opened.
    pub fn live(&self) -> Option<(&Shown, &Session)> {
        self.live.as_ref().map(|(shown, session)| (shown, session))
    }

    /// Where the visitor is; none, where no socket is between.
    pub const fn address(&self) -> Option<IpAddr> {
        self.address
    }

    /// Whether the connection is encrypted.
    pub const fn is_encrypted(&self) -> bool {
        self.encrypted
    }
}

impl FromRequestParts<Arc<App>> for Visitor {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, ApiError> {
        let encrypted = parts.extensions.get::<Encrypted>();
        let encrypted = encrypted.is_some_and(|encrypted| encrypted.0);
        let address = parts.extensions.get::<ClientAddress>().map(|it| it.0);
        let mut live = None;
        for shown in cookies(&parts.headers) {
            if let Some(session) = app.sessions.find(&shown, address).await? {
                live = Some((shown, session));
                break;
            }
        }
        Ok(Self {
            live,
            encrypted,
            address,
        })
    }
}
