//! Everything that the server answers, behind the layers that every request passes.

use std::sync::Arc;

use axum::Router;

use crate::app::App;
use crate::contract;
use crate::dashboard;
use crate::generated::server::{
    access_api_router, backups_api_router, catalog_api_router, monitoring_api_router,
};
use crate::http::{HttpSettings, layers};
use crate::ping;
use crate::report;

use super::probes::{self, Readiness};

/// The vendor's operations and ours under `/api`, beside them the contract and what supervisors ask.
pub fn router(app: Arc<App>, settings: &HttpSettings) -> Router {
    let readiness = Readiness::new(Arc::clone(&app));
    router_that_ends(app, readiness, settings)
}

/// The same, of a server that will say when it ends.
pub(super) fn router_that_ends(
    app: Arc<App>,
    readiness: Readiness,
    settings: &HttpSettings,
) -> Router {
    let api = backups_api_router(Arc::clone(&app))
        .merge(catalog_api_router(Arc::clone(&app)))
        .merge(monitoring_api_router(Arc::clone(&app)))
        .merge(access_api_router(Arc::clone(&app)));
    let settings = HttpSettings {
        error_page: Some(dashboard::error_page),
        metrics: Some(app.metrics.clone()),
        ..settings.clone()
    };
    layers(
        Router::new()
            .nest("/api", api)
            .merge(contract::router())
            .merge(report::router(Arc::clone(&app)))
            .merge(ping::router(Arc::clone(&app)))
            .merge(dashboard::router(app))
            .merge(probes::router(readiness)),
        &settings,
    )
}
