//! The seven list-shaped operations select alike.

use serde_json::Value;

use crate::support::catalog::{
    self, backup, destination, entity, infrastructure, list, node, november, numbers, policy,
    project, rule,
};
use crate::support::server::TestServer;

/// Their paths below `/backups`.
pub(crate) const SEVEN: [&str; 7] = [
    "",
    "/detailed",
    "/grouped",
    "/aggregated-statistics",
    "/grouped/aggregated-statistics",
    "/size-statistics",
    "/time-statistics",
];

/// One selection for each parameter that selects.
fn selections() -> Vec<String> {
    vec![
        String::new(),
        format!("protected-entity={}", entity(1)),
        "protected-entity-type=VM".into(),
        "type=FULL".into(),
        "status=SUCCESS&status=FAILED".into(),
        format!("backup-policy={}", policy(1)),
        format!("backup-rule={}", rule(1)),
        format!("backup-destination={}", destination(2)),
        format!("hypervisor={}", infrastructure(1)),
        format!("hypervisor-manager={}", infrastructure(2)),
        format!("storage-provider={}", infrastructure(3)),
        format!("cloud-service-provider={}", infrastructure(4)),
        format!("project-uuid={}", project(1)),
        format!("node={}", node(2)),
        format!("parent-backup={}", backup(3)),
        format!("root-backup={}", backup(2)),
        format!("from={}", november(3, 0)),
        format!("to={}", november(3, 0)),
        "min-size=1100".into(),
        "nameLike=mail".into(),
        "filter=disk".into(),
        "only-mountable=true".into(),
        "without-hidden=true".into(),
        format!("protected-entity={}", catalog::UNKNOWN),
    ]
}

async fn rows(server: &TestServer, operation: &str, query: &str) -> Vec<Value> {
    let answer = server
        .get(&format!("/api/backups{operation}?{query}"))
        .await;
    let rows = answer.rows();
    assert_eq!(
        answer.total(),
        i64::try_from(rows.len()).unwrap(),
        "{operation} {query}"
    );
    rows
}

fn sum(rows: &[Value], property: &str) -> i64 {
    rows.iter().map(|row| row[property].as_i64().unwrap()).sum()
}

#[tokio::test]
async fn they_select_the_same_backups() {
    let server = catalog::start().await;
    for query in selections() {
        let (selected, total) = list(&server, &query).await;
        assert_eq!(
            numbers(&rows(&server, "/detailed", &query).await),
            selected,
            "{query}"
        );
        assert_eq!(
            numbers(&rows(&server, "/time-statistics", &query).await),
            selected,
            "{query}"
        );
        let mut with_data = selected.clone();
        with_data.retain(|n| [1, 2, 3, 6, 7, 8, 11].contains(n));
        assert_eq!(
            numbers(&rows(&server, "/size-statistics", &query).await),
            with_data,
            "{query}"
        );
        let aggregated = rows(&server, "/aggregated-statistics", &query).await;
        assert_eq!(sum(&aggregated, "count"), total, "{query}");
        let grouped = rows(&server, "/grouped", &query).await;
        assert_eq!(sum(&grouped, "attempts"), total, "{query}");
        assert!(
            numbers(&grouped).iter().all(|n| selected.contains(n)),
            "{query}"
        );
        let newest = rows(&server, "/grouped/aggregated-statistics", &query).await;
        assert_eq!(
            sum(&newest, "count"),
            i64::try_from(grouped.len()).unwrap(),
            "{query}"
        );
        assert_eq!(sum(&newest, "size"), sum(&grouped, "size"), "{query}");
    }
}

#[tokio::test]
async fn they_refuse_unsuccessful_backups_alike() {
    let server = catalog::start().await;
    for operation in SEVEN {
        // Judged before the statistic's own restriction and before grouping.
        for (query, status) in [
            (
                format!("protected-entity={}&fail-on-non-successful=true", entity(1)),
                409,
            ),
            (
                format!(
                    "protected-entity={}&to={}&fail-on-non-successful=true",
                    entity(1),
                    november(3, 1)
                ),
                200,
            ),
            (
                format!("protected-entity={}&fail-on-non-successful=true", entity(2)),
                409,
            ),
        ] {
            let answer = server
                .get(&format!("/api/backups{operation}?{query}"))
                .await;
            assert_eq!(answer.status.as_u16(), status, "{operation} {query}");
        }
    }
}

#[tokio::test]
async fn rows_of_one_backup_each_are_ordered_and_paged_alike() {
    let server = catalog::start().await;
    for operation in ["", "/detailed", "/time-statistics"] {
        let path = format!("/api/backups{operation}?orderBy=size&direction=asc&page=1&size=6");
        let answer = server.get(&path).await;
        assert_eq!(
            (numbers(&answer.rows()), answer.total()),
            (vec![2, 3, 7, 6, 11, 8], 12),
            "{operation}"
        );
    }
    let answer = server
        .get("/api/backups/size-statistics?orderBy=size&page=1&size=3")
        .await;
    assert_eq!(
        (numbers(&answer.rows()), answer.total()),
        (vec![7, 3, 2], 7)
    );
}
