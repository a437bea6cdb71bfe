//! Records, one a line.

use crate::catalog::{Catalog, counts, rejection};

#[tokio::test]
async fn the_smallest_record_is_taken_and_taken_again_without_a_change() {
    let catalog = Catalog::new().await;
    let line = r#"{"v":1,"source":"web01","entity":{"name":"web01:/etc"},"exitCode":0,"finished":"2026-11-23T07:53:03Z"}"#;
    assert_eq!(counts(&catalog.send(line).await.unwrap()), (1, 0, 0, 0, 0));
    let before = catalog.backups();
    assert_eq!(counts(&catalog.send(line).await.unwrap()), (0, 0, 1, 0, 0));
    assert_eq!(catalog.backups(), before);
    let [backup] = before.as_slice() else {
        panic!("{before:?}")
    };
    assert_eq!(
        (backup.status.as_str(), backup.kind.as_str()),
        ("SUCCESS", "FULL")
    );
    assert_eq!(backup.snapshot_time, 1_795_420_383_000);
    assert_eq!(backup.backup_time, Some(1_795_420_383_000));
    assert_eq!(backup.entity, "web01:/etc");
    assert_eq!(backup.revision, 1);
}

#[tokio::test]
async fn a_full_record_fills_everything() {
    let catalog = Catalog::new().await;
    let line = r#"{"v":1,"source":"web01","repository":"offsite","id":"b","run":"r1","entity":{"type":"OS_AGENT","name":"web01:/srv/data"},
        "destination":"offsite","node":"web01","policy":"nightly","rule":"daily","status":"PARTIAL_SUCCESS","statusInfo":"1 file","exitCode":3,
        "type":"INCREMENTAL","started":"2026-11-23T07:53:03.2Z","finished":"2026-11-23T08:53:03.5+01:00","snapshotTime":"2026-11-23T07:53:03.498377749Z",
        "size":7502820,"transferred":1051,"stored":null,"files":201,"parent":"a","root":null,
        "warnings":[{"code":"READ_ERROR","path":"/k","message":"denied"}],"warningCount":1,"expires":null,
        "labels":{"tag":"etc"},"tool":{"name":"restic","version":"0.14.0"},"colour":"blue"}"#
        .replace('\n', "");
    let parent = r#"{"v":1,"source":"web01","repository":"offsite","id":"a","entity":{"name":"web01:/srv/data"},"status":"SUCCESS","started":1000}"#;
    let report = catalog.send(format!("{line}\r\n\n{parent}")).await.unwrap();
    assert_eq!(counts(&report), (2, 0, 0, 0, 0));
    let backup = catalog.backup("b");
    assert_eq!(backup.status, "PARTIAL_SUCCESS");
    assert_eq!(backup.snapshot_time, 1_795_420_383_498);
    assert_eq!(backup.export_time, 300);
    assert_eq!((backup.size, backup.transferred), (7_502_820, Some(1051)));
    assert_eq!(backup.warnings, r#"["READ_ERROR: denied (/k)"]"#);
    assert_eq!(
        backup.labels.as_deref(),
        Some(r#"{"colour":"blue","tag":"etc"}"#)
    );
    assert_eq!(backup.locations, ["offsite PRIMARY PRESENT"]);
    assert_eq!(
        (backup.policy.as_deref(), backup.rule.as_deref()),
        (Some("nightly"), Some("daily"))
    );
    assert_eq!(
        (
            backup.parent.as_deref(),
            backup.root.as_str(),
            backup.position
        ),
        (Some("a"), "a", 1)
    );
    let before = catalog.backups();
    let report = catalog.send(format!("{parent}\n{line}\n")).await.unwrap();
    assert_eq!(counts(&report), (0, 0, 2, 0, 0));
    assert_eq!(catalog.backups(), before);
}

#[tokio::test]
async fn a_bad_line_is_named_and_costs_no_other() {
    let catalog = Catalog::new().await;
    let good = |name: &str| {
        format!(r#"{{"source":"a","entity":{{"name":"{name}"}},"status":"SUCCESS","started":1}}"#)
    };
    let bad = r#"{"source":"a","entity":{},"status":"SUCCESS","started":1}"#;
    let body = format!("{}\n\n{bad}\n{}", good("x"), good("y"));
    let report = catalog.send(body).await.unwrap();
    assert_eq!(counts(&report), (2, 0, 0, 0, 1));
    let (line, reason, field) = rejection(&report);
    assert_eq!((line, reason.as_str()), (3, "`entity.name` is missing."));
    assert_eq!(field.as_deref(), Some("entity.name"));
}
