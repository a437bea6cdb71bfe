//! `page` and `size`.

use serde_json::json;

use crate::seven_lists::SEVEN;
use crate::support::catalog::{self, NEWEST_FIRST, list};

#[tokio::test]
async fn pages_follow_one_another_and_tell_the_whole_number() {
    let server = catalog::start().await;
    let mut all = Vec::new();
    for page in 0..4 {
        let (rows, total) = list(&server, &format!("page={page}&size=5")).await;
        assert_eq!(total, 12);
        all.extend(rows);
    }
    assert_eq!(
        all, NEWEST_FIRST,
        "the third page is short, the fourth is empty"
    );
}

#[tokio::test]
async fn size_alone_is_the_first_page_and_page_alone_has_twenty_rows() {
    let server = catalog::start().await;
    assert_eq!(list(&server, "size=2").await, (vec![10, 9], 12));
    assert_eq!(list(&server, "page=0").await, (NEWEST_FIRST.to_vec(), 12));
    assert_eq!(list(&server, "page=1").await, (vec![], 12));
}

#[tokio::test]
async fn a_page_far_beyond_the_end_is_empty() {
    let server = catalog::start().await;
    assert_eq!(
        list(&server, "page=2147483647&size=1000").await,
        (vec![], 12)
    );
}

#[tokio::test]
async fn pages_of_an_order_with_ties_do_not_overlap() {
    let server = catalog::start().await;
    let whole = list(&server, "orderBy=status").await.0;
    let mut pages = Vec::new();
    for page in 0..12 {
        pages.extend(
            list(&server, &format!("orderBy=status&size=1&page={page}"))
                .await
                .0,
        );
    }
    assert_eq!(pages, whole);
}

#[tokio::test]
async fn paging_counts_what_is_selected() {
    let server = catalog::start().await;
    assert_eq!(
        list(&server, "status=FAILED&page=1&size=2").await,
        (vec![4], 3)
    );
}

/// A page that was asked for is remembered, as rows and as they were written, and so is a short list; another list of the
/// same rows is not it.
#[tokio::test]
async fn a_page_is_the_same_when_it_is_asked_for_again_and_another_after_a_write() {
    let server = catalog::start().await;
    let paged = SEVEN.map(|operation| format!("/api/backups{operation}?page=0&size=3"));
    let whole = SEVEN.map(|operation| format!("/api/backups{operation}"));
    for path in paged.into_iter().chain(whole) {
        let first = server.get(&path).await;
        for _ in 0..3 {
            let again = server.get(&path).await;
            assert_eq!(again.text, first.text, "{path}");
            assert_eq!(again.total(), first.total(), "{path}");
        }
    }
    let path = "/api/backups?page=0&size=3";
    let before = server.get(path).await;
    let newest = before.json()[0]["guid"].clone();
    let changed = format!(
        "/api/backups/{}/description",
        newest.as_str().unwrap_or_default()
    );
    server.put(&changed, &json!({ "value": "another" })).await;
    let after = server.get(path).await;
    assert_ne!(after.text, before.text);
    assert_eq!(after.json()[0]["description"], "another");
}
