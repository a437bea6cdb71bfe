//! Whatever is reported in whichever order, what the catalog finds is what a naive look at all backups finds.

use backup_catalog::ingest::Options;
use proptest::prelude::*;

use crate::catalog::{Catalog, NOW};

const MIB: i64 = 1 << 20;
const SIZES: [i64; 6] = [0, 30 * MIB, 100 * MIB, 110 * MIB, 400 * MIB, 1000 * MIB];
const STATUSES: [&str; 6] = [
    "SUCCESS",
    "SUCCESS",
    "SUCCESS",
    "PARTIAL_SUCCESS",
    "FAILED",
    "INPROGRESS",
];
/// The entities' tools: chains of the first break.
const TOOLS: [&str; 2] = ["pgbackrest 2.45", "restic 0.14.0"];

#[derive(Debug, Clone)]
struct Said {
    /// Also says its entity, type and parent.
    id: usize,
    status: usize,
    size: Option<usize>,
    time: i64,
}

#[derive(Debug, Clone)]
enum Step {
    Lines(Vec<Said>),
    Inventory(Vec<Said>),
    Gone(usize),
}

fn entity(id: usize) -> usize {
    id % 2
}

/// Of each entity's backups, every fourth is a full one.
fn parent(id: usize) -> Option<usize> {
    (id % 8 >= 2).then(|| id - 2)
}

fn json(said: &Said) -> String {
    let id = said.id;
    let (name, version) = TOOLS[entity(id)].split_once(' ').unwrap();
    let kind = if parent(id).is_some() {
        "INCREMENTAL"
    } else {
        "FULL"
    };
    let parent = parent(id).map_or(String::new(), |parent| format!(r#","parent":"{parent}""#));
    let size = said
        .size
        .map_or(String::new(), |size| format!(r#","size":{}"#, SIZES[size]));
    format!(
        r#"{{"source":"s","repository":"r","id":"{id}","entity":{{"name":"{}"}},"started":{},"status":"{}","type":"{kind}","tool":{{"name":"{name}","version":"{version}"}}{parent}{size}}}"#,
        entity(id),
        said.time,
        STATUSES[said.status],
    )
}

async fn send(catalog: &Catalog, step: &Step) {
    let all = |said: &[Said], between: &str| {
        let all: Vec<String> = said.iter().map(json).collect();
        all.join(between)
    };
    let body = match step {
        Step::Lines(lines) => all(lines, "\n"),
        Step::Gone(id) => {
            format!(r#"{{"source":"s","repository":"r","id":"{id}","status":"REMOVED"}}"#)
        }
        Step::Inventory(listed) => format!(
            r#"{{"v":1,"source":"s","scope":"r","complete":true,"backups":[{}]}}"#,
            all(listed, ",")
        ),
    };
    let options = Options {
        allow_mass_removal: true,
        now: NOW,
        ..Options::default()
    };
    catalog.send_with(body, options).await.unwrap();
}

#[derive(Debug)]
struct Row {
    id: String,
    guid: String,
    entity: String,
    kind: String,
    time: i64,
    size: Option<i64>,
    outcome: String,
    gone: bool,
    parent: Option<String>,
    warnings: Vec<String>,
}

fn rows(catalog: &Catalog) -> Vec<Row> {
    let rows = catalog.rows(
        "SELECT b.native_id, {guid b.guid}, b.entity_id, b.type, b.snapshot_time, b.size, b.reported & 4,
             coalesce(b.removed_from, b.status), b.removed_time, b.parent_native, b.warnings FROM backups b",
    );
    rows.into_iter()
        .map(|row| {
            let text = |at: usize| row[at].clone().unwrap();
            Row {
                id: text(0),
                guid: text(1),
                entity: text(2),
                kind: text(3),
                time: text(4).parse().unwrap(),
                size: (text(6) != "0").then(|| text(5).parse().unwrap()),
                outcome: text(7),
                gone: row[8].is_some(),
                parent: row[9].clone(),
                warnings: serde_json::from_str(&text(10)).unwrap(),
            }
        })
        .collect()
}

impl Row {
    fn is_good(&self) -> bool {
        matches!(self.outcome.as_str(), "SUCCESS" | "PARTIAL_SUCCESS")
    }
}

fn middle(mut numbers: Vec<i64>) -> i64 {
    numbers.sort_unstable();
    numbers[(numbers.len() - 1) / 2]
}

/// The code that the size deserves, and the number of backups that it was compared with.
fn size(row: &Row, all: &[Row]) -> Option<(&'static str, usize)> {
    let size = row.size.filter(|_| row.is_good())?;
    let mut earlier: Vec<&Row> = all
        .iter()
        .filter(|other| {
            (&other.entity, &other.kind) == (&row.entity, &row.kind)
                && other.outcome == "SUCCESS"
                && other.size.is_some()
                && other.time < row.time
        })
        .collect();
    earlier.sort_by_key(|other| (other.time, other.guid.clone()));
    let last = earlier.split_off(earlier.len().saturating_sub(11));
    let sizes: Vec<i64> = last.iter().filter_map(|other| other.size).collect();
    if sizes.len() < 4 {
        return None;
    }
    let median = middle(sizes.clone());
    let ordinary = middle(sizes.iter().map(|size| (size - median).abs()).collect());
    let shrunk = |size: i64| size * 2 < median && median - size > 4 * ordinary;
    let grown = |size: i64| {
        median > 0 && size > 3 * median && size - median > 4 * ordinary && size - median >= MIB
    };
    let often = |out: &dyn Fn(i64) -> bool| sizes.iter().filter(|size| out(**size)).count() >= 2;
    if shrunk(size) && !often(&shrunk) {
        Some(("SHRUNK", sizes.len()))
    } else if grown(size) && !often(&grown) {
        Some(("GROWN", sizes.len()))
    } else {
        None
    }
}

fn is_cut_off(row: &Row, all: &[Row]) -> bool {
    let Some(parent) = row.parent.as_ref().filter(|_| {
        row.is_good()
            && !row.gone
            && row.kind == "INCREMENTAL"
            && row.id.parse::<usize>().unwrap().is_multiple_of(2)
    }) else {
        return false;
    };
    match all.iter().find(|other| other.id == *parent) {
        None => true,
        Some(parent) => !parent.is_good() || parent.gone || is_cut_off(parent, all),
    }
}

fn expected(row: &Row, all: &[Row]) -> Vec<String> {
    let is_restic = row.id.parse::<usize>().unwrap() % 2 == 1;
    let mut codes = Vec::new();
    if row.size == Some(0) && row.is_good() && (row.kind == "FULL" || is_restic) {
        codes.push("EMPTY".to_owned());
    }
    if let Some((code, of)) = size(row, all) {
        codes.push(format!("{code} of {of}"));
    }
    if is_cut_off(row, all) {
        codes.push("BROKEN_CHAIN".to_owned());
    }
    codes
}

fn shown(row: &Row) -> Vec<String> {
    let short = |text: &String| {
        let code = text.split(':').next().unwrap();
        match text.split_once("the last ") {
            Some((_, rest)) => format!("{code} of {}", rest.split(' ').next().unwrap()),
            None => code.to_owned(),
        }
    };
    row.warnings.iter().map(short).collect()
}

fn said() -> impl Strategy<Value = Said> {
    let size = proptest::option::weighted(0.9, 0..SIZES.len());
    (0..32_usize, 0..STATUSES.len(), size, 0..12_i64).prop_map(|(id, status, size, time)| Said {
        id,
        status,
        size,
        time,
    })
}

fn step() -> impl Strategy<Value = Step> {
    let many = || proptest::collection::vec(said(), 1..24);
    prop_oneof![
        4 => many().prop_map(Step::Lines),
        2 => many().prop_map(Step::Inventory),
        1 => (0..32_usize).prop_map(Step::Gone),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_found_is_what_a_naive_look_at_everything_finds(steps in proptest::collection::vec(step(), 1..8)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let catalog = Catalog::new().await;
            for step in &steps {
                send(&catalog, step).await;
                let all = rows(&catalog);
                for row in &all {
                    prop_assert_eq!(shown(row), expected(row, &all), "{:?}", row);
                }
                let checked = catalog.store.check().await.unwrap();
                prop_assert_eq!(checked.mistaken, []);
            }
            Ok(())
        })?;
    }
}
