//! An error as a page.

use axum::http::StatusCode;
use maud::html;

use super::frame::{self, Place};
use crate::types::ErrorBody;

/// The page that a browser is shown in place of an error's JSON.
pub fn error_page(status: StatusCode, error: &ErrorBody) -> String {
    let title = match status {
        StatusCode::NOT_FOUND => "This is not here",
        StatusCode::FORBIDDEN => "You may not do this",
        StatusCode::BAD_REQUEST => "This cannot be read",
        StatusCode::PRECONDITION_FAILED | StatusCode::CONFLICT => "Somebody else was faster",
        StatusCode::TOO_MANY_REQUESTS => "Too many requests",
        StatusCode::SERVICE_UNAVAILABLE => "Not now",
        status if status.is_server_error() => "The server failed",
        _ => "This was refused",
    };
    let content = html! {
        div.card.error {
            p.alarm role="alert" { (error.message) }
            @if !error.allowed.is_empty() { p { "Allowed: " (error.allowed.join(", ")) } }
            p.links { a.button href="/" { "To the overview" } a href="/backups" { "All backups" } }
            p.muted { "Status " (status.as_u16()) @if !error.request_id.is_empty() { ", request " code { (error.request_id) } } }
        }
    };
    frame::markup(title, Place::None, None, &content).into_string()
}
