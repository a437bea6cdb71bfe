//! The contract, served: the documents as they are written, all of them as one, and a reference page.

use std::borrow::Cow;

use axum::Router;
use axum::http::header::CONTENT_TYPE;
use axum::response::Redirect;
use axum::routing::get;
use serde_json::Value;
use utoipa_swagger_ui::{Config, SwaggerUi};

/// The vendor's operations, as written.
pub const BACKUPS: &str = include_str!("../openapi/backups.yaml");

/// The catalog's own operations, as written.
pub const CATALOG: &str = include_str!("../openapi/catalog.yaml");

/// All operations in one document (YAML), every reference internal.
pub const YAML: &str = include_str!(concat!(env!("OUT_DIR"), "/openapi.yaml"));

/// All operations in one document (JSON), every reference internal.
pub const JSON: &str = include_str!(concat!(env!("OUT_DIR"), "/openapi.json"));

/// `/openapi.yaml`, `/openapi.json`, `/openapi/backups.yaml`, `/openapi/catalog.yaml` and the page `/docs`, which
/// needs nothing from anywhere else.
pub fn router() -> Router {
    // The text is made by the build from documents that it has parsed.
    let document: Value = serde_json::from_str(JSON).unwrap_or_default();
    let page = SwaggerUi::new("/docs")
        .config(
            Config::new(["/openapi.json"])
                .validator_url("none")
                .use_base_layout(),
        )
        .external_url_unchecked("/openapi.json", document);
    Router::new()
        .merge(page)
        .route("/", get(|| async { Redirect::to("/docs/") }))
        .route("/openapi.yaml", text(YAML))
        .route("/openapi/backups.yaml", text(BACKUPS))
        .route("/openapi/catalog.yaml", text(CATALOG))
}

fn text<S: Clone + Send + Sync + 'static>(
    document: &'static str,
) -> axum::routing::MethodRouter<S> {
    // RFC 9512.
    get(move || async move {
        (
            [(CONTENT_TYPE, "application/yaml")],
            Cow::Borrowed(document),
        )
    })
}
