//! A signed POST, as <https://www.standardwebhooks.com> has it: libraries in most languages check it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::Timestamp;
use reqwest::header::{HeaderMap, HeaderValue};
use serde_json::{Value, json};
use sha2::Sha256;
use uuid::Uuid;

use super::SendError;
use super::message::Message;
use super::poster::Poster;

/// A receiver of webhooks.
#[derive(Debug)]
pub(super) struct Webhook {
    pub(super) poster: Poster,
    /// None: messages are not signed.
    pub(super) secret: Option<Secret>,
}

/// What sender and receiver know.
pub(super) struct Secret(Vec<u8>);

impl std::fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Secret")
    }
}

impl Secret {
    /// Reads `whsec_` and base64 of 24 to 64 bytes.
    pub(super) fn read(text: &str) -> Result<Self, &'static str> {
        let text = text.trim();
        let encoded = text.strip_prefix("whsec_").unwrap_or(text);
        let bytes = STANDARD.decode(encoded).unwrap_or_default();
        if (24..=64).contains(&bytes.len()) {
            return Ok(Self(bytes));
        }
        Err(
            "it has to be whsec_ and base64 of 24 to 64 bytes, such as `echo whsec_$(openssl rand -base64 32)` makes",
        )
    }

    /// The signature of a body that is sent with this id at this time, s.
    fn sign(&self, id: &str, seconds: i64, body: &str) -> Result<String, SendError> {
        let mut mac =
            Hmac::<Sha256>::new_from_slice(&self.0).map_err(|error| failure(error.to_string()))?;
        mac.update(format!("{id}.{seconds}.{body}").as_bytes());
        Ok(format!(
            "v1,{}",
            STANDARD.encode(mac.finalize().into_bytes())
        ))
    }
}

fn failure(reason: String) -> SendError {
    SendError {
        reason,
        is_final: false,
    }
}

impl Webhook {
    pub(super) async fn send(
        &self,
        id: Uuid,
        message: &Message,
        now: i64,
    ) -> Result<(), SendError> {
        let body = body(message, now).to_string();
        let id = format!("msg_{}", id.simple());
        let seconds = now.div_euclid(1000);
        let mut headers = HeaderMap::new();
        let mut add = |name: &'static str, value: &str| {
            let value = HeaderValue::from_str(value).map_err(|error| failure(error.to_string()))?;
            headers.insert(name, value);
            Ok(())
        };
        add("webhook-id", &id)?;
        add("webhook-timestamp", &seconds.to_string())?;
        if let Some(secret) = &self.secret {
            add("webhook-signature", &secret.sign(&id, seconds, &body)?)?;
        }
        self.poster.post(headers, body).await
    }
}

/// The body: what it is, when it was sent, and the rest.
fn body(message: &Message, now: i64) -> Value {
    let mut data = serde_json::to_value(message).unwrap_or_default();
    let kind = data
        .as_object_mut()
        .and_then(|data| data.remove("type"))
        .unwrap_or_default();
    let time =
        Timestamp::from_millisecond(now).map_or_else(|_| now.to_string(), |time| time.to_string());
    json!({ "type": kind, "timestamp": time, "data": data })
}

#[cfg(test)]
mod tests {
    use super::Secret;

    #[test]
    fn the_signature_is_that_of_the_standard() {
        // The example of the specification's reference libraries.
        let secret = Secret::read("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").ok();
        let body = r#"{"test": 2432232314}"#;
        let signature =
            secret.map(|secret| secret.sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, body));
        assert_eq!(
            signature,
            Some(Ok(
                "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=".to_owned()
            ))
        );
    }

    #[test]
    fn a_short_secret_is_none() {
        for text in ["", "whsec_", "whsec_c2hvcnQ=", "password"] {
            assert!(Secret::read(text).is_err(), "{text}");
        }
    }
}
