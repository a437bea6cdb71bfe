//! What the catalog itself warns of.

use backup_catalog::ingest::Options;
use backup_catalog::store::edit::Acknowledgement;
use uuid::Uuid;

use crate::catalog::{Catalog, NOW, Seen, counts};

const GIB: i64 = 1 << 30;
const HOUR: i64 = 3_600_000;

/// A backup of the entity `x` by a tool, so many hours before now.
fn backup(tool: &str, hours: i64, more: &str) -> String {
    format!(
        r#"{{"v":1,"source":"s","repository":"r","id":"{hours}","entity":{{"name":"x"}},"status":"SUCCESS","started":{},"tool":{{"name":"{tool}"}}{more}}}"#,
        NOW - hours * HOUR
    )
}

fn sized(hours: i64, size: i64) -> String {
    backup("restic", hours, &format!(r#","size":{size}"#))
}

fn warnings(seen: &Seen) -> Vec<String> {
    serde_json::from_str(&seen.warnings).unwrap()
}

fn codes(catalog: &Catalog, id: &str) -> Vec<String> {
    let warnings = warnings(&catalog.backup(id)).into_iter();
    warnings
        .map(|text| text.split(':').next().unwrap().to_owned())
        .collect()
}

async fn acknowledge(catalog: &Catalog, id: &str) {
    let guid: Uuid = catalog.backup(id).guid.parse().unwrap();
    let request = Acknowledgement {
        backups: vec![guid],
        value: true,
        ..Acknowledgement::default()
    };
    catalog.store.acknowledge_all(request).await.unwrap();
}

async fn is_right(catalog: &Catalog) {
    let checked = catalog.store.check().await.unwrap();
    assert_eq!(checked.mistaken, []);
    assert_eq!(checked.differences, []);
}

#[tokio::test]
async fn a_backup_with_nothing_in_it_is_empty() {
    let catalog = Catalog::new().await;
    let lines = [
        backup("rustic", 9, r#","files":0,"size":0"#),
        backup("rustic", 8, r#","type":"INCREMENTAL","files":0"#),
        backup("pgdump", 7, r#","files":1,"size":0"#),
        // Nothing has changed since the last one.
        backup("bacula", 6, r#","type":"INCREMENTAL","files":0,"size":0"#),
        backup("restic", 5, r#","files":3,"size":7"#),
        backup("restic", 4, ""),
        backup("restic", 3, r#","size":0"#).replace("SUCCESS", "FAILED"),
    ];
    catalog.send(lines.join("\n")).await.unwrap();
    let found = ["9", "8", "7", "6", "5", "4", "3"].map(|id| codes(&catalog, id).join(","));
    assert_eq!(found, ["EMPTY", "EMPTY", "EMPTY", "", "", "", ""]);
    assert_eq!(
        warnings(&catalog.backup("9")),
        [
            "EMPTY: 0 objects (files) came, where some were expected; was the source there, and the path right?"
        ]
    );
    is_right(&catalog).await;
}

#[tokio::test]
async fn a_sudden_change_of_size_says_what_was_expected_in_whichever_order_reports_come() {
    let catalog = Catalog::new().await;
    let mut lines: Vec<String> = (10..16).map(|hours| sized(hours, 10 * GIB)).collect();
    lines.push(sized(3, GIB));
    lines.push(sized(2, 40 * GIB));
    for line in lines.iter().rev() {
        catalog.send(line).await.unwrap();
    }
    assert_eq!(
        warnings(&catalog.backup("3")),
        [
            "SHRUNK: 1.00 GiB came, where about 10.0 GiB were expected, the median of the last 6 successful FULL backups"
        ]
    );
    assert_eq!(codes(&catalog, "2"), ["GROWN"]);
    is_right(&catalog).await;
    let other = Catalog::new().await;
    other.send(lines.join("\n")).await.unwrap();
    let seen = |catalog: &Catalog| catalog.backups().iter().map(warnings).collect::<Vec<_>>();
    assert_eq!(seen(&catalog), seen(&other));
    // Three of them have failed after all: what is left is no habit.
    for hours in 10..13 {
        let failed = sized(hours, 10 * GIB).replace("SUCCESS", "FAILED");
        catalog.send(failed).await.unwrap();
    }
    assert_eq!(codes(&catalog, "3"), [""; 0]);
    is_right(&catalog).await;
}

#[tokio::test]
async fn an_acknowledgement_stays_until_something_new_is_found() {
    let catalog = Catalog::new().await;
    let lines: Vec<String> = (10..16).map(|hours| sized(hours, 10 * GIB)).collect();
    catalog.send(lines.join("\n")).await.unwrap();
    let shrunk = r#","warnings":["a file was locked"],"size":1000"#;
    let shrunk = backup("restic", 3, shrunk);
    catalog.send(&shrunk).await.unwrap();
    acknowledge(&catalog, "3").await;
    let before = catalog.backup("3");
    let report = catalog.send(&shrunk).await.unwrap();
    assert_eq!(counts(&report), (0, 0, 1, 0, 0));
    assert_eq!(catalog.backup("3"), before);
    // Other numbers, the same matter.
    catalog.send(sized(9, 11 * GIB)).await.unwrap();
    let after = catalog.backup("3");
    assert!(after.acknowledged);
    assert_eq!(warnings(&after)[0], "a file was locked");
    assert!(warnings(&after)[1].contains("the last 7"), "{after:?}");
    // An inventory knows of no warnings, and leaves these.
    let listed = r#"{"v":1,"source":"s","scope":"r","complete":true,"backups":[{"repository":"r","id":"3","entity":{"name":"x"},"status":"SUCCESS","started":1,"size":1000,"warnings":[]}]}"#;
    catalog.send(listed).await.unwrap();
    assert_eq!(warnings(&catalog.backup("3")).len(), 2);
    // The tool's warning goes, the catalog's stays.
    let quiet = shrunk.replace(r#"["a file was locked"]"#, "[]");
    catalog.send(quiet).await.unwrap();
    assert_eq!(codes(&catalog, "3"), ["SHRUNK"]);
    acknowledge(&catalog, "3").await;
    let nothing = shrunk.replace(r#"["a file was locked"],"size":1000"#, r#"[],"files":0"#);
    catalog.send(nothing).await.unwrap();
    let after = catalog.backup("3");
    assert_eq!(codes(&catalog, "3"), ["EMPTY", "SHRUNK"]);
    assert!(!after.acknowledged);
    is_right(&catalog).await;
}

#[tokio::test]
async fn what_a_person_has_taken_out_stays_out() {
    let catalog = Catalog::new().await;
    let lines: Vec<String> = (10..16).map(|hours| sized(hours, 10 * GIB)).collect();
    catalog.send(lines.join("\n")).await.unwrap();
    catalog.send(sized(3, GIB)).await.unwrap();
    let guid: Uuid = catalog.backup("3").guid.parse().unwrap();
    let mine = vec!["moved to another disk".to_owned()];
    catalog.store.warn(guid, mine.clone(), None).await.unwrap();
    catalog.send(sized(9, 11 * GIB)).await.unwrap();
    catalog.send(sized(3, GIB)).await.unwrap();
    assert_eq!(warnings(&catalog.backup("3")), mine);
}

#[tokio::test]
async fn a_missing_link_cuts_off_what_builds_on_it() {
    let catalog = Catalog::new().await;
    let chain = |tool: &str| {
        [
            backup(tool, 9, r#","type":"FULL""#),
            backup(tool, 8, r#","type":"INCREMENTAL","parent":"9""#),
            backup(tool, 7, r#","type":"INCREMENTAL","parent":"8""#),
        ]
    };
    let chain = chain("pgbackrest");
    // The newest comes first, and its parent is not known.
    catalog.send(&chain[2]).await.unwrap();
    assert_eq!(
        warnings(&catalog.backup("7")),
        [
            "BROKEN_CHAIN: its parent 8 was never reported; all backups that it builds on were expected, it cannot be restored without them"
        ]
    );
    catalog.send(&chain[1]).await.unwrap();
    assert!(warnings(&catalog.backup("7"))[0].contains("lacks a backup"));
    catalog.send(&chain[0]).await.unwrap();
    let all = |catalog: &Catalog| ["9", "8", "7"].map(|id| codes(catalog, id).join(","));
    assert_eq!(all(&catalog), ["", "", ""]);
    let gone = r#"{"v":1,"source":"s","repository":"r","id":"9","status":"REMOVED"}"#;
    catalog.send(gone).await.unwrap();
    assert_eq!(all(&catalog), ["", "BROKEN_CHAIN", "BROKEN_CHAIN"]);
    is_right(&catalog).await;
    catalog.send(&chain[0]).await.unwrap();
    assert_eq!(all(&catalog), ["", "", ""]);
    // restic's stand alone, whatever they name.
    let restic = Catalog::new().await;
    restic
        .send(backup("restic", 7, r#","type":"INCREMENTAL","parent":"8""#))
        .await
        .unwrap();
    assert_eq!(codes(&restic, "7"), [""; 0]);
    is_right(&restic).await;
}

#[tokio::test]
async fn times_that_cannot_be_true_are_found_when_they_are_reported() {
    let catalog = Catalog::new().await;
    let ahead = backup("restic", -2, "");
    catalog.send(&ahead).await.unwrap();
    let found = catalog.backup("-2");
    assert_eq!(
        warnings(&found),
        [
            "CLOCK: its start is 2026-11-23 14:00:00 UTC, but it was reported at 2026-11-23 12:00:00; no more than 10 minutes ahead were expected, are clock and time zone of the source right?"
        ]
    );
    let later = Options {
        now: NOW + 9 * HOUR,
        ..Options::default()
    };
    let report = catalog.send_with(&ahead, later).await.unwrap();
    assert_eq!(counts(&report), (0, 0, 1, 0, 0));
    assert_eq!(catalog.backup("-2"), found);
    // Two reporters, two clocks.
    catalog.send(backup("restic", 2, "")).await.unwrap();
    let ended = |minutes: i64| {
        format!(
            r#"{{"v":1,"source":"s","backups":[{{"repository":"r","id":"2","entity":{{"name":"x"}},"status":"SUCCESS","finished":{}}}]}}"#,
            NOW - 2 * HOUR - minutes * HOUR / 60
        )
    };
    catalog.send(ended(10)).await.unwrap();
    assert_eq!(codes(&catalog, "2"), [""; 0]);
    catalog.send(ended(11)).await.unwrap();
    assert!(warnings(&catalog.backup("2"))[0].contains("is before its start"));
    // Five minutes, and a run that is planned.
    let soon = format!(
        r#"{{"v":1,"source":"s","id":"soon","entity":{{"name":"x"}},"status":"SUCCESS","started":{}}}"#,
        NOW + HOUR / 12
    );
    catalog.send(&soon).await.unwrap();
    let planned = backup("restic", -3, "").replace("SUCCESS", "QUEUED");
    catalog.send(&planned).await.unwrap();
    assert_eq!(codes(&catalog, "soon"), [""; 0]);
    assert_eq!(codes(&catalog, "-3"), [""; 0]);
}

#[tokio::test]
async fn a_run_that_does_not_end_is_found_by_the_clock_and_ends() {
    let catalog = Catalog::new().await;
    let running = backup("restic", 1, "").replace("SUCCESS", "INPROGRESS");
    catalog.send(&running).await.unwrap();
    let day = 24 * HOUR;
    assert_eq!(
        catalog
            .store
            .find_stale_runs(NOW + 23 * HOUR)
            .await
            .unwrap(),
        0
    );
    let at = NOW + day;
    assert_eq!(catalog.store.find_stale_runs(at).await.unwrap(), 1);
    let found = catalog.backup("1");
    assert_eq!(
        warnings(&found),
        [
            "STALE_RUN: it started at 2026-11-23 11:00:00 UTC and was still INPROGRESS 25h 00m later, where an end was expected within 24h 00m; is what ran it still alive?"
        ]
    );
    assert_eq!(catalog.store.find_stale_runs(at + day).await.unwrap(), 0);
    catalog.send(&running).await.unwrap();
    assert_eq!(catalog.backup("1"), found);
    catalog.send(backup("restic", 1, "")).await.unwrap();
    assert_eq!(codes(&catalog, "1"), [""; 0]);
    // One whose successes last two days has six.
    let long = backup("restic", 99, &format!(r#","finished":{}"#, NOW - 51 * HOUR));
    catalog.send(&long).await.unwrap();
    catalog
        .send(backup("restic", 2, "").replace("SUCCESS", "INPROGRESS"))
        .await
        .unwrap();
    assert_eq!(
        catalog.store.find_stale_runs(NOW + 5 * day).await.unwrap(),
        0
    );
    assert_eq!(
        catalog.store.find_stale_runs(NOW + 6 * day).await.unwrap(),
        1
    );
}

#[tokio::test]
async fn what_is_wrong_is_found_by_a_check_and_repaired() {
    let catalog = Catalog::new().await;
    let lines: Vec<String> = (10..16).map(|hours| sized(hours, 10 * GIB)).collect();
    catalog.send(lines.join("\n")).await.unwrap();
    catalog.send(sized(3, GIB)).await.unwrap();
    let before = catalog.backups();
    catalog.rows("UPDATE backups SET findings = '[]', warnings = '[]' RETURNING id");
    let wrong = catalog.store.check().await.unwrap().mistaken;
    assert_eq!(wrong.len(), 1);
    assert_eq!((&wrong[0].kept, wrong[0].finding.code()), (&None, "SHRUNK"));
    catalog.store.repair().await.unwrap();
    is_right(&catalog).await;
    assert_eq!(
        catalog.backups().iter().map(warnings).collect::<Vec<_>>(),
        before.iter().map(warnings).collect::<Vec<_>>()
    );
}
