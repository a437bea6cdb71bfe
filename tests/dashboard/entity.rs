//! `/entities/{guid}`

use backup_catalog::domain::scope::Scope;

use crate::support::catalog::{self, UNKNOWN, backup, entity};
use crate::{assert_has, browse, submit, submit_as};

#[tokio::test]
async fn an_entity_has_its_year_its_charts_and_its_backups() {
    let server = catalog::start().await;
    let page = browse(&server, &format!("/entities/{}", entity(1)))
        .await
        .text;
    assert_has(
        &page,
        &[
            "2026-11-05: 1 failed",
            "5 backups on 5 of 365 days",
            // Size and rate: 1000 bytes in 2000 ms.
            "<title>2026-11-03 01:00:00: 1.17 KiB</title>",
            "<title>2026-11-01 01:00:00: 500 B/s</title>",
            // Waiting, export, store.
            "<title>2026-11-01 01:00:00: 2.6 s (150 ms waiting, 2.0 s export, 500 ms store)</title>",
            "Repository is locked",
            "permission denied",
            "Acknowledge all",
            "Shop",
            // The chain: the third depends on the second.
            "aria-label=\"2026-11-02 01:00:00 Incremental: Success\"",
        ],
    );
}

#[tokio::test]
async fn how_often_is_said_taken_back_and_refused() {
    let server = catalog::start().await;
    let page = format!("/entities/{}", entity(2));
    let path = format!("{page}/expected");
    let says = async |part: &str| {
        let page = browse(&server, &page).await.text;
        assert!(page.contains(part), "{part} in {page}");
    };
    says("title=\"Assumed").await;
    for (fields, part) in [
        (
            &[("every", "4"), ("unit", "604800000")][..],
            "<span>28 d</span>",
        ),
        (&[("every", "0")], "Not expected"),
        (&[], "title=\"Assumed"),
    ] {
        let done = submit(&server, &path, fields).await;
        assert_eq!(
            (done.status.as_u16(), done.header("location")),
            (303, page.as_str())
        );
        says(part).await;
    }
    let refused = submit(&server, &path, &[("every", "often")]).await;
    assert_eq!(refused.status.as_u16(), 400);
    assert_has(&refused.text, &["`every` is &quot;often&quot;"]);
    let viewer = server.enter(2, &["VIEWER"], Scope::Everything).await;
    let refused = submit_as(&server, &viewer, &path, &[]).await;
    assert_eq!(refused.status.as_u16(), 403);
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let server = catalog::start().await;
    for unknown in [UNKNOWN, "nonsense"] {
        let answer = browse(&server, &format!("/entities/{unknown}")).await;
        assert_eq!(answer.status.as_u16(), 404);
        assert_has(
            &answer.text,
            &["This is not here", "There is no protected entity"],
        );
    }
}

#[tokio::test]
async fn all_warnings_are_acknowledged_by_who_may() {
    let server = catalog::start().await;
    let page = format!("/entities/{}", entity(1));
    let path = format!("{page}/acknowledge");
    let viewer = server.enter(2, &["VIEWER"], Scope::Everything).await;
    let refused = submit_as(&server, &viewer, &path, &[]).await;
    assert_eq!(refused.status.as_u16(), 403);
    assert_has(&refused.text, &["You may not do this", "ACKNOWLEDGE"]);
    let done = submit(&server, &path, &[]).await;
    assert_eq!(
        (done.status.as_u16(), done.header("location")),
        (303, page.as_str())
    );
    let third = server
        .get(&format!("/api/backups/{}", backup(3)))
        .await
        .json();
    assert_eq!(third["warningsAcknowledged"], true);
    assert!(
        !browse(&server, &page)
            .await
            .text
            .contains("Acknowledge all")
    );
}
