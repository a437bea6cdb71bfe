//! `/`

use serde_json::json;

use crate::support::catalog;
use crate::support::clock::NOON;
use crate::support::server::TestServer;
use crate::{assert_has, browse};

#[tokio::test]
async fn what_is_urgent_comes_first() {
    let server = catalog::start().await;
    let page = browse(&server, "/").await;
    assert_eq!(page.status.as_u16(), 200, "{}", page.text);
    assert!(page.header("content-type").starts_with("text/html"));
    let place = |name: &str| page.text.find(&format!(">{name}<")).unwrap();
    assert!(place("anna") < place("db01") && place("db01") < place("mailX100"));
    assert_has(
        &page.text,
        &[
            "No. 5 of 6 entities need somebody to look.",
            // anna has never had a success; four are overdue.
            "<strong>1</strong><span>Never succeeded</span>",
            "<strong>4</strong><span>Overdue</span>",
            // web01: of the last 30 days five had a backup.
            "30 days: 2 success, 1 partial success, 2 failed, 25 without backup; the last failure was on 2026-11-05",
            "2026-11-05: Failed",
            // Five of the eight that ended, of which one is removed and one partial.
            "<strong>70.0 %</strong>",
        ],
    );
}

#[tokio::test]
async fn pages_may_load_from_here_only_and_have_no_style_in_them() {
    let server = catalog::start().await;
    for path in ["/", "/backups", "/nothing"] {
        let page = browse(&server, path).await;
        let policy = page.header("content-security-policy");
        assert!(policy.contains("default-src 'none'"), "{policy}");
        if path != "/nothing" {
            assert!(policy.contains("style-src 'self';"), "{policy}");
            // Else browsers send forms with `Origin: null`.
            assert_eq!(page.header("referrer-policy"), "same-origin");
        }
        for never in [" style=", " onclick", "http://", "https://"] {
            assert!(
                !page.text.contains(never),
                "{never} in {path}: {}",
                page.text
            );
        }
    }
}

#[tokio::test]
async fn what_pages_refer_to_is_there_and_may_be_kept() {
    let server = catalog::start().await;
    let page = browse(&server, "/").await.text;
    for (attribute, media_type) in [
        ("href=\"/dashboard.css", "text/css"),
        ("src=\"/dashboard.js", "text/javascript"),
        ("href=\"/icon.svg", "image/svg+xml"),
    ] {
        let start = page.find(attribute).unwrap() + attribute.find('/').unwrap();
        let path = page[start..].split('"').next().unwrap();
        assert!(path.contains("?v="), "{path}");
        let answer = server.get(path).await;
        assert!(answer.header("content-type").starts_with(media_type));
        assert!(answer.header("cache-control").contains("immutable"));
    }
}

#[tokio::test]
async fn names_and_states_select() {
    let server = catalog::start().await;
    let found = browse(&server, "/?nameLike=strasse").await.text;
    assert!(
        found.contains("Ärzte-Straße") && !found.contains(">anna<"),
        "{found}"
    );
    let pending = browse(&server, "/?state=PENDING").await.text;
    assert!(pending.contains(">mailX100<") && !pending.contains(">anna<"));
    // The answer stays that of all.
    assert!(pending.contains("No. 5 of 6 entities"), "{pending}");
    let none = browse(&server, "/?nameLike=nobody").await.text;
    assert_has(&none, &["Nothing was found.", "No entity is like this."]);
    let refused = browse(&server, "/?state=LATE").await.text;
    assert_has(
        &refused,
        &[
            "`state` is &quot;LATE&quot;; allowed are",
            "aria-invalid=\"true\"",
        ],
    );
}

#[tokio::test]
async fn pages_go_on() {
    let server = catalog::start().await;
    let second = browse(&server, "/?size=2&page=1").await.text;
    assert_has(
        &second,
        &[
            "Page 2 of 3",
            "href=\"/?size=2&amp;page=0\"",
            "href=\"/?size=2&amp;page=2\"",
        ],
    );
}

#[tokio::test]
async fn an_empty_catalog_takes_a_newcomer_to_the_first_import() {
    let server = TestServer::start().await;
    let page = browse(&server, "/").await.text;
    assert_has(
        &page,
        &[
            "backup-catalog token create web01 --role REPORTER",
            "export BACKUP_CATALOG_SERVER=http://",
            "backup-catalog import restic --destination nas",
        ],
    );
    for path in ["/backups", "/policies", "/destinations", "/sources"] {
        let page = browse(&server, path).await;
        assert_eq!(page.status.as_u16(), 200);
        let says =
            page.text.contains("backup-catalog import") || page.text.contains("The first steps");
        assert!(says, "{path}: {}", page.text);
    }
}

#[tokio::test]
async fn a_year_that_went_well_is_said_to() {
    let server = TestServer::start().await;
    let records: Vec<_> = (0..10)
        .map(|day| {
            json!({
                "v": 1, "source": "s", "id": day.to_string(), "entity": {"name": "web"}, "status": "SUCCESS",
                "size": 1 << 30, "finished": NOON - day * 86_400_000 - 60_000,
            })
        })
        .collect();
    server.report(&records).await;
    let page = browse(&server, "/").await.text;
    assert_has(
        &page,
        &[
            "Yes. None of 1 entity is overdue.",
            "about a day",
            "<strong>100 %</strong>",
            "<strong>10.0 GiB</strong>",
            "<title>2026-11-23: 1 (1 succeeded)</title>",
            "<title>2026-11-20: 1.00 GiB</title>",
        ],
    );
}

#[tokio::test]
async fn names_cannot_be_markup() {
    let server = TestServer::start().await;
    let name = "<script>alert(1)</script>";
    server
        .report(&[json!({
            "v": 1, "source": name, "id": "1", "entity": {"name": name}, "status": "FAILED", "policy": name,
            "destination": "\"><img src=x onerror=alert(1)>", "finished": NOON, "warnings": [name], "statusInfo": name,
            "description": name, "labels": {"x": name},
        })])
        .await;
    let entity = server.get("/api/catalog/entities").await.json()[0]["guid"].clone();
    let backup = server.get("/api/backups").await.json()[0]["guid"].clone();
    for path in [
        "/".to_owned(),
        "/policies".to_owned(),
        "/destinations".to_owned(),
        "/sources".to_owned(),
        "/backups".to_owned(),
        "/backups?nameLike=%3Cscript%3Ealert(1)%3C/script%3E".to_owned(),
        "/backups?status=%3Cscript%3Ealert(1)%3C/script%3E".to_owned(),
        format!("/entities/{}", entity.as_str().unwrap()),
        format!("/backups/{}", backup.as_str().unwrap()),
    ] {
        let page = browse(&server, &path).await.text;
        assert!(page.contains("&lt;"), "{path}: {page}");
        assert!(
            !page.contains(name) && !page.contains("<img src=x"),
            "{path}: {page}"
        );
    }
}
