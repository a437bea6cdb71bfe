//! What can go wrong between a client and a server, as sentences.

use std::error::Error as _;

use progenitor_client::Error;

use super::Address;
use crate::types::ErrorBody;

/// Why there is no answer, or not the one hoped for.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// The server's address cannot be used.
    #[error("cannot use the server address `{text}`: {reason}")]
    Address {
        /// What was given, without a password.
        text: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// There is no connection, or it broke.
    #[error("cannot reach the server at {server}: {reason}")]
    Unreachable {
        /// Its address.
        server: String,
        /// The system's reason.
        reason: String,
    },
    /// Something was refused before it was sent.
    #[error("{0}")]
    Request(String),
    /// The server refused.
    #[error("{}", sentence(*.status, .body))]
    Refused {
        /// HTTP status.
        status: u16,
        /// What the server says.
        body: Box<ErrorBody>,
    },
    /// Something answered that does not speak this API.
    #[error(
        "the server at {server} gave an answer that is not of this API: {reason}. Is it a backup catalog?"
    )]
    Foreign {
        /// Its address.
        server: String,
        /// What is odd.
        reason: String,
        /// HTTP status, where there is one.
        status: Option<u16>,
    },
}

impl ClientError {
    /// HTTP status of the answer, where there is one.
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Refused { status, .. } => Some(*status),
            Self::Foreign { status, .. } => *status,
            _ => None,
        }
    }

    pub(super) fn unreachable(server: &Address, error: &reqwest::Error) -> Self {
        Self::Unreachable {
            server: server.to_string(),
            reason: innermost(error),
        }
    }

    pub(super) fn of(server: &Address, error: Error<ErrorBody>) -> Self {
        let foreign = |reason: String, status| Self::Foreign {
            server: server.to_string(),
            reason,
            status,
        };
        match error {
            Error::InvalidRequest(reason) | Error::Custom(reason) => Self::Request(reason),
            Error::CommunicationError(error)
            | Error::InvalidUpgrade(error)
            | Error::ResponseBodyError(error) => Self::unreachable(server, &error),
            Error::ErrorResponse(response) => Self::Refused {
                status: response.status().as_u16(),
                body: Box::new(response.into_inner()),
            },
            Error::InvalidResponsePayload(bytes, error) => {
                foreign(format!("{error} in `{}`", beginning(&bytes)), None)
            }
            Error::UnexpectedResponse(response) => {
                let status = response.status();
                foreign(format!("status {status}"), Some(status.as_u16()))
            }
        }
    }
}

/// The server's message is a sentence already; a fault of the server's gets the id that its log has.
fn sentence(status: u16, body: &ErrorBody) -> String {
    if status >= 500 {
        format!("{} (request {})", body.message, body.request_id)
    } else {
        body.message.clone()
    }
}

/// The last cause says most: `Connection refused`, not `error sending request`.
fn innermost(error: &reqwest::Error) -> String {
    if error.is_timeout() {
        return "it does not answer in time".to_owned();
    }
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = error.to_string();
        cause = error.source();
    }
    text
}

fn beginning(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let mut beginning: String = text.chars().take(80).collect();
    if beginning.len() < text.len() {
        beginning.push('…');
    }
    beginning
}
