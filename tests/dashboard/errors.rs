//! Errors as pages, and as JSON for who is no browser

use crate::support::server::TestServer;
use crate::{assert_has, browse};

#[tokio::test]
async fn a_browser_is_shown_a_page_outside_of_the_api() {
    let server = TestServer::start().await;
    let page = browse(&server, "/nothing").await;
    assert_eq!(page.status.as_u16(), 404);
    assert!(page.header("content-type").starts_with("text/html"));
    assert_has(
        &page.text,
        &["This is not here", "To the overview", "Status 404"],
    );
    let long = browse(&server, &format!("/backups?filter={}", "x".repeat(20_000))).await;
    assert_eq!(long.status.as_u16(), 414);
    assert_has(&long.text, &["This was refused"]);
}

#[tokio::test]
async fn programs_get_json_everywhere_and_the_api_has_nothing_else() {
    let server = TestServer::start().await;
    for answer in [
        server.get("/nothing").await,
        browse(&server, "/api/nothing").await,
        browse(&server, "/api/backups/nonsense").await,
    ] {
        assert_eq!(answer.header("content-type"), "application/json");
        assert!(answer.json()["message"].is_string());
    }
}
