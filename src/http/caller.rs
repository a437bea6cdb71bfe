//! Who calls, and whether they may.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header::COOKIE;
use axum::http::request::Parts;

use super::{ApiError, operation};
use crate::app::App;
use crate::generated::server::Privilege;
use crate::session::{Session, Token};

/// The cookie's name (vendor: `SESSION`).
pub const COOKIE_NAME: &str = "SESSION";

/// The caller of an operation. Extracted before anything else of the request is looked at: who has no session
/// learns nothing from a refusal of parameters.
#[derive(Debug, Clone)]
pub struct Caller {
    live: Option<(Token, Session)>,
}

impl Caller {
    /// The session; an operation that needs none may have none.
    pub fn session(&self) -> Result<&Session, ApiError> {
        self.live
            .as_ref()
            .map(|(_, session)| session)
            .ok_or_else(no_session)
    }

    /// The cookie's value.
    pub fn token(&self) -> Result<&Token, ApiError> {
        self.live
            .as_ref()
            .map(|(token, _)| token)
            .ok_or_else(no_session)
    }
}

impl FromRequestParts<Arc<App>> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, ApiError> {
        if operation::of(parts)?.privilege == Privilege::None {
            return Ok(Self { live: None });
        }
        for token in tokens(&parts.headers) {
            if let Some(session) = app.sessions.find(&token).await? {
                return Ok(Self {
                    live: Some((token, session)),
                });
            }
        }
        Err(no_session())
    }
}

fn no_session() -> ApiError {
    ApiError::unauthenticated("There is no live session. Log in with `POST /api/session/login`.")
}

/// The session cookies of a request: browsers send several where they were set for several paths.
fn tokens(headers: &HeaderMap) -> impl Iterator<Item = Token> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|header| header.to_str().ok())
        .flat_map(|header| header.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .filter(|(name, _)| *name == COOKIE_NAME)
        .filter_map(|(_, value)| Token::parse(value.trim_matches('"')))
}
