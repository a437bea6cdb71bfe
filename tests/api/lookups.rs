//! The look-ups under `/catalog`: every guid that a filter takes can be found by name.

use serde_json::Value;

use crate::assert_snapshot;
use crate::support::catalog::{
    self, destination, entity, infrastructure, list, node, policy, project, rule,
};
use crate::support::server::TestServer;

async fn names(server: &TestServer, path: &str) -> (Vec<String>, i64) {
    let answer = server.get(&format!("/api/catalog/{path}")).await;
    let name = |row: &Value| row["name"].as_str().unwrap().to_owned();
    (answer.rows().iter().map(name).collect(), answer.total())
}

#[tokio::test]
async fn everything_is_there_by_name() {
    let server = catalog::start().await;
    for (path, expected) in [
        (
            "entities",
            vec![
                "anna",
                "db01",
                "mailX100",
                "mail_100%",
                "web01:/srv",
                "Ärzte-Straße",
            ],
        ),
        ("policies", vec!["archive", "nightly"]),
        ("rules", vec!["daily", "weekly"]),
        ("destinations", vec!["disk", "offsite", "tape"]),
        ("nodes", vec!["node-a", "node-b"]),
        ("sources", vec!["fleet"]),
        ("projects", vec!["Post", "Shop"]),
        ("infrastructure/hypervisor", vec!["esx1"]),
        ("infrastructure/hypervisor-manager", vec!["vcenter"]),
        ("infrastructure/storage-provider", vec!["ceph"]),
        ("infrastructure/cloud-service-provider", vec!["m365"]),
    ] {
        let total = i64::try_from(expected.len()).unwrap();
        assert_eq!(
            names(&server, path).await,
            (expected.into_iter().map(str::to_owned).collect(), total),
            "{path}"
        );
    }
}

#[tokio::test]
async fn names_are_searched_and_paged() {
    let server = catalog::start().await;
    assert_eq!(
        names(&server, "entities?nameLike=STRASSE").await,
        (vec!["Ärzte-Straße".into()], 1)
    );
    assert_eq!(
        names(&server, "entities?nameLike=_1").await,
        (vec!["mail_100%".into()], 1)
    );
    assert_eq!(
        names(&server, "destinations?page=1&size=2").await,
        (vec!["tape".into()], 3)
    );
    assert_eq!(names(&server, "policies?nameLike=a%00").await, (vec![], 0));
    assert_eq!(
        names(&server, "policies?nameLike=nothing").await,
        (vec![], 0)
    );
    assert_eq!(
        names(&server, "infrastructure/hypervisor?nameLike=ESX")
            .await
            .1,
        1
    );
    let answer = server.get("/api/catalog/infrastructure/toaster").await;
    assert_eq!(answer.status.as_u16(), 400, "{}", answer.text);
}

#[tokio::test]
async fn a_guid_found_there_selects() {
    let server = catalog::start().await;
    for (path, guid, parameter) in [
        ("entities?nameLike=web", entity(1), "protected-entity"),
        ("policies?nameLike=night", policy(1), "backup-policy"),
        ("rules?nameLike=week", rule(2), "backup-rule"),
        (
            "destinations?nameLike=tape",
            destination(3),
            "backup-destination",
        ),
        ("nodes?nameLike=-b", node(2), "node"),
        ("projects?nameLike=shop", project(1), "project-uuid"),
        ("infrastructure/hypervisor", infrastructure(1), "hypervisor"),
    ] {
        let rows = server.get(&format!("/api/catalog/{path}")).await.rows();
        assert_eq!(rows[0]["guid"], guid.as_str(), "{path}");
        assert!(list(&server, &format!("{parameter}={guid}")).await.1 > 0);
    }
}

#[tokio::test]
async fn entities_show_where_they_live_and_rules_their_policy() {
    let server = catalog::start().await;
    assert_snapshot(
        "list_entities",
        &server
            .get("/api/catalog/entities?nameLike=mail")
            .await
            .json(),
    );
    assert_snapshot("list_rules", &server.get("/api/catalog/rules").await.json());
}
