//! Logging in and out, as the vendor has it.

use crate::app::App;
use crate::generated::server::{CheckSessionOk, GetSessionUserOk, LoginOk, LogoutOk};
use crate::http::{ApiError, COOKIE_NAME, Caller};
use crate::session::{LIFETIME, Session, SessionError};
use crate::types;

/// What the administrator may do: everything that there is.
const PRIVILEGES: [(&str, &str); 6] = [
    ("VIEW", "See backups"),
    ("EDIT", "Edit descriptions and warnings"),
    ("ACKNOWLEDGE", "Acknowledge warnings"),
    ("RESTORE", "Look up any backup for a restore"),
    ("INGEST", "Report backups"),
    ("ADMIN", "Administer the server"),
];

pub(super) async fn login(app: &App, request: types::LoginRequest) -> Result<LoginOk, ApiError> {
    let attempt = app
        .sessions
        .log_in(&request.login, request.password.to_string())
        .await;
    let (token, session) = attempt.map_err(|error| match error {
        SessionError::Refused => {
            tracing::warn!(login = %*request.login, "log-in refused");
            ApiError::unauthenticated(error.to_string())
        }
        SessionError::Store(error) => error.into(),
        error => ApiError::internal(error),
    })?;
    // Lax: links into the dashboard work, requests of other sites carry no cookie. Max-Age in s.
    let cookie = format!(
        "{COOKIE_NAME}={}; Path=/; HttpOnly; SameSite=Lax; Max-Age={}",
        token.as_str(),
        LIFETIME / 1000
    );
    Ok(LoginOk {
        body: describe(&session),
        set_cookie: cookie,
    })
}

pub(super) fn check_session(caller: &Caller) -> Result<CheckSessionOk, ApiError> {
    caller.session()?;
    Ok(CheckSessionOk {})
}

pub(super) fn get_session_user(caller: &Caller) -> Result<GetSessionUserOk, ApiError> {
    Ok(GetSessionUserOk {
        body: describe(caller.session()?),
    })
}

pub(super) async fn logout(app: &App, caller: &Caller) -> Result<LogoutOk, ApiError> {
    app.sessions.log_out(caller.token()?).await?;
    Ok(LogoutOk {})
}

fn describe(session: &Session) -> types::SessionInfoResponse {
    types::SessionInfoResponse {
        requester: types::NameAndGuid {
            guid: session.user,
            name: session.login.clone(),
        },
        privileges: PRIVILEGES
            .iter()
            .map(|(name, description)| types::EnumNameAndDescription {
                name: (*name).to_owned(),
                description: (*description).to_owned(),
            })
            .collect(),
        last_successful_login: Some(session.created),
        ui_time_zone: Some("UTC".to_owned()),
    }
}
