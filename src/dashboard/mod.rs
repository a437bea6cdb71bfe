//! Pages for people, rendered on the server: one file a page and a picture. They ask the store as the API does, need no
//! script to be read, and nothing from any other host.

mod assets;
mod backup;
mod backups;
mod chart;
mod entity;
mod error_page;
mod expected;
mod field;
mod filter_form;
mod forms;
mod frame;
mod history;
mod login;
mod mark;
mod overview;
mod paging;
mod places;
mod query;
mod refusal;
mod strip;
mod welcome;
mod words;

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};

pub use error_page::error_page;

use crate::app::App;

/// The pages, and what they refer to.
pub fn router<S: Clone + Send + Sync + 'static>(app: Arc<App>) -> Router<S> {
    Router::new()
        .route("/", get(overview::show))
        .route("/login", get(login::show).post(login::log_in))
        .route("/logout", post(login::log_out))
        .route("/entities/{guid}", get(entity::show))
        .route("/entities/{guid}/acknowledge", post(entity::acknowledge))
        .route("/entities/{guid}/expected", post(expected::say))
        .route("/backups", get(backups::show))
        .route("/backups/{guid}", get(backup::show))
        .route("/backups/{guid}/description", post(backup::describe))
        .route("/backups/{guid}/acknowledge", post(backup::acknowledge))
        .route("/policies", get(places::policies))
        .route("/destinations", get(places::destinations))
        .route("/sources", get(places::sources))
        .with_state(app)
        .merge(assets::router())
}
