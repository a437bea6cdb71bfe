//! Where a server is.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::HeaderMap;
use reqwest::{ClientBuilder, Url};

use super::ClientError;
use crate::generated::client::Client;

/// How long a connection may take to come about (chosen).
const CONNECT: Duration = Duration::from_secs(10);

/// How long a server may be silent (chosen: twice what it gives itself before its answer begins).
const SILENCE: Duration = Duration::from_mins(2);

/// How long a connection may carry nothing before it is asked whether it is still there (chosen).
const KEEP_ALIVE: Duration = Duration::from_secs(30);

/// A server's address, such as `http://127.0.0.1:8181`; the base path `/api` need not be given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    url: Url,
    /// PEM: the only certificates that are trusted.
    authority: Option<Arc<[u8]>>,
}

impl Address {
    /// Where the operations are, without a slash at the end.
    pub fn base(&self) -> String {
        let text = self.url.as_str().trim_end_matches('/');
        if text.ends_with("/api") {
            text.to_owned()
        } else {
            format!("{text}/api")
        }
    }

    /// The name or address of its machine.
    pub fn host(&self) -> &str {
        self.url.host_str().unwrap_or_default()
    }

    /// Trusts only what these certificates (PEM) have signed, or a server that has one of them; not what the system
    /// trusts.
    #[cfg(feature = "tls")]
    pub fn with_authority(self, pem: &[u8]) -> Result<Self, ClientError> {
        let found = reqwest::Certificate::from_pem_bundle(pem).unwrap_or_default();
        if found.is_empty() {
            return Err(ClientError::Request(
                "there is no certificate to trust; it has to be PEM".to_owned(),
            ));
        }
        Ok(Self {
            authority: Some(pem.into()),
            ..self
        })
    }

    /// PEM: the only certificates that are trusted; none: what the system trusts.
    #[cfg(feature = "cli")]
    pub(crate) fn authority(&self) -> Option<&[u8]> {
        self.authority.as_deref()
    }

    #[cfg(feature = "tls")]
    fn trusting(&self, builder: ClientBuilder) -> Result<ClientBuilder, ClientError> {
        let Some(pem) = &self.authority else {
            return Ok(builder);
        };
        let trusted = reqwest::Certificate::from_pem_bundle(pem);
        let trusted = trusted.map_err(|error| ClientError::unreachable(self, &error))?;
        Ok(builder.tls_certs_only(trusted))
    }

    #[cfg(not(feature = "tls"))]
    #[allow(
        clippy::unnecessary_wraps,
        clippy::unused_self,
        reason = "with TLS it can fail"
    )]
    fn trusting(&self, builder: ClientBuilder) -> Result<ClientBuilder, ClientError> {
        Ok(builder)
    }

    /// A generated client that sends these headers with every request, and gives up when the server is silent.
    pub(super) fn client(&self, headers: HeaderMap) -> Result<Client, ClientError> {
        self.built(headers, |builder| builder.read_timeout(SILENCE))
    }

    /// The same for bodies that may take hours: a server says nothing while it reads one. That it is still there is seen
    /// by the connection.
    pub(super) fn patient_client(&self, headers: HeaderMap) -> Result<Client, ClientError> {
        self.built(headers, |builder| builder.tcp_keepalive(KEEP_ALIVE))
    }

    fn built(
        &self,
        headers: HeaderMap,
        patience: impl FnOnce(ClientBuilder) -> ClientBuilder,
    ) -> Result<Client, ClientError> {
        #[cfg(feature = "tls")]
        provide_tls();
        let builder = self.trusting(patience(ClientBuilder::new()))?;
        let client = builder
            .connect_timeout(CONNECT)
            .user_agent(concat!("backup-catalog/", env!("CARGO_PKG_VERSION")))
            // Another address would get the password or the session.
            .redirect(reqwest::redirect::Policy::none())
            .default_headers(headers)
            .build()
            .map_err(|error| ClientError::unreachable(self, &error))?;
        Ok(Client::new_with_client(&self.base(), client))
    }
}

impl FromStr for Address {
    type Err = ClientError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refuse = |reason| ClientError::Address {
            text: text.to_owned(),
            reason,
        };
        let url: Url = text
            .parse()
            .map_err(|_| refuse("it is not a URL such as http://127.0.0.1:8181"))?;
        match url.scheme() {
            "http" => {}
            "https" if cfg!(feature = "tls") => {}
            "https" => return Err(refuse("this program was built without HTTPS")),
            _ => return Err(refuse("only http and https are spoken")),
        }
        if !url.username().is_empty() || url.password().is_some() {
            // It would stand in the process list and in error messages.
            return Err(ClientError::Address {
                text: format!(
                    "{}://…@{}",
                    url.scheme(),
                    url.host_str().unwrap_or_default()
                ),
                reason: "a login and password do not belong in the address",
            });
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(refuse("it must end with the path"));
        }
        Ok(Self {
            url,
            authority: None,
        })
    }
}

impl fmt::Display for Address {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.url.as_str().trim_end_matches('/'))
    }
}

/// rustls takes the first provider that is installed in a process.
#[cfg(feature = "tls")]
pub(crate) fn provide_tls() {
    if rustls::crypto::CryptoProvider::get_default().is_none() {
        // Somebody else may have been faster; theirs is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
    }
}

#[cfg(test)]
mod tests {
    use super::Address;

    #[test]
    fn the_base_path_is_added_once() {
        for text in [
            "http://nas:8181",
            "http://nas:8181/",
            "http://nas:8181/api",
            "http://nas:8181/api/",
        ] {
            let address: Address = text.parse().unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(address.base(), "http://nas:8181/api");
        }
        let below: Result<Address, _> = "http://nas/backups".parse();
        assert_eq!(
            below.map(|address| address.base()).ok().as_deref(),
            Some("http://nas/backups/api")
        );
    }

    #[test]
    fn an_address_that_cannot_be_used_is_refused_with_its_reason() {
        let cases = [
            ("nas", "it is not a URL"),
            ("nas:8181", "only http and https"),
            ("ftp://nas", "only http and https"),
            ("http://nas/?a=b", "it must end with the path"),
        ];
        for (text, reason) in cases {
            let Err(refused) = text.parse::<Address>() else {
                panic!("{text}")
            };
            let message = refused.to_string();
            assert!(
                message.contains(text) && message.contains(reason),
                "{message}"
            );
        }
    }

    #[test]
    fn a_password_in_an_address_is_refused_and_not_repeated() {
        let Err(refused) = "http://admin:secret@nas:8181".parse::<Address>() else {
            panic!("taken")
        };
        let message = refused.to_string();
        assert!(!message.contains("secret"), "{message}");
        assert!(
            message.contains("do not belong in the address"),
            "{message}"
        );
    }
}
