//! Path parameters.

use crate::server::Server;

const GUID: &str = "0f0e5b0e-6f0c-5a52-9a4e-6f4a8a1d2c11";

#[tokio::test]
async fn the_path_arrives_typed_and_in_order() {
    let server = Server::new();
    let answer = server
        .get(&format!(
            "/api/backups/timeline/size-stats/VM/{GUID}?tz=Europe/Warsaw"
        ))
        .await;
    answer.error(404, "NOT_FOUND");
    assert!(
        server
            .call()
            .starts_with(&format!("get_size_timeline: (Vm, {GUID}, ")),
        "{}",
        server.call()
    );
}

#[tokio::test]
async fn a_guid_may_be_of_any_case() {
    let server = Server::new();
    server
        .get(&format!("/api/backups/{}", GUID.to_uppercase()))
        .await;
    assert_eq!(server.call(), format!("get_backup: {GUID}"));
}

#[tokio::test]
async fn a_refusal_names_the_parameter() {
    for (path, parameter, value) in [
        ("/api/backups/1", "guid", "1"),
        (
            "/api/backups/0f0e5b0e6f0c5a529a4e6f4a8a1d2c11",
            "guid",
            "0f0e5b0e6f0c5a529a4e6f4a8a1d2c11",
        ),
        ("/api/backups/for-restore/%20", "guid", " "),
        ("/api/backups/%ff", "guid", ""),
        (
            "/api/backups/timeline/size-stats/PHONE/0f0e5b0e-6f0c-5a52-9a4e-6f4a8a1d2c11",
            "type",
            "PHONE",
        ),
        ("/api/catalog/infrastructure/printer", "kind", "printer"),
    ] {
        let server = Server::new();
        let body = server.get(path).await.error(400, "MALFORMED_PARAMETER");
        assert_eq!(body["parameter"], parameter, "{path}");
        assert_eq!(body["value"], value, "{path}");
        assert!(server.calls().is_empty());
    }
}
