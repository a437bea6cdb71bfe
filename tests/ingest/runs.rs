//! A run's placeholder and the backup that an inventory lists are one.

use backup_catalog::domain::identity;
use backup_catalog::domain::selection::Selection;
use uuid::Uuid;

use crate::catalog::{Catalog, counts, rejection};

const LONG: &str = "025433af31a47b008b9bca939d48db0d5a533f65f24595353bf4ffb6a37aafd4";
const OTHER: &str = "025433af00000000000000000000000000000000000000000000000000000000";

fn guid() -> Uuid {
    identity::run("nas", "", "r1")
}

/// What a run says when it begins: neither the repository nor the id is known.
fn start() -> String {
    format!(
        r#"{{"source":"nas","guid":"{}","run":"r1","entity":{{"name":"x"}},"destination":"d","policy":"nightly","status":"INPROGRESS","started":1000}}"#,
        guid()
    )
}

fn end(id: &str, status: &str) -> String {
    format!(
        r#"{{"source":"nas","guid":"{}","run":"r1","repository":"r","id":"{id}","entity":{{"name":"x"}},"destination":"d","status":"{status}","started":1000,"finished":3000,"transferred":7,"warnings":["w"]}}"#,
        guid()
    )
}

fn inventory(ids: &[&str]) -> String {
    let records: Vec<String> = ids
        .iter()
        .map(|id| {
            format!(
                r#"{{"repository":"r","id":"{id}","entity":{{"name":"x"}},"destination":"d","status":"SUCCESS","started":1500,"size":9}}"#
            )
        })
        .collect();
    format!(
        r#"{{"v":1,"source":"nas","scope":"s","complete":true,"backups":[{}]}}"#,
        records.join(",")
    )
}

/// Rows, sums and the copy in memory say the same.
async fn agree(catalog: &Catalog) {
    let checked = catalog.store.check().await.unwrap();
    assert_eq!(checked.differences, []);
    // Only the columns in memory, or the rows themselves, know a size.
    let selection = Selection {
        min_size: Some(0),
        from: Some(0),
        ..Selection::default()
    };
    let aggregates = catalog.store.aggregates(selection).await.unwrap();
    let counted: i64 = aggregates.iter().map(|sums| sums.count).sum();
    assert_eq!(counted, i64::try_from(catalog.backups().len()).unwrap());
}

#[tokio::test]
async fn reports_of_a_run_and_an_inventory_are_one_backup_in_any_order() {
    let long = inventory(&[LONG]);
    for id in [LONG, &LONG[..8]] {
        let end = end(id, "PARTIAL_SUCCESS");
        let start = start();
        for order in [
            [&start, &end, &long],
            [&start, &long, &end],
            [&long, &start, &end],
            [&end, &start, &long],
            [&end, &long, &start],
            [&long, &end, &start],
        ] {
            let catalog = Catalog::new().await;
            for body in order {
                let report = catalog.send(body).await.unwrap();
                assert_eq!(report.rejected_count, 0, "{report:?}");
                agree(&catalog).await;
            }
            let all = catalog.backups();
            assert_eq!(all.len(), 1, "{order:?}: {all:#?}");
            let seen = catalog.backup(LONG);
            assert_eq!(seen.status, "PARTIAL_SUCCESS", "{order:?}");
            assert_eq!((seen.size, seen.transferred), (9, Some(7)));
            assert_eq!(seen.policy.as_deref(), Some("nightly"), "{order:?}");
            assert_eq!(seen.locations, ["d PRIMARY PRESENT"]);
            // Both guids lead to it.
            for guid in [guid(), identity::backup("nas", "r", LONG)] {
                let found = catalog.store.details(guid).await.unwrap();
                let found = found.unwrap_or_else(|| panic!("{guid} after {order:?}"));
                assert_eq!(
                    found.backup.guid.simple().to_string().to_uppercase(),
                    seen.guid
                );
            }
            for body in order {
                let report = catalog.send(body).await.unwrap();
                assert_eq!(counts(&report), (0, 0, 1, 0, 0), "{order:?}: {body}");
            }
        }
    }
}

#[tokio::test]
async fn what_a_person_wrote_on_the_placeholder_stays() {
    let catalog = Catalog::new().await;
    catalog.send(start()).await.unwrap();
    let store = &catalog.store;
    store
        .describe(guid(), "before the move".into(), None)
        .await
        .unwrap();
    store.acknowledge(guid(), true, None).await.unwrap();
    catalog.send(inventory(&[LONG])).await.unwrap();
    assert_eq!(catalog.backups().len(), 2);
    let end = end(LONG, "SUCCESS").replace(r#","warnings":["w"]"#, "");
    assert_eq!(counts(&catalog.send(&end).await.unwrap()), (0, 1, 0, 0, 0));
    let seen = catalog.backup(LONG);
    assert_eq!(seen.description.as_deref(), Some("before the move"));
    assert!(seen.acknowledged);
    // An edit by the guid that the run began with is one of the backup.
    store
        .describe(guid(), "after it".into(), None)
        .await
        .unwrap();
    assert_eq!(
        catalog.backup(LONG).description.as_deref(),
        Some("after it")
    );
}

#[tokio::test]
async fn warnings_that_came_later_are_not_acknowledged() {
    let catalog = Catalog::new().await;
    catalog.send(start()).await.unwrap();
    catalog.store.acknowledge(guid(), true, None).await.unwrap();
    catalog.send(inventory(&[LONG])).await.unwrap();
    catalog.send(end(LONG, "PARTIAL_SUCCESS")).await.unwrap();
    let seen = catalog.backup(LONG);
    assert_eq!(
        (seen.warnings.as_str(), seen.acknowledged),
        (r#"["w"]"#, false)
    );
}

#[tokio::test]
async fn the_row_of_a_placeholder_may_be_used_again() {
    let catalog = Catalog::new().await;
    catalog.send(inventory(&[LONG])).await.unwrap();
    catalog.send(start()).await.unwrap();
    agree(&catalog).await;
    catalog.send(end(LONG, "SUCCESS")).await.unwrap();
    agree(&catalog).await;
    for (number, line) in (2..).zip(["a", "b"]) {
        let other = start().replace(
            &guid().to_string(),
            &identity::run("nas", "", line).to_string(),
        );
        catalog
            .send(other.replace("\"r1\"", &format!("\"{line}\"")))
            .await
            .unwrap();
        agree(&catalog).await;
        assert_eq!(catalog.backups().len(), number);
    }
    // In one body, with what comes after it.
    let catalog = Catalog::new().await;
    catalog.send(inventory(&[LONG])).await.unwrap();
    let next = start().replace(
        &guid().to_string(),
        &identity::run("nas", "", "r2").to_string(),
    );
    let next = next.replace("\"r1\"", "\"r2\"");
    catalog.send(start()).await.unwrap();
    agree(&catalog).await;
    let body = [end(LONG, "SUCCESS"), next].join("\n");
    assert_eq!(counts(&catalog.send(body).await.unwrap()), (1, 1, 0, 0, 0));
    agree(&catalog).await;
}

#[tokio::test]
async fn a_placeholder_is_known_by_its_run_alone() {
    let catalog = Catalog::new().await;
    let bare = |text: String| text.replace(&format!(r#""guid":"{}","#, guid()), "");
    let start = bare(start()).replace(r#""run""#, r#""repository":"r","run""#);
    catalog.send(start).await.unwrap();
    catalog.send(inventory(&[LONG])).await.unwrap();
    catalog.send(bare(end(LONG, "FAILED"))).await.unwrap();
    assert_eq!(catalog.backups().len(), 1);
    assert_eq!(catalog.backup(LONG).status, "FAILED");
}

#[tokio::test]
async fn a_run_without_a_backup_keeps_its_own_record() {
    let catalog = Catalog::new().await;
    catalog.send(start()).await.unwrap();
    let failed = start().replace("INPROGRESS", "FAILED");
    catalog.send(failed).await.unwrap();
    catalog.send(inventory(&[LONG])).await.unwrap();
    assert_eq!(catalog.backups().len(), 2);
    agree(&catalog).await;
}

#[tokio::test]
async fn shortened_ids_that_are_ambiguous_and_foreign_runs_are_refused() {
    let catalog = Catalog::new().await;
    catalog.send(start()).await.unwrap();
    catalog.send(inventory(&[LONG, OTHER])).await.unwrap();
    let before = catalog.backups();
    let report = catalog.send(end(&LONG[..8], "SUCCESS")).await.unwrap();
    assert!(rejection(&report).1.contains("several backups"));
    let thief = end(LONG, "SUCCESS").replace("nas", "thief");
    let report = catalog.send(thief).await.unwrap();
    assert!(
        rejection(&report).1.contains("another source"),
        "{report:?}"
    );
    // The guid of a backup with an id of its own is no placeholder.
    catalog.send(end(LONG, "SUCCESS")).await.unwrap();
    let report = catalog.send(end(OTHER, "SUCCESS")).await.unwrap();
    assert!(
        rejection(&report).1.contains("another backup"),
        "{report:?}"
    );
    assert_eq!(catalog.backups().len(), before.len() - 1);
    agree(&catalog).await;
}
