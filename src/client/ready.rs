//! Whether a server is ready, asked without a log-in.

use progenitor_client::{ClientInfo as _, Error, ResponseValue};
use reqwest::header::HeaderMap;

use super::{Address, ClientError};
use crate::types::ErrorBody;

/// Asks the server whether it is ready. [`ClientError::Refused`]: it answers that it is not.
pub async fn is_ready(server: &Address) -> Result<(), ClientError> {
    let client = server.client(HeaderMap::new())?;
    let base = client.baseurl();
    let root = base.strip_suffix("/api").unwrap_or(base);
    let answer = client.client().get(format!("{root}/readyz")).send().await;
    let answer = answer.map_err(|error| ClientError::unreachable(server, &error))?;
    if answer.status().is_success() {
        return Ok(());
    }
    let error = match ResponseValue::<ErrorBody>::from_response(answer).await {
        Ok(body) => Error::ErrorResponse(body),
        Err(error) => error,
    };
    Err(ClientError::of(server, error))
}
