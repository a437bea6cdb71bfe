//! The generated table of operations.

use axum::body::Body;
use axum::http::Request;
use backup_catalog::generated::server::{OPERATIONS, Privilege};

use crate::server::Server;

#[test]
fn the_table_knows_every_operation() {
    assert_eq!(OPERATIONS.len(), 38);
    let found = OPERATIONS
        .iter()
        .find(|operation| operation.id == "update_backup_warnings")
        .unwrap();
    assert_eq!(
        (found.method, found.path),
        ("PUT", "/backups/{guid}/warnings")
    );
    assert_eq!((found.tag, found.privilege.as_str()), ("backups", "EDIT"));
    let names: Vec<&str> = found
        .parameters
        .iter()
        .map(|parameter| parameter.name)
        .collect();
    assert_eq!(names, ["guid", "If-Match"]);
    let deprecated: Vec<&str> = OPERATIONS
        .iter()
        .filter(|found| found.deprecated)
        .map(|found| found.id)
        .collect();
    assert_eq!(deprecated, ["get_grouped_aggregated_statistics"]);
}

#[test]
fn privileges_are_named_as_in_the_document() {
    let names: Vec<&str> = Privilege::ALL
        .iter()
        .map(|privilege| privilege.as_str())
        .collect();
    assert_eq!(
        names,
        [
            "ACKNOWLEDGE",
            "ADMIN",
            "AUDIT",
            "EDIT",
            "INGEST",
            "NONE",
            "RESTORE",
            "SESSION",
            "VIEW"
        ]
    );
}

/// Also proves that no two paths clash in the router.
#[tokio::test]
async fn every_operation_is_routed() {
    for operation in OPERATIONS {
        let path = operation
            .path
            .replace("{guid}", "0f0e5b0e-6f0c-5a52-9a4e-6f4a8a1d2c11")
            .replace("{type}", "VM")
            .replace("{task-type}", "STORE")
            .replace("{kind}", "hypervisor");
        for path in [format!("/api{path}"), format!("/api{path}/")] {
            let request = Request::builder()
                .method(operation.method)
                .uri(&path)
                .header("x-caller", "nobody");
            let answer = Server::new()
                .send(request.body(Body::empty()).unwrap())
                .await;
            answer.error(401, "UNAUTHENTICATED");
        }
    }
}

/// The conformance tests compare everything; this only says that they have something to compare.
#[cfg(feature = "openapi")]
#[test]
fn the_compiled_api_has_every_operation_with_its_parameters() {
    use backup_catalog::generated::server::CompiledApi;
    use utoipa::OpenApi as _;

    let compiled = serde_json::to_value(CompiledApi::openapi()).unwrap();
    for operation in OPERATIONS {
        let method = operation.method.to_lowercase();
        let found = &compiled["paths"][operation.path][method];
        assert_eq!(found["operationId"], operation.id);
        let names = |parameters: &serde_json::Value| -> Vec<String> {
            let parameters = parameters.as_array().into_iter().flatten();
            parameters
                .map(|one| one["name"].as_str().unwrap().to_owned())
                .collect()
        };
        let expected: Vec<&str> = operation.parameters.iter().map(|one| one.name).collect();
        assert_eq!(names(&found["parameters"]), expected, "{}", operation.id);
    }
}
