//! An answer as it came. The generated types drop what they do not know and leave empty collections out when they are
//! written again; a program that reads the API's JSON may rely on either.

use progenitor_client::{ClientInfo as _, Error, ResponseValue};
use serde_json::Value;

use super::{ClientError, Session};

impl Session {
    /// The JSON that a GET answers; `path` starts with `/` and is below the base path.
    pub async fn get(&self, path: &str) -> Result<Value, ClientError> {
        let url = format!("{}{path}", self.api().baseurl());
        let answer = self.api().client().get(url).send().await;
        let answer = answer.map_err(|error| self.explain(Error::CommunicationError(error)))?;
        let status = answer.status();
        let read = if status.is_success() {
            ResponseValue::from_response(answer)
                .await
                .map(ResponseValue::into_inner)
        } else if status.is_client_error() || status.is_server_error() {
            match ResponseValue::from_response(answer).await {
                Ok(body) => Err(Error::ErrorResponse(body)),
                Err(error) => Err(error),
            }
        } else {
            Err(Error::UnexpectedResponse(answer))
        };
        read.map_err(|error| self.explain(error))
    }
}
