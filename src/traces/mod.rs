//! What became of a request and how long its parts took, for a collector of OpenTelemetry.
//!
//! Spans that are sent have a target of their own, `SPANS`. The log leaves them out, and what is logged never gets into
//! a trace: nothing goes to the collector but what stands beside this target. Where no collector is named nobody wants
//! these spans, and they are not made.

#[cfg(feature = "cli")]
mod endpoint;
#[cfg(feature = "cli")]
mod export;

#[cfg(feature = "cli")]
pub use endpoint::{Endpoint, EndpointError};
#[cfg(feature = "cli")]
pub use export::{Traces, TracesError};

use tracing::Span;

/// The target of the spans that are sent.
pub(crate) const SPANS: &str = "backup_catalog::spans";

/// What is done with the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    /// It is read, in one transaction.
    Read,
    /// It is read for as long as somebody takes rows.
    List,
    /// It is written, in one transaction.
    Write,
}

impl Access {
    /// A span of it, waiting for a connection included, below the request's; it lasts until it is dropped. What the
    /// server does by itself has none.
    pub(crate) fn span(self, engine: &'static str) -> Span {
        if Span::current().is_none() {
            return Span::none();
        }
        let name = match self {
            Self::Read => "read",
            Self::List => "list",
            Self::Write => "write",
        };
        tracing::info_span!(
            target: SPANS,
            "database",
            otel.name = name,
            otel.kind = "client",
            db.system.name = engine,
            db.operation.name = name,
        )
    }
}
