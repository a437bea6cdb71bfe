//! Copies of a whole catalog, from each kind of database to each.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use backup_catalog::store::copies::{Site, back_up, restore};
use backup_catalog::store::{PostgresOptions, Store, StoreError};
use serde_json::json;

use crate::support::catalog::records;
use crate::support::database::connect;
use crate::support::postgres::{cluster, rows};
use crate::support::server::TestServer;

fn server_at(url: &str) -> Site {
    Site::Server {
        url: url.to_owned(),
        options: Box::new(PostgresOptions::default()),
    }
}

fn file_at(path: &Path) -> Site {
    Site::File(path.to_owned())
}

/// What a catalog answers to requests that read all of it.
async fn answers(store: Store) -> (TestServer, BTreeMap<&'static str, String>) {
    let server = TestServer::of(store, tempfile::tempdir().unwrap(), 7).await;
    let mut answers = BTreeMap::new();
    for path in [
        "/api/backups/detailed?orderBy=size",
        "/api/backups/grouped",
        "/api/backups/aggregated-statistics",
        "/api/catalog/entities",
        "/api/catalog/rules",
        "/api/catalog/sources",
    ] {
        answers.insert(path, server.get(path).await.text);
    }
    for row in server.get("/api/backups").await.rows() {
        let path = format!("/api/backups/{}", row["guid"].as_str().unwrap());
        let whole = server.get(&path).await.text;
        answers.entry("each").or_default().push_str(&whole);
    }
    assert!(answers["each"].len() > 10_000, "{answers:?}");
    assert_eq!(server.app.store.check().await.unwrap().differences, []);
    (server, answers)
}

async fn filled(store: Store) -> (TestServer, BTreeMap<&'static str, String>) {
    let server = TestServer::of(store.clone(), tempfile::tempdir().unwrap(), 1).await;
    server.report(&records()).await;
    drop(server);
    answers(store).await
}

/// What is reported again changes nothing, and what is new finds a number.
async fn lives_on(server: &TestServer) {
    let again = server.report(&records()).await;
    assert_eq!(
        (&again["created"], &again["updated"]),
        (&json!(0), &json!(0)),
        "{again}"
    );
    let new = json!({
        "v": 1, "source": "new", "id": "1", "entity": { "name": "new" }, "destination": "new", "policy": "new",
        "status": "SUCCESS", "started": 0,
    });
    assert_eq!(server.report(&[new]).await["created"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_answers_as_the_catalog_does_wherever_it_is_restored() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let url = cluster().new_schema();
    let (_original, expected) = filled(connect(&url).await).await;

    // PostgreSQL to a file, which is a catalog; to PostgreSQL; to a file again.
    let copied = back_up(server_at(&url), &path("copy.db")).await.unwrap();
    assert_eq!(copied.backups, i64::try_from(records().len()).unwrap());
    assert_eq!(copied.bytes, fs::metadata(path("copy.db")).unwrap().len());
    let other = cluster().new_schema();
    let restored = restore(&path("copy.db"), server_at(&other)).await.unwrap();
    assert_eq!(restored, copied);
    let (server, same) = answers(connect(&other).await).await;
    assert_eq!(same, expected);
    lives_on(&server).await;

    restore(&path("copy.db"), file_at(&path("catalog.db")))
        .await
        .unwrap();
    let (server, same) = answers(Store::open(&path("catalog.db")).unwrap()).await;
    assert_eq!(same, expected);
    lives_on(&server).await;

    // The file's own copy, while it is open.
    back_up(file_at(&path("catalog.db")), &path("second.db"))
        .await
        .unwrap();
    let third = cluster().new_schema();
    restore(&path("second.db"), server_at(&third))
        .await
        .unwrap();
    let (server, _) = answers(connect(&third).await).await;
    let rows = server.get("/api/backups").await.rows();
    assert_eq!(rows.len(), records().len() + 1);
    let left: Vec<PathBuf> = fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.to_string_lossy().contains("unfinished"))
        .collect();
    assert_eq!(left, Vec::<PathBuf>::new());
}

/// Indexes and constraints of a catalog in PostgreSQL, without the name of its schema.
fn shape(url: &str) -> Vec<Vec<Option<String>>> {
    let sql = "SELECT replace(indexdef, schemaname || '.', '') FROM pg_indexes WHERE schemaname = current_schema()
               UNION ALL
               SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
               WHERE connamespace = current_schema()::regnamespace ORDER BY 1";
    rows(url, sql)
}

/// The same of a catalog in a file.
fn shape_of_file(file: &Path) -> Vec<String> {
    let file = rusqlite::Connection::open(file).unwrap();
    let mut select = file
        .prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name")
        .unwrap();
    let rows = select.query_map([], |row| row.get(0)).unwrap();
    rows.map(Result::unwrap).collect()
}

#[tokio::test]
async fn a_copy_has_the_indexes_and_constraints_of_a_new_catalog_and_so_has_what_is_restored() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let url = cluster().new_schema();
    let (_server, _) = filled(connect(&url).await).await;
    let new = shape(&url);
    let indexes = new.iter().flatten().flatten();
    assert!(
        indexes.filter(|row| row.starts_with("CREATE ")).count() > 20,
        "{new:?}"
    );

    back_up(server_at(&url), &path("copy.db")).await.unwrap();
    drop(Store::open(&path("new.db")).unwrap());
    assert_eq!(
        shape_of_file(&path("copy.db")),
        shape_of_file(&path("new.db"))
    );

    let other = cluster().new_schema();
    restore(&path("copy.db"), server_at(&other)).await.unwrap();
    assert_eq!(shape(&other), new);
}

/// Does something to a catalog while somebody else has a table for themselves, until that has waited for 300 ms (or did
/// not wait, and half a minute is over).
async fn while_taken<T>(url: &str, table: &str, work: impl Future<Output = T>) -> T {
    let taking = format!(
        "DO $$ BEGIN
             LOCK TABLE {table};
             WHILE clock_timestamp() < now() + interval '30 s' AND NOT EXISTS (
                 SELECT FROM pg_stat_activity WHERE pg_blocking_pids(pid) @> ARRAY[pg_backend_pid()]
                     AND clock_timestamp() - query_start > interval '300 ms'
             ) LOOP
                 PERFORM pg_stat_clear_snapshot();
                 PERFORM pg_sleep(0.01);
             END LOOP;
         END $$"
    );
    let place = url.to_owned();
    let taken = tokio::task::spawn_blocking(move || rows(&place, &taking));
    let is_taken = format!(
        "SELECT count(*) FROM pg_locks WHERE relation = '{table}'::regclass AND mode = 'AccessExclusiveLock' AND granted"
    );
    while rows(url, &is_taken)[0][0].as_deref() != Some("1") {}
    let done = work.await;
    taken.await.unwrap();
    done
}

fn hurried() -> PostgresOptions {
    PostgresOptions {
        time_out: Duration::from_millis(100),
        ..PostgresOptions::default()
    }
}

#[tokio::test]
async fn a_copy_takes_as_long_as_it_needs() {
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copy.db");
    let url = cluster().new_schema();
    let (_server, _) = filled(connect(&url).await).await;
    let site = Site::Server {
        url: url.clone(),
        options: Box::new(hurried()),
    };
    let copying = back_up(site, &copy);
    let copied = while_taken(&url, "backups", copying).await.unwrap();
    assert_eq!(copied.backups, i64::try_from(records().len()).unwrap());
}

#[tokio::test]
async fn who_starts_waits_for_another_that_brings_the_catalog_up_to_date() {
    let url = cluster().new_schema();
    drop(connect(&url).await);
    let starting = Store::connect(&url, hurried());
    while_taken(&url, "catalog", starting).await.unwrap();
}

#[tokio::test]
async fn nothing_is_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let url = cluster().new_schema();
    let (_server, _) = filled(connect(&url).await).await;
    back_up(server_at(&url), &path("copy.db")).await.unwrap();
    let exists = |result: Result<_, StoreError>| matches!(result, Err(StoreError::Exists { .. }));
    assert!(exists(back_up(server_at(&url), &path("copy.db")).await));
    assert!(exists(
        restore(&path("copy.db"), file_at(&path("copy.db"))).await
    ));
    let filled = restore(&path("copy.db"), server_at(&url)).await;
    assert!(
        matches!(filled, Err(StoreError::Filled { .. })),
        "{filled:?}"
    );
    // The log of writes of a catalog that is gone would be taken for the new one's.
    fs::write(path("gone.db-wal"), "x").unwrap();
    assert!(exists(
        restore(&path("copy.db"), file_at(&path("gone.db"))).await
    ));
    assert!(!path("gone.db").exists());
}

#[tokio::test]
async fn a_copy_is_for_its_owner_and_holds_no_session() {
    let folder = tempfile::tempdir().unwrap();
    let catalog = folder.path().join("catalog.db");
    let (_server, _) = filled(Store::open(&catalog).unwrap()).await;
    let copy = folder.path().join("copy.db");
    back_up(file_at(&catalog), &copy).await.unwrap();
    assert_eq!(
        fs::metadata(&copy).unwrap().permissions().mode() & 0o777,
        0o600
    );
    let count = |file: &Path, table: &str| {
        let file = rusqlite::Connection::open(file).unwrap();
        let sql = format!("SELECT count(*) FROM {table}");
        file.query_row(&sql, [], |row| row.get::<_, i64>(0))
            .unwrap()
    };
    assert!(count(&catalog, "sessions") > 0);
    assert_eq!(count(&copy, "sessions"), 0);
    assert_eq!(count(&copy, "users"), count(&catalog, "users"));
}

#[tokio::test]
async fn what_is_no_catalog_of_this_program_or_an_older_one_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let to = || file_at(&path("catalog.db"));
    let missing = restore(&path("none.db"), to()).await;
    assert!(
        matches!(missing, Err(StoreError::Missing { .. })),
        "{missing:?}"
    );
    fs::write(
        path("text.db"),
        "no database, but longer than the head of one: ".repeat(100),
    )
    .unwrap();
    restore(&path("text.db"), to()).await.unwrap_err();
    let foreign = rusqlite::Connection::open(path("foreign.db")).unwrap();
    foreign.execute_batch("CREATE TABLE a (b)").unwrap();
    let foreign = restore(&path("foreign.db"), to()).await;
    assert!(
        matches!(foreign, Err(StoreError::Foreign { .. })),
        "{foreign:?}"
    );
    drop(Store::open(&path("newer.db")).unwrap());
    let newer = rusqlite::Connection::open(path("newer.db")).unwrap();
    newer.execute_batch("PRAGMA user_version = 1000").unwrap();
    for refused in [
        restore(&path("newer.db"), to()).await,
        back_up(file_at(&path("newer.db")), &path("copy.db")).await,
    ] {
        assert!(
            matches!(refused, Err(StoreError::Newer { found: 1000, .. })),
            "{refused:?}"
        );
    }
    assert!(!path("catalog.db").exists() && !path("copy.db").exists());
}
