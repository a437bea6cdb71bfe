//! The copy in memory and the database answer alike, in every state.

use std::fmt::Write as _;

use backup_catalog::demo::Fleet;
use backup_catalog::domain::record::Record;
use backup_catalog::ingest::ingest_records;
use backup_catalog::store::Store;
use serde_json::{Value, json};

use crate::support::clock::NOON;
use crate::support::database;
use crate::support::server::TestServer;

const FLEET: Fleet = Fleet {
    entities: 60,
    days: 12,
    now: NOON,
    seed: 11,
};

/// A server that may keep a copy in memory, and one of the same catalog that may not.
struct Pair {
    copying: TestServer,
    plain: TestServer,
}

impl Pair {
    async fn start() -> Self {
        let copying = TestServer::start().await;
        let plain = plain(&copying).await;
        Self { copying, plain }
    }

    fn store(&self) -> &Store {
        &self.copying.app.store
    }

    async fn report(&self, records: impl IntoIterator<Item = Record>) {
        let report = ingest_records(self.store(), records, NOON).await.unwrap();
        assert_eq!(report.rejected_count, 0, "{report:?}");
    }

    /// Asks both the same; the number of requests whose answers have something in them.
    async fn compare(&self) -> usize {
        let mut telling = 0;
        for filter in filters(&self.plain).await {
            for path in [
                "aggregated-statistics?",
                "grouped?size=7&",
                "grouped/aggregated-statistics?",
                "size-statistics?size=9&",
                "detailed?size=20&",
                "detailed?size=3&page=2&direction=asc&",
                "detailed?size=5&orderBy=size&",
                "detailed?size=30&orderBy=protectedEntity&",
                "time-statistics?fail-on-non-successful=true&size=1&",
            ] {
                let path = format!("/api/backups/{path}{filter}");
                let (ours, theirs) = (self.copying.get(&path).await, self.plain.get(&path).await);
                assert_eq!(ours.status, theirs.status, "{path}");
                assert_eq!(
                    without_request(&ours.text),
                    without_request(&theirs.text),
                    "{path}"
                );
                assert_eq!(
                    ours.headers.get("x-total-count"),
                    theirs.headers.get("x-total-count"),
                    "{path}"
                );
                telling += usize::from(ours.text.len() > 2);
            }
        }
        telling
    }
}

async fn plain(copying: &TestServer) -> TestServer {
    let store = database::open(copying.folder.path()).await;
    store.limit_columns(0);
    TestServer::beside(copying, store)
}

/// An error without its request's id.
fn without_request(text: &str) -> String {
    match serde_json::from_str::<Value>(text).unwrap() {
        Value::Object(mut error) => {
            error.remove("requestId");
            Value::Object(error).to_string()
        }
        rows => rows.to_string(),
    }
}

/// Each filter that no roll-up answers, alone and with others, of things that are there.
async fn filters(server: &TestServer) -> Vec<String> {
    let rows = server.get("/api/backups/detailed").await.rows();
    let some = |find: &dyn Fn(&Value) -> Option<String>| {
        let found: Vec<String> = rows.iter().filter_map(find).collect();
        found[found.len() / 3].clone()
    };
    let text = |row: &Value, pointer: &str| row.pointer(pointer)?.as_str().map(str::to_owned);
    let node = some(&|row| text(row, "/node/guid"));
    let policy = some(&|row| text(row, "/backupPolicy/guid"));
    let project = some(&|row| text(row, "/sourceProject/guid"));
    let destination = some(&|row| text(row, "/backupDestinations/0/guid"));
    let parent = some(&|row| text(row, "/parentBackup/guid"));
    let root = some(&|row| text(row, "/rootBackup/guid"));
    let entity = some(&|row| text(row, "/protectedEntity/guid"));
    let name = some(&|row| text(row, "/protectedEntity/name"));
    let info = some(&|row| text(row, "/statusInfo"));
    let middle = NOON - 6 * 86_400_000;
    let alone = vec![
        String::new(),
        format!("node={node}"),
        format!("project-uuid={project}"),
        format!("backup-destination={destination}"),
        format!("parent={parent}"),
        format!("root-backup={root}"),
        format!("protected-entity={entity}"),
        "protected-entity-type=VM".to_owned(),
        format!("nameLike={}", &name[..3]),
        format!("filter={}", urlencoded(&info[..info.len().min(6)])),
        format!("filter={}", &name[..4]),
        "filter=nothing-has-this".to_owned(),
        format!("filter={root}"),
        "filter=%C3%84nderung".to_owned(),
        "min-size=1000000000".to_owned(),
        "min-size=900000000000000".to_owned(),
        "only-mountable=true".to_owned(),
        "without-hidden=true".to_owned(),
    ];
    let with = [
        format!("from={middle}"),
        format!("to={middle}"),
        "status=FAILED&status=PARTIAL_SUCCESS".to_owned(),
        "type=INCREMENTAL".to_owned(),
        format!("backup-policy={policy}"),
        "without-hidden=true".to_owned(),
    ];
    let together = alone.iter().enumerate().flat_map(|(place, one)| {
        [place, place + 3].map(|other| format!("{one}&{}", with[other % with.len()]))
    });
    together.chain(alone.iter().cloned()).collect()
}

fn urlencoded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut encoded, byte| {
        let _ = write!(encoded, "%{byte:02x}");
        encoded
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn both_answer_alike_whatever_was_written() {
    let pair = Pair::start().await;
    let (before, after): (Vec<Record>, Vec<Record>) = FLEET.records().partition(|record| {
        record
            .started
            .is_none_or(|time| time < NOON - 3 * 86_400_000)
    });
    assert!(before.len() > 300 && after.len() > 100);
    pair.report(before).await;
    let telling = pair.compare().await;
    assert!(telling > 300, "{telling}");

    // Rows are added.
    pair.report(after.clone()).await;
    pair.compare().await;

    // Rows change: another status, another size, gone, another destination.
    let changed: Vec<Record> = after
        .into_iter()
        .step_by(3)
        .map(|record| Record {
            size: record.size.map(|size| size + 17),
            hidden: Some(true),
            status_info: Some("Änderung".into()),
            ..record
        })
        .collect();
    pair.report(changed).await;
    pair.compare().await;

    // A person changes a text that a filter looks at.
    let guid = pair.plain.get("/api/backups/detailed?size=1").await.rows()[0]["guid"].clone();
    let path = format!("/api/backups/{}/description", guid.as_str().unwrap());
    let answer = pair
        .plain
        .put(&path, &json!({ "value": "eine ÄNDERUNG" }))
        .await;
    assert!(answer.status.is_success(), "{}", answer.text);
    pair.compare().await;
    let found = pair
        .copying
        .get("/api/backups?filter=eine%20%C3%A4nderung")
        .await
        .rows();
    assert_eq!(found.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rule_that_moves_to_another_policy_takes_its_backups_along() {
    let pair = Pair::start().await;
    let run = |id: u32, policy: Option<&str>| {
        let mut run = json!({
            "v": 1, "source": "s", "id": id.to_string(), "entity": { "name": "e" }, "status": "SUCCESS",
            "rule": { "guid": "7b0f6a52-0d0e-4f0b-8a39-5d8f7f3f9f10", "name": "daily" }, "started": NOON,
            "node": "n",
        });
        if let Some(policy) = policy {
            run["policy"] = json!({ "name": policy });
        }
        run
    };
    let count = async |policy: &str| {
        let policies = pair.plain.get("/api/catalog/policies").await.rows();
        let known = policies
            .iter()
            .find(|known| known["name"] == policy)
            .unwrap()
            .clone();
        let node = pair.plain.get("/api/catalog/nodes").await.rows()[0]["guid"].clone();
        let path = format!(
            "/api/backups?backup-policy={}&node={}",
            known["guid"].as_str().unwrap(),
            node.as_str().unwrap()
        );
        let totals = (
            pair.copying.get(&path).await.total(),
            pair.plain.get(&path).await.total(),
        );
        assert_eq!(totals.0, totals.1);
        totals.0
    };
    pair.plain
        .report(&[run(1, None), run(2, None), run(3, Some("gold"))])
        .await;
    assert_eq!(count("gold").await, 3);
    pair.plain.report(&[run(4, Some("silver"))]).await;
    assert_eq!((count("gold").await, count("silver").await), (1, 3));
}

/// More changes than a write names one by one, and more writes than are remembered.
#[tokio::test(flavor = "multi_thread")]
async fn a_copy_that_is_far_behind_is_made_anew() {
    let pair = Pair::start().await;
    let run = |n: i64, size: i64| Record {
        size: Some(size),
        ..crate::record(n)
    };
    pair.report((0..6_000).map(|n| run(n, 1))).await;
    let path = "/api/backups/aggregated-statistics?min-size=1";
    let sums = async || {
        let (ours, theirs) = (pair.copying.get(path).await, pair.plain.get(path).await);
        assert_eq!(ours.text, theirs.text);
        ours.json()
    };
    let first = sums().await;
    pair.report((0..6_000).map(|n| run(n, 2))).await;
    assert_ne!(sums().await, first);
    for n in 0..600 {
        pair.report([run(n, 3)]).await;
    }
    let last = sums().await;
    assert!(
        last.to_string().contains("12600"),
        "5,400 of 2 and 600 of 3 bytes: {last}"
    );
}

/// The copy knows no guids, which say who comes first of one moment.
#[tokio::test(flavor = "multi_thread")]
async fn pages_through_backups_of_one_moment_miss_none() {
    let pair = Pair::start().await;
    let run = |n: i64| Record {
        size: Some(n),
        started: Some(NOON + n % 3),
        ..crate::record(n)
    };
    pair.report((0..200).map(run)).await;
    for order in ["", "&direction=asc", "&orderBy=size"] {
        let whole = pair
            .plain
            .get(&format!("/api/backups?min-size=20{order}"))
            .await
            .rows();
        assert_eq!(whole.len(), 180);
        let mut pages = Vec::new();
        for page in 0..26 {
            let path = format!("/api/backups?min-size=20&size=7&page={page}{order}");
            pages.extend(pair.copying.get(&path).await.rows());
        }
        assert_eq!(pages, whole, "{order}");
    }
}
