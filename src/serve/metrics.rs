//! The address where metrics are read: one of its own, so that what names every entity is not where users log in.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum_server::Handle;
use axum_server::tls_rustls::RustlsConfig;

use super::door::Door;
use super::{ServeError, bind};
use crate::app::App;
use crate::http::{HttpSettings, layers};
use crate::metrics::{self, Readers};

/// Where metrics are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MetricsOptions {
    /// The address. On this machine whoever reaches it may read; on a network only who shows an API token with the
    /// privilege VIEW and without a scope.
    pub listen: SocketAddr,
    /// Entities that get metrics of their own, at most.
    pub entities: usize,
}

impl MetricsOptions {
    /// Listens.
    pub(super) fn open(
        self,
        tls: Option<RustlsConfig>,
        header_time_out: Duration,
    ) -> Result<MetricsDoor, ServeError> {
        let door = Door {
            listener: bind(self.listen)?,
            tls,
            header_time_out,
        };
        Ok(MetricsDoor {
            options: self,
            door,
        })
    }
}

/// The address, listened on.
#[derive(Debug)]
pub(super) struct MetricsDoor {
    options: MetricsOptions,
    door: Door,
}

impl MetricsDoor {
    /// The address.
    pub(super) fn address(&self) -> io::Result<SocketAddr> {
        self.door.listener.local_addr()
    }

    /// Answers until the handle ends it.
    pub(super) fn serve(
        self,
        app: Arc<App>,
        settings: &HttpSettings,
        handle: Handle<SocketAddr>,
    ) -> impl Future<Output = io::Result<()>> {
        let readers = if self.options.listen.ip().is_loopback() {
            Readers::All
        } else {
            Readers::Privileged
        };
        let router = metrics::router(app, readers, self.options.entities);
        // Scrapes are not counted among the requests.
        let router = layers(router, settings);
        self.door.serve(router, handle)
    }
}
