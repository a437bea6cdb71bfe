//! Logging in and out, as the vendor has it.

use crate::app::App;
use crate::domain::principal::PrincipalKind;
use crate::generated::server::{
    CheckSessionOk, GetSessionUserOk, LoginOk, LoginWithTokenOk, LogoutOk,
};
use crate::http::{ApiError, COOKIE_NAME, Caller};
use crate::session::{Session, SessionError, Token};
use crate::types;

pub(super) async fn login(
    app: &App,
    caller: &Caller,
    request: types::LoginRequest,
) -> Result<LoginOk, ApiError> {
    let (login, password) = (&request.login, request.password.to_string());
    let attempt = app.sessions.log_in(login, password, caller.address()).await;
    let (token, session) = attempt.map_err(|error| refusal(error, login, caller))?;
    Ok(LoginOk {
        body: describe(&session),
        set_cookie: cookie(&token, &session, caller.is_encrypted()),
    })
}

pub(super) async fn login_with_token(
    app: &App,
    caller: &Caller,
    request: types::TokenLoginRequest,
) -> Result<LoginWithTokenOk, ApiError> {
    let sessions = &app.sessions;
    let attempt = sessions.log_in_with_token(&request.token, caller.address());
    let attempt = attempt.await;
    let (token, session) = attempt.map_err(|error| refusal(error, "a token", caller))?;
    Ok(LoginWithTokenOk {
        body: describe(&session),
        set_cookie: cookie(&token, &session, caller.is_encrypted()),
    })
}

fn refusal(error: SessionError, login: &str, caller: &Caller) -> ApiError {
    match error {
        SessionError::Refused | SessionError::RefusedToken => {
            let address = caller.address().map(tracing::field::display);
            tracing::warn!(login, address, "log-in refused");
            ApiError::unauthenticated(error.to_string())
        }
        SessionError::TooMany { seconds } => {
            ApiError::too_many_requests(error.to_string(), seconds)
        }
        SessionError::Store(error) => error.into(),
        error => ApiError::internal(error),
    }
}

/// Lax: links into the dashboard work, requests of other sites carry no cookie. Max-Age in s.
pub(crate) fn cookie(token: &Token, session: &Session, encrypted: bool) -> String {
    let end = session.expires.unwrap_or(session.created);
    let secure = if encrypted { "; Secure" } else { "" };
    format!(
        "{COOKIE_NAME}={}; Path=/; HttpOnly; SameSite=Lax; Max-Age={}{secure}",
        token.as_str(),
        (end - session.created) / 1000,
    )
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
    let (shown, session) = caller.live()?;
    let address = caller.address();
    app.sessions.log_out(shown, session, address).await?;
    Ok(LogoutOk {})
}

fn describe(session: &Session) -> types::SessionInfoResponse {
    let principal = &session.principal;
    types::SessionInfoResponse {
        requester: types::NameAndGuid {
            guid: principal.guid,
            name: principal.name.clone(),
        },
        privileges: principal
            .privileges
            .iter()
            .map(|privilege| types::EnumNameAndDescription {
                name: privilege.as_str().to_owned(),
                description: privilege.description().to_owned(),
            })
            .collect(),
        last_successful_login: (principal.kind == PrincipalKind::User).then_some(session.created),
        ui_time_zone: Some("UTC".to_owned()),
    }
}
