//! `/login` and `/logout`

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse as _, Redirect, Response};
use maud::html;

use super::frame::{self, Place};
use super::query::Query;
use crate::app::App;
use crate::catalog::session::cookie;
use crate::http::{ApiError, Visitor};
use crate::session::SessionError;

pub(super) async fn show(visitor: Visitor, RawQuery(query): RawQuery) -> Response {
    let then = then(&Query::parse(&query.unwrap_or_default()));
    if visitor.live().is_some() {
        return Redirect::to(&then).into_response();
    }
    form(None, &then)
}

/// The page of this server to go to afterwards. What could be another server's address is the overview.
fn then(query: &Query) -> String {
    let asked = query.first("then").filter(|path| {
        let mut letters = path.chars();
        letters.next() == Some('/')
            // Browsers read `//host` and `/\host` as the address of a host, and drop tabs and line ends before.
            && !matches!(letters.next(), Some('/' | '\\'))
            && !path.chars().any(char::is_control)
    });
    asked.unwrap_or("/").to_owned()
}

fn form(refused: Option<&str>, then: &str) -> Response {
    let content = html! {
        form.card.login method="post" action="/login" {
            @if let Some(refused) = refused { p.alarm role="alert" { (refused) } }
            label for="login" { "Login" }
            input id="login" name="login" autocomplete="username" autocapitalize="none" required autofocus;
            label for="password" { "Password" }
            input id="password" name="password" type="password" autocomplete="current-password" required;
            input type="hidden" name="then" value=(then);
            button { "Log in" }
        }
    };
    frame::page("Log in", Place::None, None, &content)
}

pub(super) async fn log_in(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    body: String,
) -> Result<Response, ApiError> {
    let sent = Query::parse(&body);
    let then = then(&sent);
    let field = |name: &str| sent.first(name).unwrap_or_default().to_owned();
    let attempt = app
        .sessions
        .log_in(&field("login"), field("password"), visitor.address())
        .await;
    match attempt {
        Ok((token, session)) => {
            let cookie = cookie(&token, &session, visitor.is_encrypted());
            Ok(([(SET_COOKIE, cookie)], Redirect::to(&then)).into_response())
        }
        Err(error @ SessionError::Refused) => Ok((
            StatusCode::UNAUTHORIZED,
            form(Some(&error.to_string()), &then),
        )
            .into_response()),
        Err(error @ SessionError::TooMany { .. }) => Ok((
            StatusCode::TOO_MANY_REQUESTS,
            form(Some(&error.to_string()), &then),
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

#[cfg(test)]
mod tests {
    use super::{Query, then};

    #[test]
    fn no_address_of_another_host_comes_after_the_log_in() {
        let after = |path: &str| then(&Query::default().with("then", path));
        assert_eq!(after("/backups?status=FAILED"), "/backups?status=FAILED");
        for foreign in [
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "/\t/evil.example",
            "",
        ] {
            assert_eq!(after(foreign), "/", "{foreign:?}");
        }
    }
}
