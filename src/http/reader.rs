//! Who reads what no operation of the API answers: a program with an API token, or a person with a session.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use super::ApiError;
use super::caller::{no_session, shown};
use super::layers::ClientAddress;
use crate::app::App;
use crate::domain::role::Privilege;
use crate::session::Session;

/// A reader, known or not.
#[derive(Debug, Clone)]
pub struct Reader {
    session: Option<Session>,
}

impl Reader {
    /// The session of who may see backups: 401 without one, 403 for another.
    pub fn viewer(&self) -> Result<&Session, ApiError> {
        let session = self.session.as_ref().ok_or_else(no_session)?;
        if session.principal.may(Privilege::View) {
            return Ok(session);
        }
        Err(ApiError::forbidden(
            "This needs the privilege VIEW, which none of your roles gives. Ask an administrator for it.",
        ))
    }

    /// The same of who sees the whole catalog.
    pub fn of_everything(&self) -> Result<&Session, ApiError> {
        let session = self.viewer()?;
        if session.principal.scope.is_everything() {
            return Ok(session);
        }
        Err(ApiError::forbidden(
            "You see a part of the catalog only. This is for those who see all of it.",
        ))
    }
}

impl FromRequestParts<Arc<App>> for Reader {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, ApiError> {
        let address = parts.extensions.get::<ClientAddress>().map(|it| it.0);
        for shown in shown(&parts.headers) {
            if let Some(session) = app.sessions.find(&shown, address).await? {
                return Ok(Self {
                    session: Some(session),
                });
            }
        }
        Ok(Self { session: None })
    }
}
