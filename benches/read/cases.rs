//! What is asked for.

use super::fleet;

pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) path: String,
}

pub(crate) fn all(rows: u32) -> Vec<Case> {
    let end = fleet::time(rows, rows - 1);
    let month = 30 * 86_400_000;
    let entity = fleet::entity_guid(7);
    let policy = fleet::policy_guid(3);
    let case = |name, path: &str| Case {
        name,
        path: format!("/api/backups{path}"),
    };
    vec![
        case("50 newest", "?size=50"),
        case("50 newest, detailed", "/detailed?size=50"),
        case("50 after 100,000", "?size=50&page=2000"),
        case(
            "50 of one entity",
            &format!("?size=50&protected-entity={entity}"),
        ),
        case(
            "50 of one policy, 2 statuses, 30 days",
            &format!(
                "?size=50&backup-policy={policy}&status=FAILED&status=SUCCESS&from={}&to={end}",
                end - month
            ),
        ),
        case("50 failed", "?size=50&status=FAILED"),
        case(
            "50 of two statuses",
            "?size=50&status=FAILED&status=PARTIAL_SUCCESS",
        ),
        case("50 not hidden", "?size=50&without-hidden=true"),
        case("50 mountable", "?size=50&only-mountable=true"),
        case("50 at least 1 TB", "?size=50&min-size=1000000000000"),
        case("50 full", "?size=50&type=FULL"),
        case(
            "50 on a destination",
            &format!("?size=50&backup-destination={}", fleet::destination_guid(2)),
        ),
        case(
            "50 by a node",
            &format!("?size=50&node={}", fleet::node_guid(2)),
        ),
        case("50 of machines named host-00", "?size=50&nameLike=HOST-00"),
        case("50 with a text", "?size=50&filter=connection%20lost"),
        case(
            "50 of the last day",
            &format!("?size=50&from={}", end - 86_400_000),
        ),
        case("50 by size", "?size=50&orderBy=size"),
        case("50 by entity", "?size=50&orderBy=protectedEntity"),
        case("50 by status", "?size=50&orderBy=status"),
        case("50 oldest", "?size=50&direction=asc"),
        case("a chain", &format!("?root-backup={}", backup_guid(7))),
        case("one backup", &format!("/{}", backup_guid(rows / 2))),
        case("groups, 50 newest", "/grouped?size=50"),
        case(
            "groups of one policy, 50 newest",
            &format!("/grouped?size=50&backup-policy={policy}"),
        ),
        case("aggregated statistics", "/aggregated-statistics"),
        case(
            "aggregated statistics, 30 days",
            &format!("/aggregated-statistics?from={}", end - month),
        ),
        case(
            "aggregated statistics of one policy",
            &format!("/aggregated-statistics?backup-policy={policy}"),
        ),
        case(
            "aggregated statistics of groups",
            "/grouped/aggregated-statistics",
        ),
        case("sizes, 50 newest", "/size-statistics?size=50"),
        case("times, 50 newest", "/time-statistics?size=50"),
        case(
            "size timeline, 30 days",
            &format!(
                "/timeline/size-stats/VM/{entity}?from={}&to={end}",
                end - month
            ),
        ),
        case(
            "size timeline, 3,700 days",
            &format!(
                "/timeline/size-stats/VM/{entity}?from={}&to={end}",
                end - 3_699 * 86_400_000
            ),
        ),
        Case {
            name: "policies by name",
            path: "/api/catalog/policies?size=50".into(),
        },
        Case {
            name: "health",
            path: "/api/catalog/health".into(),
        },
    ]
}

/// The pages of the dashboard.
pub(crate) fn pages(rows: u32) -> Vec<Case> {
    let entity = fleet::entity_guid(7);
    let backup = backup_guid(rows / 2);
    let page = |name, path: &str| Case {
        name,
        path: path.to_owned(),
    };
    vec![
        page("page: overview", "/"),
        page("page: an entity", &format!("/entities/{entity}")),
        page("page: a backup", &format!("/backups/{backup}")),
        page("page: list", "/backups"),
        page("page: list, failed", "/backups?status=FAILED"),
        page("page: policies", "/policies"),
        page("page: destinations", "/destinations"),
        page("page: sources", "/sources"),
    ]
}

fn backup_guid(n: u32) -> uuid::Uuid {
    backup_catalog::domain::identity::backup("bench", "", &format!("backup-{n}"))
}
