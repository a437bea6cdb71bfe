//! The pages, over HTTP, on the small fleet of `support/catalog.rs`.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "../support/mod.rs"]
mod support;

use support::catalog::{self, UNKNOWN, entity};
use support::server::TestServer;

#[tokio::test]
async fn the_overview_has_what_is_urgent_first() {
    let server = catalog::start().await;
    let page = server.get("/").await;
    assert_eq!(page.status.as_u16(), 200, "{}", page.text);
    assert!(page.header("content-type").starts_with("text/html"));
    assert!(
        page.header("content-security-policy")
            .contains("script-src 'self'")
    );
    assert!(
        page.text.contains("5 of 6 entities need somebody to look."),
        "{}",
        page.text
    );
    let place = |name: &str| page.text.find(&format!(">{name}<")).unwrap();
    assert!(place("anna") < place("db01") && place("db01") < place("mailX100"));
    let found = server.get("/?nameLike=strasse").await.text;
    assert!(
        found.contains("Ärzte-Straße") && !found.contains(">anna<"),
        "{found}"
    );
}

#[tokio::test]
async fn an_empty_catalog_says_the_next_command() {
    let server = TestServer::start().await;
    let page = server.get("/").await.text;
    assert!(page.contains("backup-catalog import restic"), "{page}");
}

#[tokio::test]
async fn an_entity_has_its_days_sizes_and_backups() {
    let server = catalog::start().await;
    let page = server.get(&format!("/entities/{}", entity(1))).await.text;
    for part in [
        "2026-11-05: Failed",
        "2026-11-02: Success",
        "2026-11-10: no backup",
        "<svg",
        "1.17 KiB",
    ] {
        assert!(page.contains(part), "{part} in {page}");
    }
    for unknown in [UNKNOWN, "nonsense"] {
        let answer = server.get(&format!("/entities/{unknown}")).await;
        assert_eq!(answer.status.as_u16(), 404);
    }
}

#[tokio::test]
async fn names_cannot_be_markup() {
    let server = TestServer::start().await;
    let name = "<script>alert(1)</script>";
    server
        .report(&[serde_json::json!({
            "v": 1, "source": "s", "id": "1", "entity": {"name": name}, "status": "FAILED",
            "finished": support::clock::NOON,
        })])
        .await;
    let page = server.get("/").await.text;
    assert!(
        page.contains("&lt;script&gt;") && !page.contains(name),
        "{page}"
    );
}

#[tokio::test]
async fn who_is_not_logged_in_is_asked_to() {
    let server = catalog::start().await.with_cookie("SESSION=none");
    for path in ["/".to_owned(), format!("/entities/{}", entity(1))] {
        let answer = server.get(&path).await;
        assert_eq!(
            (answer.status.as_u16(), answer.header("location")),
            (303, "/login")
        );
    }
    let page = server.get("/login").await.text;
    assert!(page.contains("type=\"password\""), "{page}");
}
