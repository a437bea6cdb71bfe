//! The log: to standard error; standard output has the address.

use clap::ValueEnum;
use schemars::JsonSchema;
use serde::Deserialize;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Layer as _};

use crate::cli::failure::Failure;
use crate::traces::{SPANS, Traces};

/// How log lines look.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum LogFormat {
    /// For people
    #[default]
    Text,
    /// One JSON object a line
    Json,
}

/// Whether a text says what is logged.
pub(super) fn filter(text: &str) -> Result<EnvFilter, Failure> {
    EnvFilter::try_new(text).map_err(|error| {
        Failure::usage(format!(
            "`{text}` does not say what is logged ({error}); write info, debug, warn or backup_catalog=trace"
        ))
    })
}

/// Logs from now on, and takes the spans that are sent to a collector.
pub(super) fn start(
    format: LogFormat,
    filter: EnvFilter,
    traces: Option<&Traces>,
) -> Result<(), Failure> {
    let layer = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    let layer = match format {
        LogFormat::Text => layer
            .with_ansi(std::io::IsTerminal::is_terminal(&std::io::stderr()))
            .boxed(),
        LogFormat::Json => layer.json().flatten_event(true).boxed(),
    };
    let spans = traces.map(Traces::layer);
    let set = tracing_subscriber::registry()
        .with(layer.with_filter(without_spans(filter)))
        .with(spans)
        .try_init();
    set.map_err(|error| Failure::unreachable(format!("cannot log: {error}")))
}

/// What is sent to a collector is not logged beside it.
fn without_spans(filter: EnvFilter) -> EnvFilter {
    match format!("{SPANS}=off").parse() {
        Ok(none) => filter.add_directive(none),
        Err(_) => filter,
    }
}
