//! `/healthz` and `/readyz`: what a supervisor and a load balancer ask, without a session.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::Router;
use axum::routing::get;

use crate::app::App;
use crate::http::ApiError;

/// Whether requests should come to this server.
#[derive(Debug, Clone)]
pub(super) struct Readiness {
    app: Arc<App>,
    ending: Arc<AtomicBool>,
}

impl Readiness {
    /// Ready as long as the database can be read.
    pub(super) fn new(app: Arc<App>) -> Self {
        Self {
            app,
            ending: Arc::new(AtomicBool::new(false)),
        }
    }

    /// Not any more: the server is about to end.
    pub(super) fn end(&self) {
        self.ending.store(true, Ordering::Relaxed);
    }

    async fn check(&self) -> Result<&'static str, ApiError> {
        if self.ending.load(Ordering::Relaxed) {
            return Err(ApiError::unavailable(
                "The server is ending; ask another one.",
                5,
            ));
        }
        match self.app.store.schema_version().await {
            Ok(_) => Ok("ready\n"),
            Err(error) => {
                tracing::warn!(%error, "not ready: the database cannot be read");
                Err(ApiError::unavailable(
                    "The database cannot be read; the server's log says why.",
                    5,
                ))
            }
        }
    }
}

/// `/healthz`: the process answers, whatever the database does; a supervisor that restarted it would win nothing.
/// `/readyz`: it can also read the database and is not ending.
pub(super) fn router(readiness: Readiness) -> Router {
    Router::new()
        .route("/healthz", get(|| async { "alive\n" }))
        .route(
            "/readyz",
            get(move || async move { readiness.check().await }),
        )
}
