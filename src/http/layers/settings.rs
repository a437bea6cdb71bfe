//! What can be set about the layers.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use axum::http::{HeaderValue, StatusCode};
use ipnet::IpNet;
use uuid::Uuid;

use crate::metrics::Metrics;
use crate::types::ErrorBody;

/// Makes a page (HTML) of a status and an error.
pub type ErrorPage = fn(StatusCode, &ErrorBody) -> String;

/// Settings of the layers.
#[derive(Clone)]
pub struct HttpSettings {
    /// The longest JSON body in bytes, after decompression. 1 MiB (chosen: ten times the longest sensible one).
    pub json_body_limit: usize,
    /// The longest path and query in bytes. 16 KiB (chosen: 400 guids).
    pub uri_limit: usize,
    /// How long a request may take until its answer begins, counted from the last piece of its body; and a JSON body until its end.
    /// 60 s (chosen).
    pub time_out: Duration,
    /// The origins, such as `https://intranet.example`, whose pages may call the API with the user's cookie.
    /// None by default.
    pub allowed_origins: Vec<HeaderValue>,
    /// The proxies whose `X-Forwarded-For` is believed. None by default.
    pub trusted_proxies: Vec<IpNet>,
    /// Whether the connection to the client is encrypted: cookies are for such ones only then.
    pub encrypted: bool,
    /// Where requests are counted; nowhere by default.
    pub metrics: Option<Metrics>,
    /// Whether spans of requests are sent to somebody. Not by default: they are not even made.
    pub traces: bool,
    /// Makes the id of a request that does not bring its own. Random UUIDs by default.
    pub request_ids: Arc<dyn Fn() -> String + Send + Sync>,
    /// What a browser is shown in place of an error's JSON, outside of the API. None by default: JSON.
    pub error_page: Option<ErrorPage>,
}

impl Default for HttpSettings {
    fn default() -> Self {
        Self {
            json_body_limit: super::JsonBodyLimit::default().bytes,
            uri_limit: 16 * 1024,
            time_out: Duration::from_mins(1),
            allowed_origins: Vec::new(),
            trusted_proxies: Vec::new(),
            encrypted: false,
            metrics: None,
            traces: false,
            request_ids: Arc::new(|| Uuid::new_v4().to_string()),
            error_page: None,
        }
    }
}

impl fmt::Debug for HttpSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpSettings")
            .field("json_body_limit", &self.json_body_limit)
            .field("uri_limit", &self.uri_limit)
            .field("time_out", &self.time_out)
            .field("allowed_origins", &self.allowed_origins)
            .field("trusted_proxies", &self.trusted_proxies)
            .field("encrypted", &self.encrypted)
            .field("traces", &self.traces)
            .finish_non_exhaustive()
    }
}
