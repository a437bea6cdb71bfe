//! The plans of PostgreSQL, on 40,000 backups that it has counted: those that a catalog in use has.
//!
//! All rows are in the sample that its statistics are made of, so that they are the same each time.

use serde_json::Value;

use super::super::{PostgresOptions, Store};
use super::cluster::{Cluster, rows};
use super::fleet::{DAY, DAYS};
use super::{Plan, Told, fleet, shape};

/// Copies of the fleet, each of the days before the one before it.
const COPIES: i64 = 39;

/// A prepared statement has a plan for its values five times; then one for all values, if that costs no more.
const RUNS: usize = 6;

/// What the server writes down, and that it does nothing by itself meanwhile.
const SETTINGS: [&str; 11] = [
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "autovacuum=off",
    "default_statistics_target=1000",
    "jit=off",
    "log_line_prefix=",
    "session_preload_libraries=auto_explain",
    "auto_explain.log_min_duration=0",
    "auto_explain.log_format=json",
    "auto_explain.log_timing=off",
];

/// The plans in the server's log.
struct Log {
    cluster: Cluster,
    read: usize,
}

impl Told for Log {
    const RUNS: usize = RUNS;

    fn plans(&mut self) -> Vec<Plan> {
        // A plan is written when what ran it ends, and nobody waits for the end of a reading transaction. All of them
        // read this table: the lock comes when the last has ended.
        self.cluster
            .sql("BEGIN; LOCK TABLE catalog IN ACCESS EXCLUSIVE MODE; COMMIT");
        let text = std::fs::read_to_string(self.cluster.folder().join("log")).unwrap();
        let new = &text[self.read..];
        self.read = text.len();
        // What belongs to the line above is indented by the server.
        let entries = new.split(" plan:\n").skip(1);
        let plan = |entry: &str| {
            let lines = entry.lines().take_while(|line| line.starts_with('\t'));
            let json: String = lines.collect();
            let plan: Value = serde_json::from_str(&json).unwrap();
            let (steps, faults) = shape::of(&plan["Plan"]);
            Plan {
                statement: plan["Query Text"].as_str().unwrap().to_owned(),
                steps,
                faults,
            }
        };
        entries
            .map(plan)
            // The number of the catalog's state, which each transaction begins with.
            .filter(|plan| !plan.steps.contains("on catalog"))
            .collect()
    }
}

/// Fills the catalog up: each copy is the fleet, some days earlier.
fn copies() -> String {
    let days = DAYS;
    format!(
        "INSERT INTO backups SELECT copy.* FROM generate_series(1::bigint, {COPIES}) n, backups b,
             LATERAL jsonb_populate_record(b, jsonb_build_object(
                 'id', b.id + n * 1000, 'guid', md5(b.guid::text || n),
                 'parent_id', b.parent_id + n * 1000, 'root_id', b.root_id + n * 1000,
                 'parent_guid', md5(b.parent_guid::text || n), 'native_id', b.native_id || '-' || n,
                 'snapshot_time', b.snapshot_time - n * {days} * {DAY},
                 'backup_time', b.backup_time - n * {days} * {DAY})) copy
         ORDER BY n DESC, b.id;
         INSERT INTO locations SELECT copy.* FROM generate_series(1::bigint, {COPIES}) n, locations l,
             LATERAL jsonb_populate_record(l, jsonb_build_object(
                 'backup_id', l.backup_id + n * 1000, 'guid', md5(l.guid::text || n))) copy
         ORDER BY copy.backup_id;
         INSERT INTO rollups SELECT copy.* FROM generate_series(1::bigint, {COPIES}) n, rollups r,
             LATERAL jsonb_populate_record(r, jsonb_build_object(
                 'day', r.day - n * {days}, 'earliest', r.earliest - n * {days} * {DAY},
                 'latest', r.latest - n * {days} * {DAY})) copy
         ORDER BY n DESC;
         UPDATE catalog SET version = version + 1;"
    )
}

/// Makes the plans those of a catalog at rest: a page counts as seen by all only once no transaction is older than it,
/// and the last report's may still be ending.
fn vacuum(cluster: &Cluster) {
    let unseen =
        "SELECT count(*) FROM pg_class WHERE relname IN ('backups', 'locations', 'entities')
        AND relallvisible < relpages";
    for _ in 0..1_000 {
        cluster.sql("VACUUM ANALYZE");
        if rows(&cluster.url(), unseen) == [[Some("0".to_owned())]] {
            return;
        }
    }
    panic!("a transaction does not end");
}

#[tokio::test]
async fn an_index_of_postgres_serves_what_it_can() {
    let cluster = Cluster::start_with(&SETTINGS);
    let options = PostgresOptions::default();
    let store = Store::connect(&cluster.url(), options).await.unwrap();
    // What the database does where nothing is held in memory.
    store.limit_columns(0);
    fleet::report(&store).await;
    cluster.sql(&copies());
    vacuum(&cluster);
    let checked = store.check().await.unwrap();
    assert_eq!(checked.differences, [], "the copies are no catalog");
    let mut log = Log { cluster, read: 0 };
    super::compare(&store, "postgres", &mut log).await;
}
