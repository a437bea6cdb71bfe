//! `/backups`: the filters of the API in the address of a page

use crate::support::catalog::{self, backup, destination, entity, policy};
use crate::support::server::TestServer;
use crate::{assert_has, browse};

/// The numbers of the backups that a page shows, in order.
fn shown(page: &str) -> Vec<u8> {
    let row = "<tr><th scope=\"row\"><a href=\"/backups/b0000000-0000-4000-8000-";
    page.split(row)
        .skip(1)
        .map(|rest| rest[..12].parse().unwrap())
        .collect()
}

async fn api(server: &TestServer, query: &str) -> Vec<u8> {
    catalog::numbers(&server.get(&format!("/api/backups?{query}")).await.rows())
}

#[tokio::test]
async fn a_page_lists_what_the_api_lists_for_the_same_query() {
    let server = catalog::start().await;
    let fleet = [
        String::new(),
        "status=FAILED&status=PARTIAL_SUCCESS".to_owned(),
        format!("protected-entity={}", entity(1)),
        format!("backup-policy={}&type=INCREMENTAL", policy(1)),
        format!("backup-destination={}&without-hidden=true", destination(2)),
        format!("root-backup={}", backup(1)),
        format!("parent-backup={}", backup(3)),
        "only-mountable=true&orderBy=size&direction=desc".to_owned(),
        "protected-entity-type=VM".to_owned(),
        "nameLike=WEB&min-size=1100".to_owned(),
        "filter=disk".to_owned(),
        "size=3&page=1".to_owned(),
        format!(
            "from={}&to={}",
            catalog::november(2, 0),
            catalog::november(4, 0)
        ),
    ];
    for query in fleet {
        let page = browse(&server, &format!("/backups?{query}")).await;
        assert_eq!(page.status.as_u16(), 200, "{query}");
        let expected = api(&server, &query).await;
        assert!(!expected.is_empty(), "{query}");
        assert_eq!(shown(&page.text), expected, "{query}");
    }
}

#[tokio::test]
async fn each_of_the_27_parameters_has_a_field_that_keeps_its_value() {
    let server = catalog::start().await;
    let document = server.get("/openapi.json").await.json();
    let parameters = document["paths"]["/backups"]["get"]["parameters"]
        .as_array()
        .unwrap()
        .clone();
    assert_eq!(parameters.len(), 27);
    let page = browse(
        &server,
        "/backups?nameLike=a%26b&status=FAILED&size=7&direction=ASC",
    )
    .await
    .text;
    for parameter in parameters {
        let reference = parameter["$ref"].as_str().unwrap();
        let place = reference.trim_start_matches('#');
        let name = document.pointer(place).unwrap()["name"].as_str().unwrap();
        // The page's number is in its links.
        let found = page.contains(&format!(" name=\"{name}\"")) || name == "page";
        assert!(found, "no field for {name}");
    }
    assert_has(
        &page,
        &[
            "value=\"a&amp;b\"",
            "value=\"FAILED\" checked",
            "value=\"7\"",
            "value=\"asc\" selected",
        ],
    );
}

#[tokio::test]
async fn what_the_api_refuses_stands_beside_its_field() {
    let server = catalog::start().await;
    let answer = browse(
        &server,
        "/backups?min-size=much&status=LOST&page=-1&protected-entity=web",
    )
    .await;
    assert_eq!(answer.status.as_u16(), 400);
    assert_has(
        &answer.text,
        &[
            "id=\"f-min-size-fault\"",
            "`min-size` is &quot;much&quot;",
            "`status` is &quot;LOST&quot;",
            "`page` is &quot;-1&quot;",
            "`protected-entity` is &quot;web&quot;",
            "4 filters are not what they may be",
            "<details id=\"more\" open>",
        ],
    );
    let range = browse(&server, "/backups?from=2&to=1").await;
    assert_eq!(range.status.as_u16(), 400);
    assert_has(&range.text, &["which is after `to`", "id=\"f-from-fault\""]);
    let refused = browse(&server, "/backups?fail-on-non-successful=true").await;
    assert_eq!(refused.status.as_u16(), 409);
    assert_has(&refused.text, &["neither SUCCESS nor PARTIAL_SUCCESS"]);
}

#[tokio::test]
async fn filters_in_force_can_be_taken_away_one_by_one() {
    let server = catalog::start().await;
    let page = browse(
        &server,
        &format!("/backups?backup-policy={}&status=FAILED", policy(1)),
    )
    .await
    .text;
    assert_has(
        &page,
        &[
            "Without backup-policy nightly",
            "href=\"/backups?status=FAILED\"",
            &format!("href=\"/backups?backup-policy={}\"", policy(1)),
            "2 backups",
        ],
    );
    let nothing = browse(&server, "/backups?nameLike=nobody").await.text;
    assert_has(&nothing, &["No backup is like this.", "0 backups"]);
    let beyond = browse(&server, "/backups?size=5&page=9").await.text;
    assert_has(&beyond, &["There are not so many pages."]);
}
