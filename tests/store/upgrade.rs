//! Catalogs of every released schema version, brought to this one.

use std::fs;
use std::path::Path;

use backup_catalog::store::{SCHEMA_VERSION, Store};
use rusqlite::Connection;
use rusqlite::types::Value;

use crate::torture::seen;

/// The steps of SQLite, in order.
fn steps() -> Vec<String> {
    let folder = format!("{}/src/store/migrations/sqlite", env!("CARGO_MANIFEST_DIR"));
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files
        .iter()
        .map(|file| fs::read_to_string(file).unwrap())
        .collect()
}

/// A file of this version, with a backup of everything.
fn old_file(path: &Path, version: usize) -> Connection {
    let file = Connection::open(path).unwrap();
    for step in &steps()[..version] {
        file.execute_batch(step).unwrap();
    }
    file.execute_batch(&format!(
        "PRAGMA journal_mode = wal; PRAGMA application_id = 0x62636174; PRAGMA user_version = {version};
         INSERT INTO sources (id, guid, name, name_folded) VALUES (1, randomblob(16), 'web01', 'web01');
         INSERT INTO repositories VALUES (1, 1, 'r');
         INSERT INTO policies (id, guid, name, name_folded) VALUES (1, randomblob(16), 'nightly', 'nightly');
         INSERT INTO rules VALUES (1, randomblob(16), 'daily', 'daily', 1);
         INSERT INTO destinations VALUES (1, randomblob(16), 'disk', 'disk');
         INSERT INTO entities (id, guid, type, name, name_folded) VALUES (1, randomblob(16), 'OS_AGENT', 'e', 'e');
         INSERT INTO backups (id, guid, entity_id, status, type, snapshot_time, size, queued_export_time, export_time,
             queued_store_time, store_time, policy_id, rule_id, hidden, mountable, iscsi_mountable, root_id, chain_position,
             source_id, repository_id, native_id, seen, warnings)
         VALUES (1, randomblob(16), 1, 'SUCCESS', 'FULL', 1000, 7, 0, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1, 1, 'x', 1, '[\"w\"]');
         INSERT INTO locations (backup_id, position, guid, destination_id, role, status, retention_hint)
         VALUES (1, 0, randomblob(16), 1, 'PRIMARY', 'PRESENT', 'NONE');
         INSERT INTO rollups VALUES (-1, 0, 'SUCCESS', 'FULL', 1, 0, 7, 0, 2, 1000, 1000),
             (1, 0, 'SUCCESS', 'FULL', 1, 0, 7, 0, 2, 1000, 1000);
         INSERT INTO users (id, guid, login, password_hash, created) VALUES (1, randomblob(16), 'admin', 'h', 5);"
    ))
    .unwrap();
    file
}

/// The tables that a file has, with their columns.
fn columns(file: &Connection) -> Vec<(String, Vec<String>)> {
    let mut tables = file
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name")
        .unwrap();
    let names = tables.query_map([], |row| row.get(0)).unwrap();
    let names: Vec<String> = names.map(Result::unwrap).collect();
    let of = |name: String| {
        let mut columns = file
            .prepare("SELECT name FROM pragma_table_info(?1) ORDER BY cid")
            .unwrap();
        let columns = columns.query_map([&name], |row| row.get(0)).unwrap();
        let columns = columns.map(Result::unwrap).collect();
        (name, columns)
    };
    names.into_iter().map(of).collect()
}

/// All rows of these columns, but for sessions, which may end.
fn rows(file: &Connection, of: &[(String, Vec<String>)]) -> Vec<(String, Vec<Vec<Value>>)> {
    let mut all = Vec::new();
    for (table, columns) in of.iter().filter(|(table, _)| table != "sessions") {
        let sql = format!("SELECT {} FROM {table} ORDER BY 1", columns.join(", "));
        let mut statement = file.prepare(&sql).unwrap();
        let read = statement.query_map([], |row| {
            (0..columns.len()).map(|column| row.get(column)).collect()
        });
        all.push((table.clone(), read.unwrap().map(Result::unwrap).collect()));
    }
    all
}

#[tokio::test]
async fn a_catalog_of_each_older_version_comes_with_all_that_it_has() {
    let newest = usize::try_from(SCHEMA_VERSION).unwrap();
    assert_eq!(steps().len(), newest);
    for version in 1..=newest {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("catalog.db");
        let old = old_file(&path, version);
        let of = columns(&old);
        let before = rows(&old, &of);
        drop(old);
        let store = Store::open(&path).unwrap();
        assert_eq!(store.schema_version().await.unwrap(), SCHEMA_VERSION);
        assert_eq!(store.check().await.unwrap().differences, []);
        drop(store);
        let new = Connection::open(&path).unwrap();
        assert_eq!(rows(&new, &of), before, "from version {version}");
        let found: i64 = new
            .query_row("PRAGMA user_version", [], |row| row.get(0))
            .unwrap();
        assert_eq!(found, SCHEMA_VERSION);
    }
    seen(
        "upgrade from every schema version",
        &format!("{newest} versions: each row of each table as before, sums right"),
    );
}
