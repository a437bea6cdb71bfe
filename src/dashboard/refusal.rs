//! Why there is no page.

use axum::response::{IntoResponse, Redirect, Response};

use super::query::Query;
use crate::app::App;
use crate::domain::role::Privilege;
use crate::http::{ApiError, Visitor};
use crate::session::Session;

/// What a visitor gets in place of a page.
#[derive(Debug)]
pub(super) enum Refusal {
    /// Nobody is logged in: first the log-in, then this address.
    LogIn { then: String },
    /// An error, which the layers around all pages show as one.
    Error(ApiError),
}

/// The session of a visitor who may see backups.
pub(super) async fn viewer<'a>(app: &App, visitor: &'a Visitor) -> Result<&'a Session, Refusal> {
    let session = visitor.session().ok_or_else(|| Refusal::LogIn {
        then: visitor.asked().to_owned(),
    })?;
    visitor.require(app, Privilege::View, "dashboard").await?;
    Ok(session)
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        match self {
            Self::LogIn { then } if then == "/" => Redirect::to("/login").into_response(),
            Self::LogIn { then } => {
                let login = Query::default().with("then", &then).at("/login");
                Redirect::to(&login).into_response()
            }
            Self::Error(error) => error.into_response(),
        }
    }
}

impl<E: Into<ApiError>> From<E> for Refusal {
    fn from(error: E) -> Self {
        Self::Error(error.into())
    }
}
