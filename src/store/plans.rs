//! How SQLite means to run the statements of lists: what an index can find is not looked for row by row.

#![allow(clippy::unwrap_used)]

use uuid::Uuid;

use super::Store;
use super::found::Found;
use super::order::Ordering;
use super::restriction::Restriction;
use crate::domain::identity::{self, ReferenceKind};
use crate::domain::record::{Entity, Record, Reference, Status};
use crate::domain::selection::{Order, Selection};
use crate::ingest::ingest_records;
use crate::types::{BackupStatus, ProtectedEntityType, SortDirection};

/// A catalog with one backup, so that every guid is known.
async fn catalog() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("catalog.db")).unwrap();
    let record = Record {
        v: 1,
        source: "s".into(),
        id: Some("1".into()),
        entity: Entity {
            name: "e".into(),
            ..Entity::default()
        },
        destination: Some(Reference::Name("d".into())),
        policy: Some(Reference::Name("p".into())),
        rule: Some(Reference::Name("r".into())),
        status: Some(Status::Of(BackupStatus::Success)),
        started: Some(0),
        ..Record::default()
    };
    ingest_records(&store, [record], 0).await.unwrap();
    (folder, store)
}

fn backup() -> Uuid {
    identity::backup("s", "", "1")
}

fn policy() -> Uuid {
    identity::reference(ReferenceKind::Policy, "p")
}

/// The plans of the page and of the count, one step a line.
async fn plans(selection: Selection, order: Order) -> (String, String) {
    let (_folder, store) = catalog().await;
    store
        .select(move |snapshot| {
            let found = Found::new(snapshot, &selection, Restriction::None)?.unwrap();
            let mut page = found.in_order("b.id", &Ordering::new(order, snapshot.engine()));
            page.push(" LIMIT 50");
            let plan = |sql: &super::sql::Sql| -> Result<String, super::StoreError> {
                let steps: Vec<String> = snapshot
                    .prepare_cached(&format!("EXPLAIN QUERY PLAN {}", sql.text))?
                    .query_all(&sql.values, |row| row.get(3))?;
                Ok(steps.join("\n"))
            };
            Ok((plan(&page)?, plan(&found.count())?))
        })
        .await
        .unwrap()
}

/// The first step of both is this, and no rows are sorted.
async fn assert_served_by(selection: Selection, page: &str, count: &str) {
    let (plan, counting) = plans(selection.clone(), Order::default()).await;
    assert!(plan.starts_with(page), "{selection:?}\n{plan}");
    assert!(!plan.contains("TEMP B-TREE"), "{selection:?}\n{plan}");
    assert!(counting.starts_with(count), "{selection:?}\n{counting}");
}

#[tokio::test]
async fn everything_is_read_in_order_of_time() {
    assert_served_by(
        Selection::default(),
        "SCAN b USING COVERING INDEX backups_time",
        "SCAN backups USING COVERING INDEX",
    )
    .await;
}

#[tokio::test]
async fn the_oldest_are_found_at_the_other_end() {
    let oldest = Order {
        by: None,
        direction: Some(SortDirection::Asc),
    };
    let (plan, _) = plans(Selection::default(), oldest).await;
    // Only backups of the same time are sorted, by guid.
    assert_eq!(
        plan,
        "SCAN b USING COVERING INDEX backups_time\nUSE TEMP B-TREE FOR LAST TERM OF ORDER BY"
    );
}

#[tokio::test]
async fn an_entity_has_its_index() {
    let entity = identity::entity(ProtectedEntityType::OsAgent, "e");
    let selection = Selection {
        entity: Some(entity),
        ..Selection::default()
    };
    let index = "SEARCH b USING COVERING INDEX backups_entity (entity_id=?)";
    assert_served_by(selection, index, index).await;
}

#[tokio::test]
async fn a_policy_has_its_index_with_status_and_range_on_it() {
    let selection = Selection {
        policies: vec![policy()],
        statuses: vec![BackupStatus::Success, BackupStatus::Failed],
        from: Some(0),
        to: Some(1),
        ..Selection::default()
    };
    let index =
        "SEARCH b USING INDEX backups_policy (policy_id=? AND snapshot_time>? AND snapshot_time<?)";
    assert_served_by(selection, index, index).await;
}

#[tokio::test]
async fn a_rule_has_its_index() {
    let selection = Selection {
        rule: Some(identity::rule(Some(policy()), "r")),
        ..Selection::default()
    };
    let index = "SEARCH b USING COVERING INDEX backups_rule (rule_id=?)";
    assert_served_by(selection, index, index).await;
}

#[tokio::test]
async fn a_range_is_read_from_its_end() {
    let selection = Selection {
        from: Some(0),
        to: Some(1),
        ..Selection::default()
    };
    let index = "SEARCH b USING COVERING INDEX backups_time (snapshot_time>? AND snapshot_time<?)";
    assert_served_by(selection, index, index).await;
}

#[tokio::test]
async fn what_no_index_finds_is_still_read_in_order_of_time() {
    // A page ends with its fiftieth row, and does not wait for the whole catalog to be sorted.
    for selection in [
        Selection {
            statuses: vec![BackupStatus::Failed],
            ..Selection::default()
        },
        Selection {
            without_hidden: true,
            min_size: Some(1),
            ..Selection::default()
        },
        Selection {
            destination: Some(identity::reference(ReferenceKind::Destination, "d")),
            ..Selection::default()
        },
        Selection {
            text: Some("x".into()),
            ..Selection::default()
        },
    ] {
        let (plan, _) = plans(selection.clone(), Order::default()).await;
        assert!(plan.starts_with("SCAN b USING"), "{selection:?}\n{plan}");
        assert!(
            plan.lines()
                .next()
                .is_some_and(|step| step.ends_with("INDEX backups_time")),
            "{plan}"
        );
        assert!(!plan.contains("TEMP B-TREE"), "{selection:?}\n{plan}");
    }
}

#[tokio::test]
async fn chains_are_walked_along_their_links() {
    let children = Selection {
        parent: Some(backup()),
        ..Selection::default()
    };
    let (plan, counting) = plans(children, Order::default()).await;
    for plan in [plan, counting] {
        assert!(
            plan.starts_with("SEARCH b USING") && plan.contains("backups_parent (parent_id=?)"),
            "{plan}"
        );
    }
    let chain = Selection {
        root: Some(backup()),
        ..Selection::default()
    };
    let (plan, counting) = plans(chain, Order::default()).await;
    for plan in [plan, counting] {
        assert!(
            plan.starts_with("SEARCH b USING INTEGER PRIMARY KEY (rowid=?)"),
            "{plan}"
        );
        assert!(
            plan.contains("SEARCH c USING COVERING INDEX backups_parent (parent_id=?)"),
            "{plan}"
        );
    }
}
