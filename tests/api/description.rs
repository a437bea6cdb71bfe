//! `PUT /backups/{guid}/description`, and what all edits of one backup have in common.

use serde_json::{Value, json};

use crate::assert_snapshot;
use crate::support::catalog::{self, UNKNOWN, backup, list};

/// The edits of one backup, each with a body that changes something.
fn edits(n: u8) -> [(String, Value); 3] {
    [
        (
            format!("/api/backups/{}/description", backup(n)),
            json!({ "value": "note" }),
        ),
        (
            format!("/api/backups/{}/warnings", backup(n)),
            json!([{ "value": "one" }]),
        ),
        (
            format!("/api/backups/{}/warnings-acknowledged", backup(n)),
            json!({ "value": true }),
        ),
    ]
}

#[tokio::test]
async fn a_description_is_set_found_and_cleared() {
    let server = catalog::start().await;
    let path = format!("/api/backups/{}/description", backup(10));
    let answer = server
        .put(&path, &json!({ "value": "Vor der GRÖSSEREN Änderung" }))
        .await;
    assert_eq!(answer.header("etag"), "\"2\"");
    assert_snapshot("update_backup_description", &answer.json());
    assert_eq!(list(&server, "filter=gr%C3%B6%C3%9Feren").await.0, [10]);
    let cleared = server.put(&path, &json!({ "value": "" })).await.json();
    assert_eq!(cleared.get("description"), None);
    assert_eq!(list(&server, "filter=Vor").await.0, Vec::<u8>::new());
}

#[tokio::test]
async fn a_description_has_at_most_4096_characters() {
    let server = catalog::start().await;
    let path = format!("/api/backups/{}/description", backup(10));
    let longest = "ß".repeat(4096);
    let answer = server.put(&path, &json!({ "value": longest })).await;
    assert_eq!(answer.json()["description"], longest);
    let answer = server
        .put(&path, &json!({ "value": format!("{longest}x") }))
        .await;
    assert_eq!(answer.status.as_u16(), 422);
    let kept = server
        .get(&format!("/api/backups/{}", backup(10)))
        .await
        .json();
    assert_eq!(kept["description"], longest);
}

#[tokio::test]
async fn a_text_has_no_nul() {
    let server = catalog::start().await;
    for (path, body) in [
        ("description", json!({ "value": "a\u{0}b" })),
        (
            "warnings",
            json!([{ "value": "fine" }, { "value": "a\u{0}b" }]),
        ),
    ] {
        let answer = server
            .put(&format!("/api/backups/{}/{path}", backup(10)), &body)
            .await;
        let refusal = answer.json();
        assert_eq!(
            (answer.status.as_u16(), refusal["parameter"].as_str()),
            (422, Some("value"))
        );
    }
}

#[tokio::test]
async fn an_edit_based_on_an_old_state_changes_nothing() {
    let server = catalog::start().await;
    for (path, body) in edits(10) {
        let before = server.get(&format!("/api/backups/{}", backup(10))).await;
        let answer = server.put_if(&path, &body, "\"99\"").await;
        let refusal = answer.json();
        assert_eq!(
            (answer.status.as_u16(), refusal["code"].as_str()),
            (412, Some("PRECONDITION_FAILED")),
            "{path}"
        );
        assert_eq!(refusal["parameter"], "If-Match");
        let after = server.get(&format!("/api/backups/{}", backup(10))).await;
        assert_eq!(
            (after.json(), after.header("etag")),
            (before.json(), before.header("etag"))
        );
        // The state that it says is the one that an edit may be based on.
        let edited = server.put_if(&path, &body, before.header("etag")).await;
        assert_eq!(edited.status.as_u16(), 200, "{}", edited.text);
        assert_ne!(edited.header("etag"), before.header("etag"));
        let now = server.get(&format!("/api/backups/{}", backup(10))).await;
        assert_eq!(now.header("etag"), edited.header("etag"));
    }
}

#[tokio::test]
async fn any_state_will_do_for_a_star_and_nonsense_is_refused() {
    let server = catalog::start().await;
    for (path, body) in edits(10) {
        assert_eq!(server.put_if(&path, &body, "*").await.status.as_u16(), 200);
        for nonsense in [
            "1",
            "\"\"",
            "\"one\"",
            "W/\"1\"",
            "\"99999999999999999999\"",
            "\"-1\"",
        ] {
            let answer = server.put_if(&path, &body, nonsense).await;
            let refusal = answer.json();
            assert_eq!(
                (answer.status.as_u16(), refusal["parameter"].as_str()),
                (400, Some("If-Match")),
                "{nonsense}"
            );
        }
    }
}

#[tokio::test]
async fn an_edit_that_changes_nothing_keeps_the_state() {
    let server = catalog::start().await;
    for (path, body) in edits(10) {
        let first = server.put(&path, &body).await;
        let second = server.put(&path, &body).await;
        assert_eq!(first.header("etag"), second.header("etag"), "{path}");
        assert_eq!(first.json(), second.json());
    }
}

#[tokio::test]
async fn an_unknown_backup_cannot_be_edited() {
    let server = catalog::start().await;
    for (path, body) in edits(10) {
        let answer = server.put(&path.replace(&backup(10), UNKNOWN), &body).await;
        assert_eq!(answer.status.as_u16(), 404, "{}", answer.text);
        let answer = server
            .put(&path.replace(&backup(10), "snap-10"), &body)
            .await;
        assert_eq!(answer.status.as_u16(), 400, "{}", answer.text);
    }
}

#[tokio::test]
async fn a_body_of_another_shape_is_refused() {
    let server = catalog::start().await;
    for (path, _) in edits(10) {
        for body in [
            json!({}),
            json!({ "value": 1 }),
            json!("text"),
            json!([{ "value": null }]),
        ] {
            let answer = server.put(&path, &body).await;
            assert_eq!(answer.status.as_u16(), 422, "{path} {body}");
        }
    }
}
