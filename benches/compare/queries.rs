//! What is asked for, and the same in SQL.

use super::fleet;

/// One question.
pub(crate) struct Query {
    pub(crate) name: &'static str,
    /// For this server.
    pub(crate) path: String,
    /// For the tables of this server's SQLite file: what a page or a sum needs, joined.
    pub(crate) sqlite: Option<String>,
    /// For one wide table `b`, as an engine with columns likes it best.
    pub(crate) wide: Option<String>,
    /// What the page's total counts, where there is one: a condition on `backups b`.
    pub(crate) counted: Option<String>,
    /// Asked for with 16 connections too, and of the handler that knows the answer.
    pub(crate) main: bool,
}

const DAY: i64 = 86_400_000;

/// The columns of a page.
const PAGE: &str = "SELECT b.guid, e.guid, e.name, e.type, b.status, b.status_info, b.type, b.snapshot_time, \
    b.backup_time, b.size, b.transferred, b.objects, b.queued_export_time, b.export_time, b.queued_store_time, \
    b.store_time, b.hidden, b.mountable, b.warnings, b.warnings_acknowledged, b.description, b.root_id, \
    p.guid, p.name, r.guid, r.name, n.guid, n.name, \
    (SELECT json_group_array(json_array(hex(l.guid), d.name, l.role, l.status)) FROM locations l \
     JOIN destinations d ON d.id = l.destination_id WHERE l.backup_id = b.id) \
    FROM backups b JOIN entities e ON e.id = b.entity_id LEFT JOIN policies p ON p.id = b.policy_id \
    LEFT JOIN rules r ON r.id = b.rule_id LEFT JOIN nodes n ON n.id = b.node_id";

/// The columns of the sums.
const SUMS: &str = "SELECT status, type, count(*), sum(size), min(snapshot_time), max(snapshot_time), \
    sum(queued_export_time + export_time + queued_store_time + store_time)";

/// All questions for a fleet of so many backups.
pub(crate) fn all(rows: u32) -> Vec<Query> {
    let mut queries = pages(rows);
    queries.extend(sums(rows));
    queries.push(days(rows));
    queries
}

fn pages(rows: u32) -> Vec<Query> {
    let end = fleet::time(rows, rows - 1);
    let month = end - 30 * DAY;
    let (entity, policy) = (fleet::entity_guid(7), fleet::policy_guid(3));
    let guid = |kind: &str, guid: uuid::Uuid| {
        format!("(SELECT id FROM {kind} WHERE guid = x'{}')", guid.simple())
    };
    let page = |name, parameters: &str, condition: &str, offset: u32| Query {
        name,
        path: format!("/api/backups?size=50{parameters}"),
        sqlite: Some(format!(
            "{PAGE} WHERE {condition} ORDER BY b.snapshot_time DESC, b.guid LIMIT 50 OFFSET {offset}"
        )),
        wide: None,
        counted: Some(condition.to_owned()),
        main: true,
    };
    vec![
        page("newest 50", "", "true", 0),
        page(
            "50 of one entity",
            &format!("&protected-entity={entity}"),
            &format!("b.entity_id = {}", guid("entities", entity)),
            0,
        ),
        page(
            "policy, two statuses, 30 days",
            &format!(
                "&backup-policy={policy}&status=FAILED&status=PARTIAL_SUCCESS&from={month}&to={end}"
            ),
            &format!(
                "b.policy_id = {} AND b.status IN ('FAILED', 'PARTIAL_SUCCESS') AND b.snapshot_time BETWEEN {month} AND {end}",
                guid("policies", policy)
            ),
            0,
        ),
        page(
            "50 after 100,000",
            "&page=2000",
            "true",
            100_000.min(rows - 50),
        ),
    ]
}

fn sums(rows: u32) -> Vec<Query> {
    let end = fleet::time(rows, rows - 1);
    let month = end - 30 * DAY;
    let sum = |name: &'static str, parameters: String, condition: String, main: bool| Query {
        name,
        path: format!("/api/backups/aggregated-statistics{parameters}"),
        sqlite: main.then(|| format!("{SUMS} FROM backups WHERE {condition} GROUP BY 1, 2")),
        wide: Some(format!("{SUMS} FROM b WHERE {condition} GROUP BY 1, 2")),
        counted: None,
        main,
    };
    let text = |text: &str| {
        let columns = ["name", "status_info", "policy", "destination"];
        let contains: Vec<String> = columns
            .iter()
            .map(|column| format!("contains(lower({column}), '{text}')"))
            .collect();
        contains.join(" OR ")
    };
    let plain = |name, parameter: String, condition: String| {
        sum(name, format!("?{parameter}"), condition, false)
    };
    vec![
        sum(
            "sums of 30 days",
            format!("?from={month}&to={end}"),
            format!("snapshot_time BETWEEN {month} AND {end}"),
            true,
        ),
        sum("sums of everything", String::new(), "true".into(), true),
        plain(
            "sums of one node",
            format!("node={}", fleet::node_guid(2)),
            "node = 'node 2'".into(),
        ),
        plain(
            "sums of one hypervisor, 30 days",
            format!(
                "hypervisor={}&from={month}&to={end}",
                fleet::hypervisor_guid(2)
            ),
            format!("hypervisor = 'hypervisor 2' AND snapshot_time BETWEEN {month} AND {end}"),
        ),
        plain(
            "sums of one destination, two statuses",
            format!(
                "backup-destination={}&status=FAILED&status=PARTIAL_SUCCESS",
                fleet::destination_guid(2)
            ),
            "destination = 'destination 2' AND status IN ('FAILED', 'PARTIAL_SUCCESS')".into(),
        ),
        plain(
            "sums of a part of a name",
            "nameLike=HOST-00".into(),
            "contains(lower(name), 'host-00')".into(),
        ),
        plain(
            "sums of at least 1 TB",
            "min-size=1000000000000".into(),
            "size >= 1000000000000".into(),
        ),
        plain(
            "sums of a text",
            "filter=connection%20lost".into(),
            text("connection lost"),
        ),
    ]
}

/// The size on each day that there was of one entity.
fn days(rows: u32) -> Query {
    let (first, end) = (fleet::time(rows, 0), fleet::time(rows, rows - 1));
    let first = first.max(end - 3_699 * DAY);
    let entity = fleet::entity_guid(7);
    Query {
        name: "size per day of one entity",
        path: format!("/api/backups/timeline/size-stats/VM/{entity}?from={first}&to={end}"),
        sqlite: Some(format!(
            "SELECT snapshot_time / {DAY} AS day, sum(size), sum(transferred), count(*), status FROM backups \
             WHERE entity_id = (SELECT id FROM entities WHERE guid = x'{}') GROUP BY day, status",
            entity.simple()
        )),
        wide: Some(format!(
            "SELECT snapshot_time // {DAY} AS day, sum(size), count(*), status FROM b WHERE name = 'host-00007.example.org' GROUP BY ALL"
        )),
        counted: None,
        main: true,
    }
}
