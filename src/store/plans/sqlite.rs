//! The plans of SQLite. They do not depend on the rows: it keeps no statistics of a catalog.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex};

use super::super::Store;
use super::super::database::Connection;
use super::{Faults, Plan, Told, fleet};

/// The plans of the files that somebody wants to know them of.
static NOTES: LazyLock<Mutex<HashMap<PathBuf, Vec<Plan>>>> = LazyLock::new(Mutex::default);

/// Notes how a statement will be run, where somebody wants to know.
pub(in crate::store) fn note(connection: &Connection, statement: &str) {
    let Connection::Sqlite(connection) = connection else {
        return;
    };
    let file = PathBuf::from(connection.path().unwrap_or_default());
    let mut notes = NOTES.lock().unwrap();
    let Some(notes) = notes.get_mut(&file) else {
        return;
    };
    let mut explained = connection
        .prepare(&format!("EXPLAIN QUERY PLAN {statement}"))
        .unwrap();
    // The plan holds for all values: none are bound.
    let mut rows = explained.raw_query();
    let mut steps: Vec<String> = Vec::new();
    while let Some(row) = rows.next().unwrap() {
        steps.push(row.get(3).unwrap());
    }
    if steps.is_empty() {
        return;
    }
    notes.push(Plan {
        statement: statement.to_owned(),
        faults: faults(&steps),
        steps: steps.join("\n"),
    });
}

fn faults(steps: &[String]) -> Faults {
    // The names that statements give to `backups` and `locations`.
    let large = |step: &str, verb| {
        let table = step.strip_prefix(verb);
        table
            .and_then(|rest| rest.split(' ').next())
            .is_some_and(|table| ["b", "backups", "c", "l", "locations", "pb"].contains(&table))
    };
    let scans = |step: &String| large(step, "SCAN ") && !step.contains(" USING ");
    let reads = |step: &String| large(step, "SCAN ") || large(step, "SEARCH ");
    let sorts = |step: &String| step == "USE TEMP B-TREE FOR ORDER BY";
    Faults {
        reads_all: steps.iter().any(scans),
        sorts: steps.iter().any(sorts) && steps.iter().any(reads),
    }
}

/// A file whose plans are noted.
struct File(PathBuf);

impl File {
    fn new(file: &Path) -> Self {
        let file = file.to_owned();
        NOTES.lock().unwrap().insert(file.clone(), Vec::new());
        Self(file)
    }
}

impl Told for File {
    const RUNS: usize = 1;

    fn plans(&mut self) -> Vec<Plan> {
        let mut notes = NOTES.lock().unwrap();
        notes.get_mut(&self.0).map(std::mem::take).unwrap()
    }
}

#[tokio::test]
async fn an_index_of_sqlite_serves_what_it_can() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().canonicalize().unwrap();
    let file = folder.join("catalog.db");
    let store = Store::open(&file).unwrap();
    // What the database does where nothing is held in memory.
    store.limit_columns(0);
    fleet::report(&store).await;
    super::compare(&store, "sqlite", &mut File::new(&file)).await;
}

/// Each new size is compared with those before it: an index has all that counts of them, so their rows are not read.
#[tokio::test]
async fn earlier_sizes_are_read_from_their_index_alone() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().canonicalize().unwrap();
    let file = folder.join("catalog.db");
    let store = Store::open(&file).unwrap();
    fleet::report(&store).await;
    let mut plans = File::new(&file);
    fleet::report_another(&store).await;
    let plans = plans.plans();
    let earlier: Vec<&str> = plans
        .iter()
        .filter(|plan| plan.statement.contains(" earlier UNION ALL "))
        .filter_map(|plan| plan.steps.lines().find(|step| step.starts_with("SEARCH b")))
        .collect();
    assert_eq!(
        earlier,
        [
            "SEARCH b USING COVERING INDEX backups_series (entity_id=? AND source_id=? AND type=? AND snapshot_time<?)"
        ],
        "of {:#?}",
        plans.iter().map(|plan| &plan.steps).collect::<Vec<_>>()
    );
}
