//! Sending spans to a collector.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use async_trait::async_trait;
use opentelemetry::trace::TracerProvider as _;
use opentelemetry::{Key, KeyValue, global};
use opentelemetry_http::{Bytes, HttpClient, HttpError, Request, Response};
use opentelemetry_otlp::{ExporterBuildError, Protocol, SpanExporter};
use opentelemetry_otlp::{WithExportConfig as _, WithHttpConfig as _};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::SdkTracerProvider;
use tokio::sync::oneshot;
use tracing::Subscriber;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::{FilterFn, LevelFilter};
use tracing_subscriber::registry::LookupSpan;

use super::{Endpoint, SPANS};
use crate::human::causes;

/// What spans come from, unless `OTEL_SERVICE_NAME` says otherwise.
const SERVICE: &str = env!("CARGO_PKG_NAME");

/// How long a collector may take for a message (the standard's default).
const PATIENCE: Duration = Duration::from_secs(10);

/// Spans on their way to a collector. They wait in a queue of bounded length, and what does not fit is lost: a collector
/// that does not answer costs traces, never answers.
#[derive(Debug, Clone)]
pub struct Traces {
    provider: SdkTracerProvider,
}

/// Why nothing can be sent.
#[derive(Debug, thiserror::Error)]
pub enum TracesError {
    /// What the environment says (`OTEL_…`) cannot be done.
    #[error("traces cannot be sent: {0}")]
    Settings(#[from] ExporterBuildError),
    /// No HTTP.
    #[error("traces cannot be sent: {0}")]
    Client(#[from] reqwest::Error),
}

impl Traces {
    /// To a collector, from now on. Not for an asynchronous task.
    pub fn to(endpoint: &Endpoint) -> Result<Self, TracesError> {
        crate::client::provide_tls();
        let client = reqwest::blocking::Client::builder()
            .timeout(PATIENCE)
            .user_agent(concat!("backup-catalog/", env!("CARGO_PKG_VERSION")))
            // Another address would get the token.
            .redirect(reqwest::redirect::Policy::none())
            .build()?;
        let collector = Collector {
            client,
            is_silent: AtomicBool::new(false),
        };
        let exporter = SpanExporter::builder()
            .with_http()
            .with_http_client(collector)
            .with_endpoint(endpoint.url().as_str())
            .with_protocol(Protocol::HttpBinary)
            .build()?;
        global::set_text_map_propagator(TraceContextPropagator::new());
        Ok(Self {
            provider: SdkTracerProvider::builder()
                .with_resource(resource())
                .with_batch_exporter(exporter)
                .build(),
        })
    }

    /// Takes the spans that are to be sent, and nothing else.
    pub fn layer<S>(&self) -> impl Layer<S> + use<S>
    where
        S: Subscriber + for<'span> LookupSpan<'span>,
    {
        let wanted = FilterFn::new(|metadata| metadata.is_span() && metadata.target() == SPANS)
            .with_max_level_hint(LevelFilter::INFO);
        tracing_opentelemetry::layer()
            .with_tracer(self.provider.tracer(SERVICE))
            .with_location(false)
            .with_threads(false)
            .with_target(false)
            .with_tracked_inactivity(false)
            // A request moves between threads, and its parent is known only after its span is made.
            .with_context_activation(false)
            .with_filter(wanted)
    }

    /// Sends what still waits, for so long at most.
    pub async fn end(self, limit: Duration) {
        let (sender, ended) = oneshot::channel();
        // A thread of its own: the end of the program does not wait for it.
        thread::spawn(move || {
            // Nobody may wait any more.
            let _ = sender.send(self.provider.shutdown_with_timeout(limit));
        });
        if let Ok(Err(error)) = ended.await {
            tracing::warn!(%error, "the last traces were not sent");
        }
    }
}

fn resource() -> Resource {
    let resource = Resource::builder();
    let name = Resource::builder()
        .build()
        .get(&Key::from_static_str("service.name"));
    let is_named = name.is_some_and(|name| !name.as_str().starts_with("unknown_service"));
    let resource =
        resource.with_attribute(KeyValue::new("service.version", env!("CARGO_PKG_VERSION")));
    if is_named {
        resource.build()
    } else {
        resource.with_service_name(SERVICE).build()
    }
}

/// Says in the log when the collector stops taking spans and why, and when it takes them again.
#[derive(Debug)]
struct Collector {
    client: reqwest::blocking::Client,
    is_silent: AtomicBool,
}

impl Collector {
    fn failed(&self, reason: &str) {
        if !self.is_silent.swap(true, Ordering::Relaxed) {
            tracing::warn!(
                reason,
                "the collector does not take traces, and they are lost"
            );
        }
    }

    fn answered(&self) {
        if self.is_silent.swap(false, Ordering::Relaxed) {
            tracing::info!("the collector takes traces again");
        }
    }
}

#[async_trait]
impl HttpClient for Collector {
    async fn send_bytes(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let answer = self.client.send_bytes(request).await;
        match &answer {
            Ok(answer) if answer.status().is_success() => self.answered(),
            Ok(answer) => self.failed(&format!("it answers {}", answer.status())),
            Err(error) => self.failed(&causes(&**error)),
        }
        answer
    }
}
