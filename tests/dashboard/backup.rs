//! `/backups/{guid}` and its forms

use axum::body::Body;
use axum::http::Request;
use backup_catalog::domain::scope::Scope;
use serde_json::Value;

use crate::support::catalog::{self, UNKNOWN, backup};
use crate::support::server::TestServer;
use crate::{assert_has, browse, submit, submit_as};

async fn record(server: &TestServer, n: u8) -> Value {
    server
        .get(&format!("/api/backups/{}", backup(n)))
        .await
        .json()
}

/// The number of the state that the forms of a page are for.
fn revision(page: &str) -> String {
    let (_, rest) = page.split_once("name=\"revision\" value=\"").unwrap();
    rest.split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_backup_says_what_it_is_where_it_is_and_what_needs_it() {
    let server = catalog::start().await;
    let first = browse(&server, &format!("/backups/{}", backup(1)))
        .await
        .text;
    assert_has(
        &first,
        &[
            "<h1>2026-11-01 01:00:00</h1>",
            "1000 B",
            "disk",
            "offsite",
            "S3",
            "Mark to keep",
            "snap-1",
            "It needs no other. One needs it directly.",
            "2.0 s, 500 B/s",
            "FILE_LEVEL",
        ],
    );
    let third = browse(&server, &format!("/backups/{}", backup(3)))
        .await
        .text;
    assert_has(
        &third,
        &[
            "permission denied",
            "Not acknowledged",
            "and 1 before it",
            "2 need it directly",
        ],
    );
    for unknown in [UNKNOWN, "nonsense"] {
        let answer = browse(&server, &format!("/backups/{unknown}")).await;
        assert_eq!(answer.status.as_u16(), 404);
    }
}

#[tokio::test]
async fn a_description_is_edited_and_emptied() {
    let server = catalog::start().await;
    let page = format!("/backups/{}", backup(2));
    let path = format!("{page}/description");
    let shown = browse(&server, &page).await.text;
    assert_has(&shown, &["before the upgrade</textarea>"]);
    let state = revision(&shown);
    let sent = [
        ("revision", state.as_str()),
        ("description", "kept\r\nfor <b>law</b>"),
    ];
    let done = submit(&server, &path, &sent).await;
    assert_eq!(
        (done.status.as_u16(), done.header("location")),
        (303, page.as_str())
    );
    assert_eq!(
        record(&server, 2).await["description"],
        "kept\nfor <b>law</b>"
    );
    let shown = browse(&server, &page).await.text;
    assert_has(&shown, &["kept\nfor &lt;b&gt;law&lt;/b&gt;</textarea>"]);
    let state = revision(&shown);
    submit(&server, &path, &[("revision", &state), ("description", "")]).await;
    assert_eq!(record(&server, 2).await["description"], Value::Null);
}

#[tokio::test]
async fn what_somebody_else_has_changed_meanwhile_is_not_overwritten() {
    let server = catalog::start().await;
    let page = format!("/backups/{}", backup(2));
    let state = revision(&browse(&server, &page).await.text);
    let edit = [("revision", state.as_str()), ("description", "first")];
    submit(&server, &format!("{page}/description"), &edit).await;
    let late = [("revision", state.as_str()), ("description", "second")];
    let refused = submit(&server, &format!("{page}/description"), &late).await;
    assert_eq!(refused.status.as_u16(), 412);
    // What was written is not lost, and what is there is shown.
    assert_has(
        &refused.text,
        &[
            "Somebody has changed this backup",
            "second</textarea>",
            "<em>first</em>",
        ],
    );
    assert_eq!(record(&server, 2).await["description"], "first");
    let again = revision(&refused.text);
    let edit = [("revision", again.as_str()), ("description", "second")];
    submit(&server, &format!("{page}/description"), &edit).await;
    assert_eq!(record(&server, 2).await["description"], "second");
}

#[tokio::test]
async fn warnings_are_acknowledged_and_that_is_taken_back() {
    let server = catalog::start().await;
    let page = format!("/backups/{}", backup(3));
    let path = format!("{page}/acknowledge");
    for value in [true, false] {
        let state = revision(&browse(&server, &page).await.text);
        let sent = [
            ("revision", state.as_str()),
            ("value", if value { "true" } else { "false" }),
        ];
        assert_eq!(submit(&server, &path, &sent).await.status.as_u16(), 303);
        assert_eq!(record(&server, 3).await["warningsAcknowledged"], value);
    }
}

#[tokio::test]
async fn who_only_sees_gets_no_form_and_is_refused_without_one() {
    let server = catalog::start().await;
    let viewer = server.enter(2, &["VIEWER"], Scope::Everything).await;
    let page = format!("/backups/{}", backup(3));
    let request = Request::get(&page).header("cookie", &viewer);
    let shown = server
        .request(request.body(Body::empty()).unwrap())
        .await
        .text;
    assert!(
        !shown.contains("<textarea") && !shown.contains("/acknowledge"),
        "{shown}"
    );
    for form in ["description", "acknowledge"] {
        let refused = submit_as(&server, &viewer, &format!("{page}/{form}"), &[]).await;
        assert_eq!(refused.status.as_u16(), 403, "{form}");
    }
    let audit = server.get("/api/catalog/audit").await.text;
    assert!(audit.contains("update_backup_description"), "{audit}");
}

#[tokio::test]
async fn a_form_of_another_site_changes_nothing() {
    let server = catalog::start().await;
    for origin in ["http://evil.example", "null"] {
        let request = Request::post(format!("/backups/{}/description", backup(2)))
            .header("accept", "text/html")
            .header("host", "catalog.example")
            .header("origin", origin)
            .header("cookie", server.cookie());
        let answer = server
            .request(request.body(Body::from("description=evil")).unwrap())
            .await;
        assert_eq!(answer.status.as_u16(), 403);
        assert_has(
            &answer.text,
            &["You may not do this", "Nothing was changed"],
        );
    }
    assert_eq!(
        record(&server, 2).await["description"],
        "before the upgrade"
    );
}
