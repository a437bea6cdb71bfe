//! Chains, also long ones and ones that came in pieces.

use backup_catalog::domain::identity;
use backup_catalog::domain::selection::Selection;

use crate::{record, report, total};

const LENGTH: i64 = 1_500;

#[tokio::test]
async fn a_long_chain_is_read_in_full_from_any_link() {
    let folder = tempfile::tempdir().unwrap();
    let store = crate::support::database::open(folder.path()).await;
    let chain = (1..=LENGTH).map(|n| {
        let mut link = record(n);
        link.parent = (n > 1).then(|| (n - 1).to_string());
        link
    });
    report(&store, chain).await;
    let guid = |n: i64| identity::backup("s", "", &n.to_string());
    for (n, ancestors) in [
        (1, 0),
        (2, 1),
        (LENGTH / 2, LENGTH / 2 - 1),
        (LENGTH, LENGTH - 1),
    ] {
        let found = store
            .backup(guid(n))
            .await
            .unwrap()
            .expect("it was reported");
        let expected: Vec<_> = (1..n).rev().map(guid).collect();
        let parents: Vec<_> = found.parents.iter().map(|parent| parent.guid).collect();
        assert_eq!(parents, expected, "nearest first");
        assert_eq!(found.details.chain_position, ancestors);
        assert_eq!(found.details.root.guid, guid(1));
        let children: Vec<_> = found.children.iter().map(|child| child.guid).collect();
        assert_eq!(
            children,
            (n < LENGTH)
                .then(|| guid(n + 1))
                .into_iter()
                .collect::<Vec<_>>()
        );
        let below = Selection {
            root: Some(guid(n)),
            ..Selection::default()
        };
        assert_eq!(total(&store, below).await, LENGTH - n + 1);
    }
}

#[tokio::test]
async fn a_circle_that_sources_report_is_still_a_chain_that_ends() {
    let folder = tempfile::tempdir().unwrap();
    let store = crate::support::database::open(folder.path()).await;
    let circle = (1..=3).map(|n| {
        let mut link = record(n);
        link.parent = Some((n % 3 + 1).to_string());
        link
    });
    report(&store, circle).await;
    for n in 1..=3 {
        let guid = identity::backup("s", "", &n.to_string());
        let found = store.backup(guid).await.unwrap().unwrap();
        assert!(found.parents.len() <= 2);
        let below = Selection {
            root: Some(guid),
            ..Selection::default()
        };
        assert_eq!(total(&store, below).await, 3 - found.details.chain_position);
    }
}
