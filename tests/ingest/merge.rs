//! Push and pull meet on one record.

use crate::catalog::{Catalog, counts};

fn push(properties: &str) -> String {
    format!(
        r#"{{"source":"nas","repository":"r","id":"b1","entity":{{"name":"web01:/srv"}},"started":1000,{properties}}}"#
    )
}

fn pull(properties: &str) -> String {
    let record = format!(
        r#"{{"repository":"r","id":"b1","entity":{{"name":"web01:/srv"}},"started":1000,{properties}}}"#
    );
    format!(r#"{{"v":1,"source":"nas","backups":[{record}]}}"#)
}

#[tokio::test]
async fn a_pull_never_raises_what_a_push_said() {
    for status in ["PARTIAL_SUCCESS", "FAILED"] {
        let catalog = Catalog::new().await;
        catalog
            .send(push(&format!(
                r#""status":"{status}","statusInfo":"why","exitCode":3"#
            )))
            .await
            .unwrap();
        catalog
            .send(pull(r#""status":"SUCCESS","statusInfo":"fine","size":7"#))
            .await
            .unwrap();
        let backup = catalog.backup("b1");
        assert_eq!((backup.status.as_str(), backup.size), (status, 7));
        assert_eq!(backup.status_info.as_deref(), Some("why"));
    }
}

#[tokio::test]
async fn a_pull_may_lower_and_a_push_may_correct_itself() {
    let catalog = Catalog::new().await;
    catalog
        .send(push(r#""status":"SUCCESS","statusInfo":"fine""#))
        .await
        .unwrap();
    catalog
        .send(pull(
            r#""status":"PARTIAL_SUCCESS","statusInfo":"page checksum""#,
        ))
        .await
        .unwrap();
    let backup = catalog.backup("b1");
    assert_eq!(
        (backup.status.as_str(), backup.status_info.as_deref()),
        ("PARTIAL_SUCCESS", Some("page checksum"))
    );
    catalog
        .send(push(r#""status":"FAILED","statusInfo":"broken""#))
        .await
        .unwrap();
    assert_eq!(catalog.backup("b1").status_info.as_deref(), Some("broken"));
    catalog.send(push(r#""status":"SUCCESS""#)).await.unwrap();
    let backup = catalog.backup("b1");
    assert_eq!(
        backup.status, "PARTIAL_SUCCESS",
        "what the inventory said is still true"
    );
}

#[tokio::test]
async fn running_never_replaces_an_end() {
    let catalog = Catalog::new().await;
    let steps = [
        (r#""status":"QUEUED""#, "QUEUED", "IN_PROGRESS"),
        (
            r#""status":"INPROGRESS","statusInfo":"30 %""#,
            "INPROGRESS",
            "IN_PROGRESS",
        ),
        (r#""status":"QUEUED""#, "INPROGRESS", "IN_PROGRESS"),
        (
            r#""status":"SUCCESS","finished":3000"#,
            "SUCCESS",
            "PRESENT",
        ),
        (
            r#""status":"INPROGRESS","statusInfo":"late""#,
            "SUCCESS",
            "PRESENT",
        ),
    ];
    for (properties, status, location) in steps {
        catalog
            .send(push(&format!(r#""destination":"d",{properties}"#)))
            .await
            .unwrap();
        let backup = catalog.backup("b1");
        assert_eq!(backup.status, status);
        assert_eq!(backup.locations, [format!("d PRIMARY {location}")]);
    }
    let backup = catalog.backup("b1");
    assert_eq!(backup.status_info, None, "the words of a status go with it");
    assert_eq!((backup.export_time, backup.backup_time), (2000, Some(3000)));
}

#[tokio::test]
async fn each_side_owns_what_it_knows() {
    let pushed = push(
        r#""status":"SUCCESS","finished":5000,"transferred":10,"size":100,"parent":"p1","snapshotTime":1500,"files":1,"type":"FULL""#,
    );
    let pulled = pull(
        r#""status":"SUCCESS","finished":4000,"transferred":99,"size":200,"parent":"p2","snapshotTime":1700,"files":2,"type":"INCREMENTAL""#,
    );
    for bodies in [[&pushed, &pulled], [&pulled, &pushed]] {
        let catalog = Catalog::new().await;
        for body in bodies {
            catalog.send(body).await.unwrap();
        }
        let backup = catalog.backup("b1");
        assert_eq!(
            (backup.backup_time, backup.transferred, backup.export_time),
            (Some(5000), Some(10), 4000)
        );
        assert_eq!(
            (backup.size, backup.snapshot_time, backup.kind.as_str()),
            (200, 1700, "INCREMENTAL")
        );
        let before = catalog.backups();
        for body in [&pushed, &pulled, &pushed] {
            assert_eq!(counts(&catalog.send(body).await.unwrap()), (0, 0, 1, 0, 0));
        }
        assert_eq!(catalog.backups(), before);
    }
}

#[tokio::test]
async fn the_first_number_of_transferred_bytes_that_an_inventory_gives_counts() {
    let catalog = Catalog::new().await;
    catalog
        .send(pull(r#""status":"SUCCESS","transferred":6011610"#))
        .await
        .unwrap();
    catalog
        .send(pull(r#""status":"SUCCESS","transferred":235612"#))
        .await
        .unwrap();
    assert_eq!(catalog.backup("b1").transferred, Some(6_011_610));
}

#[tokio::test]
async fn what_is_absent_keeps_what_is_known() {
    let catalog = Catalog::new().await;
    catalog
        .send(push(r#""status":"SUCCESS","size":5,"policy":"p","rule":"r","node":"n","destination":"d","description":"note","labels":{"a":"1"}"#))
        .await
        .unwrap();
    let report = catalog
        .send(push(r#""status":"SUCCESS","labels":{"b":"2"}"#))
        .await
        .unwrap();
    assert_eq!(counts(&report), (0, 1, 0, 0, 0));
    let backup = catalog.backup("b1");
    assert_eq!(
        (backup.size, backup.description.as_deref()),
        (5, Some("note"))
    );
    assert_eq!(
        (backup.policy.as_deref(), backup.rule.as_deref()),
        (Some("p"), Some("r"))
    );
    assert_eq!(backup.labels.as_deref(), Some(r#"{"a":"1","b":"2"}"#));
    assert_eq!(backup.locations, ["d PRIMARY PRESENT"]);
}

#[tokio::test]
async fn warnings_of_both_sides_stay() {
    let catalog = Catalog::new().await;
    catalog
        .send(push(r#""status":"PARTIAL_SUCCESS","warnings":["pushed"]"#))
        .await
        .unwrap();
    catalog
        .send(pull(r#""status":"SUCCESS","warnings":[]"#))
        .await
        .unwrap();
    assert_eq!(catalog.backup("b1").warnings, r#"["pushed"]"#);
    catalog
        .send(pull(r#""status":"SUCCESS","warnings":["pulled","pushed"]"#))
        .await
        .unwrap();
    assert_eq!(catalog.backup("b1").warnings, r#"["pushed","pulled"]"#);
    catalog
        .send(push(r#""status":"PARTIAL_SUCCESS","warnings":[]"#))
        .await
        .unwrap();
    assert_eq!(catalog.backup("b1").warnings, r#"["pulled","pushed"]"#);
}

#[tokio::test]
async fn the_later_line_of_one_body_wins() {
    let catalog = Catalog::new().await;
    let body = [
        push(r#""status":"SUCCESS","size":1"#),
        push(r#""status":"FAILED","size":2"#),
    ]
    .join("\n");
    assert_eq!(counts(&catalog.send(body).await.unwrap()), (1, 1, 0, 0, 0));
    let backup = catalog.backup("b1");
    assert_eq!((backup.status.as_str(), backup.size), ("FAILED", 2));
}

#[tokio::test]
async fn listed_locations_have_their_own_states() {
    let catalog = Catalog::new().await;
    let listed = r#""locations":[{"destination":"tape","status":"FAILED","destinationType":"TAPE"},{"destination":"disk","role":"PRIMARY"}]"#;
    catalog
        .send(push(&format!(r#""status":"INPROGRESS",{listed}"#)))
        .await
        .unwrap();
    assert_eq!(
        catalog.backup("b1").locations,
        ["disk PRIMARY IN_PROGRESS", "tape SECONDARY FAILED"]
    );
    catalog.send(push(r#""status":"SUCCESS""#)).await.unwrap();
    assert_eq!(
        catalog.backup("b1").locations,
        ["disk PRIMARY PRESENT", "tape SECONDARY FAILED"]
    );
    catalog
        .send(pull(r#""status":"SUCCESS","destination":"disk""#))
        .await
        .unwrap();
    assert_eq!(
        catalog.backup("b1").locations,
        ["disk PRIMARY PRESENT", "tape SECONDARY FAILED"]
    );
    catalog
        .send(r#"{"source":"nas","repository":"r","id":"b1","status":"REMOVED"}"#)
        .await
        .unwrap();
    assert_eq!(
        catalog.backup("b1").locations,
        ["disk PRIMARY REMOVED", "tape SECONDARY REMOVED"]
    );
    catalog.send(push(r#""status":"SUCCESS""#)).await.unwrap();
    assert_eq!(
        catalog.backup("b1").locations,
        ["disk PRIMARY PRESENT", "tape SECONDARY FAILED"]
    );
}
