//! `orderBy` and `direction`.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::support::catalog::{self, NEWEST_FIRST, list};

/// Each property of the contract in its default direction, in full. Ties are in order of number: the guid.
const ORDERS: &[(&str, [u8; 12])] = &[
    // Absent values last: only 6 expires.
    ("archiveExpire", [6, 1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12]),
    ("backupPolicy", [6, 7, 1, 2, 3, 4, 5, 8, 9, 11, 10, 12]),
    ("backupRule", [1, 2, 3, 4, 5, 11, 8, 9, 6, 7, 10, 12]),
    // 2 and 6 have `finished`, then 1.
    ("backupTime", [6, 2, 1, 3, 4, 5, 7, 8, 9, 10, 11, 12]),
    ("description", [2, 1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]),
    (
        "effectiveBackupObjectsCount",
        [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
    ),
    (
        "effectiveBackupSize",
        [6, 1, 8, 3, 2, 4, 5, 7, 9, 10, 11, 12],
    ),
    ("guid", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]),
    ("hidden", [1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12, 6]),
    ("node", [1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 10, 12]),
    // carla, then every night.
    ("originEntity", [10, 1, 2, 3, 4, 5, 8, 9, 11, 6, 7, 12]),
    // mail_100% - …, then web01:/srv - … of the 1st, 2nd and 3rd.
    ("parentBackup", [9, 2, 3, 4, 5, 1, 6, 7, 8, 10, 11, 12]),
    // By code point: anna, db01, mailX100, mail_100%, web01:/srv, Ärzte-Straße.
    ("protectedEntity", [12, 6, 7, 10, 8, 9, 1, 2, 3, 4, 5, 11]),
    // APP, CLOUD_USER, OS_AGENT, STORAGE, VM.
    (
        "protectedEntity.type",
        [6, 7, 12, 1, 2, 3, 4, 5, 11, 8, 9, 10],
    ),
    ("size", [8, 11, 6, 7, 3, 2, 1, 4, 5, 9, 10, 12]),
    ("snapshotTime", NEWEST_FIRST),
    // Post, Shop.
    ("sourceProject", [8, 9, 1, 2, 3, 4, 5, 6, 7, 10, 11, 12]),
    ("status", [4, 5, 12, 9, 3, 10, 1, 2, 6, 8, 11, 7]),
    // Disk full …, Repository is locked.
    ("statusInfo", [5, 4, 1, 2, 3, 6, 7, 8, 9, 10, 11, 12]),
    // 7030, 3000, 2650, 2001, 1200, 1000.
    ("taskDurationTime", [6, 2, 1, 11, 8, 3, 4, 5, 7, 9, 10, 12]),
    ("type", [1, 6, 7, 10, 12, 2, 3, 4, 5, 9, 11, 8]),
    // FILE_LEVEL, HOT.
    (
        "vmExportImportMode",
        [1, 6, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12],
    ),
    (
        "warningsAcknowledged",
        [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
    ),
    ("warningsPresent", [1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 3, 12]),
];

#[tokio::test]
async fn every_property_sorts_in_its_default_direction() {
    let server = catalog::start().await;
    for (property, expected) in ORDERS {
        let (found, total) = list(&server, &format!("orderBy={property}")).await;
        assert_eq!(
            (found.as_slice(), total),
            (expected.as_slice(), 12),
            "{property}"
        );
    }
}

#[tokio::test]
async fn groups_sort_as_their_newest_backups_do() {
    let server = catalog::start().await;
    for (property, expected) in ORDERS {
        let mut newest = expected.to_vec();
        newest.retain(|n| [5, 6, 9, 10, 11, 12].contains(n));
        let rows = server
            .get(&format!("/api/backups/grouped?orderBy={property}"))
            .await
            .rows();
        assert_eq!(catalog::numbers(&rows), newest, "{property}");
    }
}

#[tokio::test]
async fn dotted_names_are_the_same() {
    let server = catalog::start().await;
    let document: Value = yaml_serde::from_str(include_str!("../../openapi/backups.yaml")).unwrap();
    let all = document["components"]["schemas"]["BackupOrder"]["enum"]
        .as_array()
        .unwrap();
    let tested: BTreeSet<&str> = ORDERS.iter().map(|(property, _)| *property).collect();
    for property in all.iter().filter_map(Value::as_str) {
        match property.strip_suffix(".name") {
            Some(plain) => {
                let dotted = list(&server, &format!("orderBy={property}")).await;
                assert_eq!(
                    dotted,
                    list(&server, &format!("orderBy={plain}")).await,
                    "{property}"
                );
            }
            None => assert!(tested.contains(property), "{property} has no test"),
        }
    }
}

#[tokio::test]
async fn absent_values_are_last_and_ties_by_guid_in_both_directions() {
    let server = catalog::start().await;
    for (query, expected) in [
        (
            "orderBy=statusInfo&direction=desc",
            [4, 5, 1, 2, 3, 6, 7, 8, 9, 10, 11, 12],
        ),
        (
            "orderBy=backupTime&direction=asc",
            [1, 2, 6, 3, 4, 5, 7, 8, 9, 10, 11, 12],
        ),
        (
            "orderBy=protectedEntity&direction=desc",
            [11, 1, 2, 3, 4, 5, 8, 9, 10, 6, 7, 12],
        ),
        (
            "orderBy=size&direction=ASC",
            [4, 5, 9, 10, 12, 1, 2, 3, 7, 6, 11, 8],
        ),
        (
            "orderBy=guid&direction=desc",
            [12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1],
        ),
        (
            "orderBy=hidden&direction=Desc",
            [6, 1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12],
        ),
        (
            "orderBy=warningsPresent&direction=desc",
            [3, 12, 1, 2, 4, 5, 6, 7, 8, 9, 10, 11],
        ),
        (
            "orderBy=snapshotTime&direction=asc",
            [7, 1, 2, 6, 3, 8, 4, 5, 11, 12, 9, 10],
        ),
    ] {
        assert_eq!(list(&server, query).await.0, expected, "{query}");
    }
}

#[tokio::test]
async fn direction_alone_turns_the_default_order_round() {
    let server = catalog::start().await;
    assert_eq!(list(&server, "direction=desc").await.0, NEWEST_FIRST);
    assert_eq!(
        list(&server, "direction=asc").await.0,
        [7, 1, 2, 6, 3, 8, 4, 5, 11, 12, 9, 10]
    );
}
