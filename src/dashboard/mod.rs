//! Pages for people, rendered on the server: one file a page and a picture. They ask the store as the API does, need no
//! script, and nothing from any other host.

mod bars;
mod days;
mod entity;
mod frame;
mod login;
mod overview;

use std::sync::Arc;

use axum::Router;
use axum::http::header::CONTENT_TYPE;
use axum::routing::{get, post};

use crate::app::App;

/// `/`, `/login`, `/logout` and `/entities/{guid}`.
pub fn router<S: Clone + Send + Sync + 'static>(app: Arc<App>) -> Router<S> {
    Router::new()
        .route("/", get(overview::show))
        .route("/login", get(login::show).post(login::log_in))
        .route("/logout", post(login::log_out))
        .route("/entities/{guid}", get(entity::show))
        .route("/dashboard.css", get(style))
        .with_state(app)
}

async fn style() -> ([(axum::http::HeaderName, &'static str); 1], &'static str) {
    (
        [(CONTENT_TYPE, "text/css; charset=utf-8")],
        include_str!("dashboard.css"),
    )
}
