//! The contract, served: the documents as they are written, all of them as one, and a reference page.

use std::borrow::Cow;

use axum::Router;
use axum::http::header::CONTENT_TYPE;
use axum::routing::get;
use serde_json::Value;
use utoipa_swagger_ui::{Config, SwaggerUi};

/// The documents as they are written: name and text, the vendor's first.
pub const DOCUMENTS: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/documents.rs"));

/// All operations in one document (YAML), every reference internal.
pub const YAML: &str = include_str!(concat!(env!("OUT_DIR"), "/openapi.yaml"));

/// All operations in one document (JSON), every reference internal.
pub const JSON: &str = include_str!(concat!(env!("OUT_DIR"), "/openapi.json"));

/// `/openapi.yaml`, `/openapi.json`, `/openapi/backups.yaml` and the other documents, and the page `/docs`, which needs
/// nothing from anywhere else.
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
    let router = Router::new().merge(page).route("/openapi.yaml", text(YAML));
    DOCUMENTS.iter().fold(router, |router, (file, document)| {
        router.route(&format!("/openapi/{file}"), text(document))
    })
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
