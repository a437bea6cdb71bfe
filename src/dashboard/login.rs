//! `/login` and `/logout`

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse as _, Redirect, Response};
use maud::html;

use super::frame;
use crate::app::App;
use crate::catalog::session::cookie;
use crate::http::{ApiError, Visitor};
use crate::session::SessionError;

pub(super) async fn show(visitor: Visitor) -> Response {
    if visitor.live().is_some() {
        return Redirect::to("/").into_response();
    }
    form(None)
}

fn form(refused: Option<&str>) -> Response {
    let content = html! {
        @if let Some(refused) = refused { p.alarm role="alert" { (refused) } }
        form.card method="post" action="/login" {
            label for="login" { "Login" }
            input id="login" name="login" autocomplete="username" required autofocus;
            label for="password" { "Password" }
            input id="password" name="password" type="password" autocomplete="current-password" required;
            button { "Log in" }
        }
    };
    frame::page("Log in", None, &content)
}

pub(super) async fn log_in(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    body: String,
) -> Result<Response, ApiError> {
    let field = |name: &str| {
        form_urlencoded::parse(body.as_bytes())
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
            .unwrap_or_default()
    };
    let attempt = app
        .sessions
        .log_in(&field("login"), field("password"), visitor.address())
        .await;
    match attempt {
        Ok((token, session)) => {
            let cookie = cookie(&token, &session, visitor.is_encrypted());
            Ok(([(SET_COOKIE, cookie)], Redirect::to("/")).into_response())
        }
        Err(error @ SessionError::Refused) => {
            Ok((StatusCode::UNAUTHORIZED, form(Some(&error.to_string()))).into_response())
        }
        Err(error @ SessionError::TooMany { .. }) => Ok((
            StatusCode::TOO_MANY_REQUESTS,
            form(Some(&error.to_string())),
        )
            .into_response()),
        Err(SessionError::Store(error)) => Err(error.into()),
        Err(error) => Err(ApiError::internal(error)),
    }
}

pub(super) async fn log_out(
    State(app): State<Arc<App>>,
    visitor: Visitor,
) -> Result<Redirect, ApiError> {
    if let Some((shown, session)) = visitor.live() {
        app.sessions
            .log_out(shown, session, visitor.address())
            .await?;
    }
    Ok(Redirect::to("/login"))
}
