//! The layers around the router, in the order in which a request passes them.

mod access_log;
mod caller_scope;
mod client_address;
mod cors;
mod errors;
mod limits;
mod measure;
mod origin;
mod panics;
mod request_id;
mod security_headers;
mod settings;
mod time_out;
mod trace;

use std::sync::Arc;

use axum::extract::Request;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::{Extension, Router};
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::decompression::RequestDecompressionLayer;

pub use client_address::ClientAddress;
pub use request_id::RequestId;
pub use settings::{ErrorPage, HttpSettings};

/// Whether the connection of a request is encrypted.
#[derive(Debug, Clone, Copy)]
pub(super) struct Encrypted(pub(super) bool);

pub(super) use limits::JsonBodyLimit;

use super::ApiError;

/// Puts the layers around a complete router: nothing may be added to it afterwards.
///
/// A path that the router does not know is a 404, a method that a path does not have a 405 with `Allow`.
pub fn layers(router: Router, settings: &HttpSettings) -> Router {
    let router = if settings.traces {
        router.route_layer(from_fn(trace::note_route))
    } else {
        router
    };
    let router = router.fallback(not_found);
    let layers = ServiceBuilder::new()
        .layer(from_fn_with_state(
            settings.request_ids.clone(),
            request_id::assign,
        ))
        .layer(from_fn_with_state(
            Arc::from(settings.trusted_proxies.as_slice()),
            client_address::note,
        ))
        .layer(from_fn(access_log::write))
        .option_layer(
            settings
                .traces
                .then(|| from_fn_with_state(settings.encrypted, trace::send)),
        )
        .option_layer(
            settings
                .metrics
                .clone()
                .map(|metrics| from_fn_with_state(metrics, measure::count)),
        )
        .layer(from_fn_with_state(
            settings.encrypted,
            security_headers::add,
        ))
        .option_layer(cors::layer(&settings.allowed_origins))
        .layer(from_fn_with_state(settings.error_page, errors::render))
        .layer(CatchPanicLayer::custom(panics::answer))
        .layer(from_fn_with_state(
            Arc::from(settings.allowed_origins.as_slice()),
            origin::refuse_foreign,
        ))
        .layer(from_fn_with_state(
            settings.uri_limit,
            limits::refuse_long_uri,
        ))
        .layer(from_fn_with_state(settings.time_out, time_out::limit))
        .layer(from_fn(caller_scope::open))
        .layer(RequestDecompressionLayer::new())
        .layer(Extension(JsonBodyLimit {
            bytes: settings.json_body_limit,
            time: settings.time_out,
        }))
        .layer(Extension(Encrypted(settings.encrypted)))
        .service(router);
    // Not `Router::layer`: axum adds `Allow` outside of such layers, where the error's body cannot name it.
    Router::new().fallback_service(layers)
}

async fn not_found(request: Request) -> ApiError {
    let path = super::error::shortened(request.uri().path());
    ApiError::not_found(format!(
        "There is nothing at {path:?}. The API's paths begin with /api."
    ))
}
