//! `/metrics`, as text.

use std::fmt;
use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::header::{ACCEPT, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderName};
use axum::routing::get;
use prometheus_client::encoding::{prometheus_text, text};
use prometheus_client::metrics::gauge::ConstGauge;
use prometheus_client::registry::Registry;

use super::Metrics;
use crate::app::App;
use crate::http::{ApiError, Reader};

/// Who may read them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Readers {
    /// Whoever reaches the address.
    All,
    /// Who shows an API token or a session with the privilege VIEW and without a scope.
    Privileged,
}

/// `GET /metrics`; `entities` get metrics of their own.
pub fn router(app: Arc<App>, readers: Readers, entities: usize) -> Router {
    let show = move |State(app): State<Arc<App>>, reader: Reader, headers: HeaderMap| async move {
        if readers == Readers::Privileged {
            reader.of_everything()?;
        }
        show(&app, &headers, entities).await
    };
    Router::new().route("/metrics", get(show)).with_state(app)
}

type Page = ([(HeaderName, &'static str); 1], String);

async fn show(app: &Arc<App>, headers: &HeaderMap, entities: usize) -> Result<Page, ApiError> {
    let mut of_catalog = Registry::default();
    let sample = app.metrics.sample(app, entities).await;
    let is_up = sample.is_ok();
    match sample {
        Ok(sample) => of_catalog.register_collector(Box::new(sample)),
        Err(error) => tracing::warn!(%error, "no metrics of the catalog: it cannot be read"),
    }
    of_catalog.register(
        "backup_catalog_database_up",
        "1: the catalog's database could be read",
        ConstGauge::new(i64::from(is_up)),
    );
    let accepts = headers.get_all(ACCEPT).iter();
    let is_open = accepts
        .filter_map(|header| header.to_str().ok())
        .any(|text| text.contains("application/openmetrics-text"));
    let (kind, written) = if is_open {
        (
            "application/openmetrics-text; version=1.0.0; charset=utf-8",
            open_metrics(&app.metrics, &of_catalog),
        )
    } else {
        (
            prometheus_text::CONTENT_TYPE,
            prometheus(&app.metrics, &of_catalog),
        )
    };
    let written = written.map_err(ApiError::internal)?;
    Ok(([(CONTENT_TYPE, kind)], written))
}

fn open_metrics(metrics: &Metrics, of_catalog: &Registry) -> Result<String, fmt::Error> {
    let mut written = String::new();
    text::encode_registry(&mut written, &metrics.inner.registry)?;
    text::encode(&mut written, of_catalog)?;
    Ok(written)
}

fn prometheus(metrics: &Metrics, of_catalog: &Registry) -> Result<String, fmt::Error> {
    let mut written = String::new();
    prometheus_text::encode(&mut written, &metrics.inner.registry)?;
    prometheus_text::encode(&mut written, of_catalog)?;
    Ok(written)
}
