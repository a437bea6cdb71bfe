//! Everything that the server answers, behind the layers that every request passes.

use std::sync::Arc;

use axum::Router;

use crate::app::App;
use crate::contract;
use crate::generated::server::{backups_api_router, catalog_api_router};
use crate::http::{HttpSettings, layers};

/// The vendor's operations and ours under `/api`, the contract beside them.
pub fn router(app: Arc<App>, settings: &HttpSettings) -> Router {
    let api = backups_api_router(Arc::clone(&app)).merge(catalog_api_router(app));
    layers(
        Router::new().nest("/api", api).merge(contract::router()),
        settings,
    )
}
