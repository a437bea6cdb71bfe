//! Where a server is.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use reqwest::header::HeaderMap;
use reqwest::{ClientBuilder, Url};

use super::ClientError;
use crate::generated::client::Client;

/// How long a connection may take to come about (chosen).
const CONNECT: Duration = Duration::from_secs(10);

/// How long a server may be silent (chosen: twice what it gives itself before its answer begins).
const SILENCE: Duration = Duration::from_mins(2);

/// A server's address, such as `http://127.0.0.1:8181`; the base path `/api` need not be given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address(Url);

impl Address {
    /// Where the operations are, without a slash at the end.
    pub fn base(&self) -> String {
        let text = self.0.as_str().trim_end_matches('/');
        if text.ends_with("/api") {
            text.to_owned()
        } else {
            format!("{text}/api")
        }
    }

    /// A generated client that sends these headers with every request.
    pub(super) fn client(&self, headers: HeaderMap) -> Result<Client, ClientError> {
        #[cfg(feature = "tls")]
        provide_tls();
        let client = ClientBuilder::new()
            .connect_timeout(CONNECT)
            .read_timeout(SILENCE)
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
        Ok(Self(url))
    }
}

impl fmt::Display for Address {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.0.as_str().trim_end_matches('/'))
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
