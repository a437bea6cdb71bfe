//! What Prometheus reads: how the catalog stands, and what this server has done.
//!
//! Labels are bounded: operations by their id and never by a path, entities up to a limit, the most urgent first.

mod catalog;
mod page;
mod reports;
mod requests;

use std::sync::Arc;

use prometheus_client::metrics::gauge::ConstGauge;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::Registry;

pub use catalog::ENTITIES;
pub use page::{Readers, router};
pub use reports::Refused;

use reports::Reports;
use requests::Requests;

/// What this server has counted since it started. Clones share it.
#[derive(Debug, Clone)]
pub struct Metrics {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    registry: Registry,
    requests: Requests,
    reports: Reports,
    sample: tokio::sync::Mutex<Option<Arc<catalog::Sample>>>,
}

impl Metrics {
    /// Nothing counted yet, by a server that starts now, epoch ms.
    pub fn new(now: i64) -> Self {
        let mut registry = Registry::default();
        registry.register(
            "process_start_time_seconds",
            "When this server started, Unix time",
            ConstGauge::new(catalog::seconds(now)),
        );
        let registry_of_ours = registry.sub_registry_with_prefix("backup_catalog");
        registry_of_ours.register(
            "build",
            "The version of this server",
            Info::new([("version", env!("CARGO_PKG_VERSION"))]),
        );
        let requests = Requests::default();
        requests.register(registry_of_ours);
        let reports = Reports::default();
        reports.register(registry_of_ours);
        Self {
            inner: Arc::new(Inner {
                registry,
                requests,
                reports,
                sample: tokio::sync::Mutex::default(),
            }),
        }
    }

    /// Notes that the answer to a request has begun.
    pub(crate) fn answered(&self, operation: &'static str, status: u16, seconds: f64) {
        self.inner.requests.answered(operation, status, seconds);
    }

    /// Notes what became of the records of a report.
    pub fn reported(&self, report: &crate::ingest::Report, now: i64) {
        self.inner.reports.taken(report, now);
    }

    /// Notes a report of which nothing was taken.
    pub fn refused(&self, why: Refused) {
        self.inner.reports.refused(why);
    }
}
