//! `/login`, and who has to

use backup_catalog::domain::scope::{Named, Scope};

use crate::support::catalog::{self, entity, policy};
use crate::{assert_has, browse, submit};

#[tokio::test]
async fn who_is_not_logged_in_is_asked_to_and_comes_back() {
    let server = catalog::start().await.with_cookie("SESSION=none");
    for (path, login) in [
        ("/", "/login"),
        ("/?nameLike=x", "/login?then=%2F%3FnameLike%3Dx"),
        (
            "/backups?status=FAILED",
            "/login?then=%2Fbackups%3Fstatus%3DFAILED",
        ),
        ("/policies", "/login?then=%2Fpolicies"),
    ] {
        let answer = browse(&server, path).await;
        assert_eq!(
            (answer.status.as_u16(), answer.header("location")),
            (303, login)
        );
    }
    let page = browse(&server, "/login?then=%2Fbackups").await.text;
    assert_has(
        &page,
        &["type=\"password\"", "name=\"then\" value=\"/backups\""],
    );
    let refused = submit(
        &server,
        "/login",
        &[
            ("login", "nobody"),
            ("password", "wrong"),
            ("then", "/backups"),
        ],
    )
    .await;
    assert_eq!(refused.status.as_u16(), 401);
    assert_has(
        &refused.text,
        &["The login or the password is wrong.", "value=\"/backups\""],
    );
}

#[tokio::test]
async fn who_may_not_see_sees_nothing() {
    let server = catalog::start().await;
    let reporter = server.enter(2, &["REPORTER"], Scope::Everything).await;
    let server = server.with_cookie(&reporter);
    for path in ["/", "/backups", "/sources"] {
        let answer = browse(&server, path).await;
        assert_eq!(answer.status.as_u16(), 403, "{path}");
        assert_has(&answer.text, &["You may not do this", "VIEW"]);
    }
}

#[tokio::test]
async fn who_sees_a_part_sees_that_part_on_every_page() {
    let server = catalog::start().await;
    let only = Scope::Only(Named {
        policies: [policy(2).parse().unwrap()].into(),
        ..Named::default()
    });
    let cookie = server.enter(2, &["VIEWER"], only).await;
    let server = server.with_cookie(&cookie);
    let overview = browse(&server, "/").await.text;
    assert!(
        overview.contains(">db01<") && !overview.contains("web01"),
        "{overview}"
    );
    // One success and one that was removed, of which the first is of the last 30 days.
    assert_has(
        &overview,
        &[
            "No. 1 of 1 entity needs",
            "By day: 2 backups of all entities",
        ],
    );
    for (path, there, elsewhere) in [
        ("/backups", "db01", "web01"),
        ("/policies", "archive", "nightly"),
        ("/destinations", "tape", "disk"),
        ("/sources", "fleet", "web01"),
    ] {
        let page = browse(&server, path).await.text;
        assert!(
            page.contains(there) && !page.contains(elsewhere),
            "{path}: {page}"
        );
    }
    let hidden = browse(&server, &format!("/entities/{}", entity(1))).await;
    assert_eq!(hidden.status.as_u16(), 404);
}
