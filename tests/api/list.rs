//! `GET /backups`

use crate::assert_snapshot;
use crate::support::catalog::{self, november};

#[tokio::test]
async fn a_list_record() {
    let server = catalog::start().await;
    // Two copies; warnings; next to nothing.
    let answer = server
        .get(&format!(
            "/api/backups?to={}&nameLike=web01",
            november(1, 1)
        ))
        .await;
    assert_snapshot("list_backups", &answer.json());
    let answer = server
        .get("/api/backups?status=PARTIAL_SUCCESS&status=QUEUED")
        .await;
    assert_snapshot("list_backups_with_little", &answer.json());
}

#[tokio::test]
async fn an_empty_catalog_is_an_empty_list() {
    let server = crate::support::server::TestServer::start().await;
    for operation in crate::seven_lists::SEVEN {
        for page in ["", "?size=10"] {
            let answer = server.get(&format!("/api/backups{operation}{page}")).await;
            assert_eq!(
                (answer.text.as_str(), answer.total()),
                ("[]", 0),
                "{operation}"
            );
        }
    }
}

#[tokio::test]
async fn what_has_no_value_is_absent() {
    let server = catalog::start().await;
    for operation in crate::seven_lists::SEVEN {
        let text = server.get(&format!("/api/backups{operation}")).await.text;
        assert!(!text.contains("null"), "{operation}");
    }
}

#[tokio::test]
async fn a_list_shows_what_was_reported_a_moment_ago() {
    let server = catalog::start().await;
    assert_eq!(catalog::list(&server, "size=1").await.1, 12);
    let mut another = catalog::records().swap_remove(0);
    another["id"] = "snap-13".into();
    another["guid"] = catalog::backup(13).into();
    another["started"] = november(23, 12).into();
    another["finished"] = november(23, 12).into();
    server.report(&[another]).await;
    // The number of rows is remembered between requests, but not longer than it holds.
    assert_eq!(catalog::list(&server, "size=1").await, (vec![13], 13));
}
