//! Where a collector takes traces.

use std::str::FromStr;

use reqwest::Url;

/// The path where collectors take traces, below the address of all that they take.
const PATH: &str = "v1/traces";

/// A collector's address: OTLP over HTTP, the message in protobuf.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint(Url);

/// What is no collector's address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EndpointError {
    /// Something else.
    #[error("it is no URL; write http://HOST:4318, as OTEL_EXPORTER_OTLP_ENDPOINT has it")]
    NoUrl,
    /// Another protocol.
    #[error(
        "traces are sent over HTTP; write http://HOST:4318 or https://HOST:4318 (4317 is the port for gRPC)"
    )]
    Scheme,
    /// A secret where it is seen.
    #[error(
        "a name, password or query does not belong into it; put a token into OTEL_EXPORTER_OTLP_HEADERS, \
         such as Authorization=Bearer%20TOKEN"
    )]
    Secret,
}

impl Endpoint {
    /// The address for traces.
    pub(super) fn url(&self) -> &Url {
        &self.0
    }
}

impl FromStr for Endpoint {
    type Err = EndpointError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut url: Url = text.parse().map_err(|_| EndpointError::NoUrl)?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(EndpointError::Scheme);
        }
        let is_plain = url.username().is_empty()
            && url.password().is_none()
            && url.query().is_none()
            && url.fragment().is_none();
        if !is_plain {
            return Err(EndpointError::Secret);
        }
        let path = url.path().trim_end_matches('/').to_owned();
        if path.ends_with(PATH) {
            url.set_path(&path);
        } else {
            url.set_path(&format!("{path}/{PATH}"));
        }
        Ok(Self(url))
    }
}

#[cfg(test)]
mod tests {
    use super::{Endpoint, EndpointError};

    #[test]
    fn the_address_of_a_collector_gets_the_path_of_traces() {
        for (text, expected) in [
            ("http://collector:4318", "http://collector:4318/v1/traces"),
            ("http://collector:4318/", "http://collector:4318/v1/traces"),
            (
                "https://gateway.example/otlp",
                "https://gateway.example/otlp/v1/traces",
            ),
            (
                "http://collector:4318/v1/traces",
                "http://collector:4318/v1/traces",
            ),
        ] {
            let endpoint = text.parse::<Endpoint>();
            let url = endpoint.as_ref().map(|endpoint| endpoint.url().as_str());
            assert_eq!(url, Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_such_address_is_refused() {
        for (text, expected) in [
            ("collector", EndpointError::NoUrl),
            ("collector:4318", EndpointError::Scheme),
            ("grpc://collector:4317", EndpointError::Scheme),
            ("http://name:word@collector:4318", EndpointError::Secret),
            ("http://collector:4318?key=word", EndpointError::Secret),
        ] {
            assert_eq!(text.parse::<Endpoint>(), Err(expected), "{text}");
        }
    }
}
