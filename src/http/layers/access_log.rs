//! A span for each request and one line in the log when its answer begins.

use std::time::Instant;

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName};
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument as _;

use super::{ClientAddress, RequestId};
use crate::http::operation::OperationSlot;

/// Of which trace a request is a part (W3C Trace Context, version 00), where the client says so.
const TRACEPARENT: HeaderName = HeaderName::from_static("traceparent");

/// Notes method, operation, status, milliseconds and the client's address. The query is left out: it names what a person looks for.
pub(super) async fn write(mut request: Request, next: Next) -> Response {
    let slot = OperationSlot::default();
    request.extensions_mut().insert(slot.clone());
    let method = request.method().clone();
    let path = without_secret(request.uri().path());
    let id = request
        .extensions()
        .get::<RequestId>()
        .map(|id| id.0.clone());
    let address = request.extensions().get::<ClientAddress>();
    let address = address.map_or_else(|| "-".to_owned(), |address| address.0.to_string());
    let span = tracing::info_span!(
        "request",
        request_id = id.as_deref().unwrap_or("-"),
        traceparent = tracing::field::Empty
    );
    if let Some(parent) = trace_parent(request.headers()) {
        span.record("traceparent", parent);
    }
    async move {
        let start = Instant::now();
        let response = next.run(request).await;
        let ms = u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX);
        let status = response.status().as_u16();
        tracing::info!(%method, path, operation = slot.id(), status, ms, address, "answered");
        response
    }
    .instrument(span)
    .await
}

/// The path as it may be read: the secret of a ping stands in it.
pub(super) fn without_secret(path: &str) -> String {
    let (before, rest) = ["/ping/", "/api/push/"]
        .iter()
        .find_map(|before| Some((*before, path.strip_prefix(before)?)))
        .unwrap_or((path, ""));
    match rest.split_once('/') {
        _ if rest.is_empty() => before.to_owned(),
        Some((_, said)) => format!("{before}…/{said}"),
        None => format!("{before}…"),
    }
}

/// The header, if it is what the standard says: a log takes nothing else from a client.
fn trace_parent(headers: &HeaderMap) -> Option<&str> {
    let text = headers.get(TRACEPARENT)?.to_str().ok()?;
    let parts: Vec<&str> = text.split('-').collect();
    let [version, trace, span, flags] = parts[..] else {
        return None;
    };
    let hexadecimal = |part: &str, length: usize| {
        part.len() == length
            && part
                .bytes()
                .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    };
    let is_set = |part: &str| part.bytes().any(|byte| byte != b'0');
    let is_right = version == "00"
        && hexadecimal(trace, 32)
        && is_set(trace)
        && hexadecimal(span, 16)
        && is_set(span)
        && hexadecimal(flags, 2);
    is_right.then_some(text)
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue};

    use super::{TRACEPARENT, trace_parent, without_secret};

    #[test]
    fn the_secret_of_a_ping_is_not_in_the_log() {
        for (path, shown) in [
            ("/ping/bc_secret", "/ping/…"),
            ("/ping/bc_secret/start", "/ping/…/start"),
            ("/api/push/bc_secret", "/api/push/…"),
            ("/api/backups", "/api/backups"),
            ("/ping/", "/ping/"),
        ] {
            assert_eq!(without_secret(path), shown);
        }
    }

    #[test]
    fn only_a_trace_parent_of_the_standard_gets_into_the_log() {
        let right = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        let wrong = [
            "",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
            "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            "00-00000000000000000000000000000000-b7ad6b7169203331-01",
            "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-x",
        ];
        let read = |text: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(TRACEPARENT, HeaderValue::from_static(text));
            trace_parent(&headers).map(ToOwned::to_owned)
        };
        assert_eq!(read(right).as_deref(), Some(right));
        for text in wrong {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
