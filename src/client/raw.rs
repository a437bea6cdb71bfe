//! An answer as it came. The generated types drop what they do not know and leave empty collections out when they are
//! written again; a program that reads the API's JSON may rely on either.

use progenitor_client::{ClientInfo as _, Error, ResponseValue};
use reqwest::header::{CONTENT_TYPE, HeaderMap};
use reqwest::{Method, Response, StatusCode};
use serde_json::Value;

use super::{ClientError, Session};
use crate::types::ErrorBody;

/// An answer that is no refusal.
#[derive(Debug, Clone)]
pub struct RawAnswer {
    /// Below 400.
    pub status: StatusCode,
    /// All headers.
    pub headers: HeaderMap,
    /// The body, whatever it is.
    pub body: Vec<u8>,
}

impl Session {
    /// The JSON that a GET answers; `path` starts with `/` and is below the base path.
    pub async fn get(&self, path: &str) -> Result<Value, ClientError> {
        let answer = self.asked(Method::GET, path, None).await?;
        let read = ResponseValue::from_response(answer).await;
        read.map(ResponseValue::into_inner)
            .map_err(|error: Error<ErrorBody>| self.explain(error))
    }

    /// Calls any operation; `path` starts with `/` and is below the base path, a body comes with its media type.
    pub async fn call(
        &self,
        method: Method,
        path: &str,
        body: Option<(&str, Vec<u8>)>,
    ) -> Result<RawAnswer, ClientError> {
        let answer = self.asked(method, path, body).await?;
        let (status, headers) = (answer.status(), answer.headers().clone());
        let bytes = answer.bytes().await;
        let bytes = bytes.map_err(|error| self.explain(Error::ResponseBodyError(error)))?;
        Ok(RawAnswer {
            status,
            headers,
            body: bytes.into(),
        })
    }

    /// Asks; a refusal is an error.
    async fn asked(
        &self,
        method: Method,
        path: &str,
        body: Option<(&str, Vec<u8>)>,
    ) -> Result<Response, ClientError> {
        let url = format!("{}{path}", self.api().baseurl());
        let mut request = self.api().client().request(method, url);
        if let Some((media_type, bytes)) = body {
            request = request.header(CONTENT_TYPE, media_type).body(bytes);
        }
        let answer = request.send().await;
        let answer = answer.map_err(|error| self.explain(Error::CommunicationError(error)))?;
        let status = answer.status();
        if status.is_success() {
            return Ok(answer);
        }
        let error = if status.is_client_error() || status.is_server_error() {
            match ResponseValue::from_response(answer).await {
                Ok(body) => Error::ErrorResponse(body),
                Err(error) => error,
            }
        } else {
            Error::UnexpectedResponse(answer)
        };
        Err(self.explain(error))
    }
}
