//! A session: logged in once, its cookie sent with every request; or a token that needs no log-in.

use reqwest::header::{AUTHORIZATION, COOKIE, HeaderMap, HeaderValue, SET_COOKIE};

use super::{Address, ClientError};
use crate::generated::client::Client;
use crate::types::{LoginRequest, SessionInfoResponse};

/// A client that is logged in.
#[derive(Debug, Clone)]
pub struct Session {
    address: Address,
    client: Client,
    patient: Client,
    /// None: a token is sent, and nothing was asked yet.
    info: Option<SessionInfoResponse>,
}

impl Session {
    /// Logs in. The cookie is kept here, not by reqwest: a cookie store would be another dependency for one cookie.
    pub async fn log_in(
        address: Address,
        login: &str,
        password: &str,
    ) -> Result<Self, ClientError> {
        let body = LoginRequest {
            login: login
                .parse()
                .map_err(|error| ClientError::Request(format!("the login is {error}")))?,
            password: password
                .parse()
                .map_err(|error| ClientError::Request(format!("the password is {error}")))?,
        };
        let response = address
            .client(HeaderMap::new())?
            .login()
            .body(body)
            .send()
            .await
            .map_err(|error| ClientError::of(&address, error))?;
        let Some(cookie) = cookie(response.headers()) else {
            return Err(ClientError::Foreign {
                server: address.to_string(),
                reason: "the log-in set no cookie".to_owned(),
                status: Some(response.status().as_u16()),
            });
        };
        let mut headers = HeaderMap::new();
        headers.insert(COOKIE, cookie);
        Ok(Self {
            client: address.client(headers.clone())?,
            patient: address.patient_client(headers)?,
            address,
            info: Some(response.into_inner()),
        })
    }

    /// Acts with an API token (`Authorization: Bearer`). Nothing is asked yet: the first request shows whether the token is
    /// known.
    pub fn with_token(address: Address, token: &str) -> Result<Self, ClientError> {
        let mut value = HeaderValue::from_str(&format!("Bearer {token}")).map_err(|_| {
            ClientError::Request("the token has letters that no token has".to_owned())
        })?;
        value.set_sensitive(true);
        let mut headers = HeaderMap::new();
        headers.insert(AUTHORIZATION, value);
        Ok(Self {
            client: address.client(headers.clone())?,
            patient: address.patient_client(headers)?,
            address,
            info: None,
        })
    }

    /// The generated client, with the session's cookie.
    pub fn api(&self) -> &Client {
        &self.client
    }

    /// The same for an `ingest` of any length: it does not give up while the server reads.
    pub fn patient_api(&self) -> &Client {
        &self.patient
    }

    /// Who is logged in, and what they may do; none for a token.
    pub fn info(&self) -> Option<&SessionInfoResponse> {
        self.info.as_ref()
    }

    /// An error of the generated client as a sentence.
    pub fn explain(&self, error: progenitor_client::Error<crate::types::ErrorBody>) -> ClientError {
        ClientError::of(&self.address, error)
    }

    /// Ends the session at the server; a token stays what it is.
    pub async fn log_out(self) -> Result<(), ClientError> {
        if self.info.is_none() {
            return Ok(());
        }
        match self.client.logout().send().await {
            Ok(_) => Ok(()),
            Err(error) => Err(self.explain(error)),
        }
    }
}

/// The cookies that an answer sets, without their attributes. The vendor's session cookie has another name than ours,
/// and a load balancer may add its own.
fn cookie(headers: &HeaderMap) -> Option<HeaderValue> {
    let pairs: Vec<&str> = headers
        .get_all(SET_COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok()?.split(';').next())
        .map(str::trim)
        .filter(|pair| pair.contains('='))
        .collect();
    let mut cookie = HeaderValue::from_str(&pairs.join("; ")).ok()?;
    cookie.set_sensitive(true);
    (!pairs.is_empty()).then_some(cookie)
}

#[cfg(test)]
mod tests {
    use super::cookie;
    use reqwest::header::{HeaderMap, HeaderValue, SET_COOKIE};

    #[test]
    fn all_cookies_are_sent_back_without_their_attributes() {
        let mut headers = HeaderMap::new();
        assert_eq!(cookie(&headers), None);
        headers.append(
            SET_COOKIE,
            HeaderValue::from_static("SESSION=abc; Path=/; HttpOnly"),
        );
        headers.append(SET_COOKIE, HeaderValue::from_static("route=7"));
        let cookie = cookie(&headers);
        assert_eq!(
            cookie,
            Some(HeaderValue::from_static("SESSION=abc; route=7"))
        );
        assert_eq!(format!("{cookie:?}"), "Some(Sensitive)");
    }
}
