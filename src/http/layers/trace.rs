//! A span for each request, in the words of OpenTelemetry's conventions for HTTP, as a part of the client's trace.

use std::sync::{Arc, OnceLock};

use axum::extract::{MatchedPath, Request, State};
use axum::http::header::USER_AGENT;
use axum::http::{Method, Version};
use axum::middleware::Next;
use axum::response::Response;
use opentelemetry::trace::{Status, TraceContextExt as _};
use opentelemetry::{KeyValue, global};
use opentelemetry_http::HeaderExtractor;
use tracing::{Instrument as _, Span};
use tracing_opentelemetry::OpenTelemetrySpanExt as _;

use super::access_log::without_secret;
use super::{ClientAddress, RequestId};
use crate::traces::SPANS;

/// Where the span learns the route, also of a request that panics or takes too long.
#[derive(Debug, Clone, Default)]
struct RouteSlot(Arc<OnceLock<MatchedPath>>);

/// Makes the span; it lasts until the answer begins. Of the request nothing gets into it that may be secret: no query, no
/// header but the program's name.
pub(super) async fn send(
    State(encrypted): State<bool>,
    mut request: Request,
    next: Next,
) -> Response {
    let slot = RouteSlot::default();
    request.extensions_mut().insert(slot.clone());
    let method = known(request.method());
    let id = request.extensions().get::<RequestId>();
    let address = request.extensions().get::<ClientAddress>();
    let program = request.headers().get(USER_AGENT);
    let span = tracing::info_span!(
        target: SPANS,
        "request",
        otel.name = method.unwrap_or("HTTP"),
        otel.kind = "server",
        http.request.method = method.unwrap_or("_OTHER"),
        url.scheme = if encrypted { "https" } else { "http" },
        url.path = without_secret(request.uri().path()),
        network.protocol.version = version(request.version()),
        client.address = address.map(|address| tracing::field::display(address.0)),
        user_agent.original = program.and_then(|program| program.to_str().ok()),
        request_id = id.map(|id| &*id.0),
    );
    continue_trace(&request, &span);
    let response = next.run(request).instrument(span.clone()).await;
    let context = span.context();
    let sent = context.span();
    if let Some(route) = slot.0.get() {
        let route = in_one_spelling(route.as_str());
        sent.update_name(format!("{} {route}", method.unwrap_or("HTTP")));
        sent.set_attribute(KeyValue::new("http.route", route.to_owned()));
    }
    let status = response.status();
    let code = i64::from(status.as_u16());
    sent.set_attribute(KeyValue::new("http.response.status_code", code));
    if status.is_server_error() {
        sent.set_attribute(KeyValue::new("error.type", status.as_str().to_owned()));
        sent.set_status(Status::error(""));
    }
    response
}

/// Notes by which route a request is answered.
pub(super) async fn note_route(request: Request, next: Next) -> Response {
    let extensions = request.extensions();
    if let Some(slot) = extensions.get::<RouteSlot>()
        && let Some(route) = extensions.get::<MatchedPath>()
    {
        // A second route cannot be matched; the first would stay.
        let _ = slot.0.set(route.clone());
    }
    next.run(request).await
}

/// Puts the span into the trace that the client names. Where it names none a new one begins, and the log says which.
fn continue_trace(request: &Request, span: &Span) {
    let headers = HeaderExtractor(request.headers());
    let parent = global::get_text_map_propagator(|propagator| propagator.extract(&headers));
    let is_continued = parent.span().span_context().is_valid();
    // It fails where nobody takes spans.
    let _ = span.set_parent(parent);
    if !is_continued {
        let context = span.context();
        let own = context.span().span_context().clone();
        let own = format!(
            "00-{}-{}-{:02x}",
            own.trace_id(),
            own.span_id(),
            own.trace_flags()
        );
        Span::current().record("traceparent", own);
    }
}

/// The methods that there are: others are not worth a name each.
fn known(method: &Method) -> Option<&'static str> {
    Some(match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "DELETE" => "DELETE",
        "OPTIONS" => "OPTIONS",
        "PATCH" => "PATCH",
        "TRACE" => "TRACE",
        "CONNECT" => "CONNECT",
        _ => return None,
    })
}

fn version(version: Version) -> Option<&'static str> {
    Some(match version {
        Version::HTTP_10 => "1.0",
        Version::HTTP_11 => "1.1",
        Version::HTTP_2 => "2",
        _ => return None,
    })
}

/// Each operation answers at two paths, one of them with a slash at its end.
fn in_one_spelling(route: &str) -> &str {
    match route.strip_suffix('/') {
        None | Some("") => route,
        Some(without) => without,
    }
}
