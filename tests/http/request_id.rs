//! The id of a request.

use axum::body::Body;
use axum::http::Request;
use backup_catalog::http::HttpSettings;

use crate::server::Server;

async fn id_for(given: &str) -> String {
    let request = Request::get("/nowhere").header("x-request-id", given);
    let server = Server::new();
    let answer = server.send(request.body(Body::empty()).unwrap()).await;
    // Also compares the header with the body.
    answer.error(404, "NOT_FOUND");
    answer.header("x-request-id").unwrap().to_owned()
}

#[tokio::test]
async fn a_sane_id_is_kept() {
    let longest = "a".repeat(64);
    for id in ["1", "f3a7-42_x.y:z", longest.as_str()] {
        assert_eq!(id_for(id).await, id);
    }
}

#[tokio::test]
async fn another_is_replaced() {
    let long = "a".repeat(65);
    for id in ["", "two words", "\"quoted\"", "a\tb", "é", long.as_str()] {
        assert_eq!(id_for(id).await, "id-of-the-test", "{id}");
    }
}

#[tokio::test]
async fn the_default_is_a_random_uuid() {
    let server = Server::with(&HttpSettings::default());
    let one = server.get("/api/backups").await;
    let other = server.get("/api/backups").await;
    let id = uuid::Uuid::parse_str(one.header("x-request-id").unwrap()).unwrap();
    assert_eq!(id.get_version_num(), 4);
    assert_ne!(one.header("x-request-id"), other.header("x-request-id"));
}
