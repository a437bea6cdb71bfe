//! Who looks at a page: pages are for people, who log in where the API would answer 401.

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::header::HOST;
use axum::http::request::Parts;

use super::ApiError;
use super::caller::{cookies, require};
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
    asked: String,
    host: Option<String>,
}

impl Visitor {
    /// The session, if there is a live one.
    pub fn session(&self) -> Option<&Session> {
        self.live.as_ref().map(|(_, session)| session)
    }

    /// Refuses who lacks a privilege (403), and notes that an operation was refused. The visitor has a session.
    pub async fn require(
        &self,
        app: &App,
        privilege: Privilege,
        operation: &'static str,
    ) -> Result<(), ApiError> {
        match self.session() {
            Some(session) => {
                let principal = &session.principal;
                require(app, principal, self.address, privilege, operation).await
            }
            None => Err(ApiError::unauthenticated("Log in first.")),
        }
    }

    /// The address of this server as the visitor has it, such as `http://127.0.0.1:8181`; the scheme is a guess where
    /// something before this server encrypts.
    pub fn origin(&self) -> String {
        let scheme = if self.encrypted { "https" } else { "http" };
        let host = self.host.as_deref().unwrap_or("127.0.0.1:8181");
        format!("{scheme}://{host}")
    }

    /// The path and query that the visitor asked for.
    pub fn asked(&self) -> &str {
        &self.asked
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
            host: parts
                .headers
                .get(HOST)
                .and_then(|host| host.to_str().ok())
                .map(str::to_owned),
            asked: parts
                .uri
                .path_and_query()
                .map_or("/", |it| it.as_str())
                .to_owned(),
        })
    }
}
