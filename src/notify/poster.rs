//! HTTP to a receiver.

use std::time::Duration;

use reqwest::header::{HeaderMap, HeaderValue};
use reqwest::{Client, Url};

use super::SendError;
use crate::human::causes;

/// How long a receiver may take (chosen).
const PATIENCE: Duration = Duration::from_secs(20);

/// Letters of a refusal that are kept.
const KEPT: usize = 200;

/// Posts to one URL.
#[derive(Clone)]
pub(super) struct Poster {
    client: Client,
    url: Url,
}

impl std::fmt::Debug for Poster {
    /// Without the path: that of many receivers is a secret.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Poster({})", self.host())
    }
}

impl Poster {
    /// To a URL; `authority`: PEM of certificates that are trusted beside the system's.
    pub(super) fn new(url: Url, authority: Option<&[u8]>) -> Result<Self, String> {
        crate::client::provide_tls();
        let mut builder = Client::builder()
            .timeout(PATIENCE)
            .user_agent(concat!("backup-catalog/", env!("CARGO_PKG_VERSION")))
            // Another address would get the message and the token.
            .redirect(reqwest::redirect::Policy::none());
        if let Some(pem) = authority {
            let trusted = reqwest::Certificate::from_pem_bundle(pem)
                .map_err(|error| format!("cannot read the certificates: {error}"))?;
            builder = builder.tls_certs_merge(trusted);
        }
        let client = builder.build().map_err(|error| error.to_string())?;
        Ok(Self { client, url })
    }

    fn host(&self) -> &str {
        self.url.host_str().unwrap_or_default()
    }

    /// Sends JSON.
    pub(super) async fn post(&self, headers: HeaderMap, body: String) -> Result<(), SendError> {
        let request = self
            .client
            .post(self.url.clone())
            .headers(headers)
            .header("content-type", HeaderValue::from_static("application/json"))
            .body(body);
        let answer = request.send().await.map_err(|error| {
            let reason = format!("{}: {}", self.host(), causes(&error.without_url()));
            SendError {
                reason,
                is_final: false,
            }
        })?;
        let status = answer.status();
        if status.is_success() {
            return Ok(());
        }
        let said = answer.text().await.unwrap_or_default();
        let said: String = crate::human::line(said.trim()).chars().take(KEPT).collect();
        Err(SendError {
            reason: format!("{} answers {}: {said}", self.host(), status.as_u16()),
            // It understood, and will not take this message another time either.
            is_final: matches!(status.as_u16(), 400 | 413 | 415 | 422),
        })
    }
}
