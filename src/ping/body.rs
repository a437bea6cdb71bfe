//! The words of a ping.

use axum::body::Body;
use http_body_util::BodyExt as _;

use crate::http::ApiError;

/// What is kept, bytes (as healthchecks.io keeps it): of a longer one the end, where it says why.
const KEPT: usize = 100_000;

/// What is read at all, bytes (chosen).
const READ: usize = 10 * 1024 * 1024;

/// The body as text. What is no text is replaced, and a body that is too long is not read to its end.
pub(super) async fn words(mut body: Body) -> Result<String, ApiError> {
    let mut kept: Vec<u8> = Vec::new();
    let mut read = 0;
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| {
            ApiError::malformed_body(format!("The body of the ping broke off: {error}."))
        })?;
        let Ok(bytes) = frame.into_data() else {
            continue;
        };
        read += bytes.len();
        kept.extend_from_slice(&bytes);
        if kept.len() > 2 * KEPT {
            kept.drain(..kept.len() - KEPT);
        }
        if read > READ {
            break;
        }
    }
    let cut = kept.len().saturating_sub(KEPT);
    Ok(String::from_utf8_lossy(&kept[cut..]).into_owned())
}
