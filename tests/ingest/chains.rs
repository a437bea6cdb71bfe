//! Parents, roots and positions.

use crate::catalog::{Catalog, counts};

fn record(id: &str, parent: &str) -> String {
    let parent = if parent.is_empty() {
        String::new()
    } else {
        format!(r#","parent":"{parent}""#)
    };
    format!(
        r#"{{"source":"nas","id":"{id}","entity":{{"name":"x"}},"status":"SUCCESS","started":1{parent}}}"#
    )
}

fn place(catalog: &Catalog, id: &str) -> (Option<String>, String, i64) {
    let backup = catalog.backup(id);
    (backup.parent, backup.root, backup.position)
}

fn at(parent: &str, root: &str, position: i64) -> (Option<String>, String, i64) {
    (
        (!parent.is_empty()).then(|| parent.to_owned()),
        root.to_owned(),
        position,
    )
}

#[tokio::test]
async fn a_chain_is_the_same_in_whichever_order_it_comes() {
    let links = [("a", ""), ("b", "a"), ("c", "b"), ("d", "b"), ("e", "d")];
    let mut orders = vec![vec![]];
    for _ in 0..links.len() {
        orders = orders
            .into_iter()
            .flat_map(|order: Vec<usize>| {
                (0..links.len())
                    .filter(|n| !order.contains(n))
                    .map(|n| [order.clone(), vec![n]].concat())
                    .collect::<Vec<_>>()
            })
            .collect();
    }
    assert_eq!(orders.len(), 120);
    let catalog = Catalog::new().await;
    for (number, order) in orders.iter().enumerate() {
        // Each order in a repository of its own.
        let lines: Vec<String> = order
            .iter()
            .map(|n| {
                record(links[*n].0, links[*n].1).replacen(
                    '{',
                    &format!(r#"{{"repository":"{number}","#),
                    1,
                )
            })
            .collect();
        assert_eq!(
            counts(&catalog.send(lines.join("\n")).await.unwrap()),
            (5, 0, 0, 0, 0)
        );
    }
    for seen in catalog.backups() {
        let expected = match seen.native_id.as_deref().unwrap() {
            "a" => at("", "a", 0),
            "b" => at("a", "a", 1),
            "c" | "d" => at("b", "a", 2),
            _ => at("d", "a", 3),
        };
        assert_eq!((seen.parent, seen.root, seen.position), expected);
    }
}

#[tokio::test]
async fn a_dangling_parent_leaves_a_backup_its_own_root() {
    let catalog = Catalog::new().await;
    catalog.send(record("b", "gone")).await.unwrap();
    assert_eq!(place(&catalog, "b"), at("", "b", 0));
    assert_eq!(catalog.backup("b").kind, "INCREMENTAL");
}

#[tokio::test]
async fn no_backup_is_its_own_parent() {
    let catalog = Catalog::new().await;
    catalog.send(record("a", "a")).await.unwrap();
    assert_eq!(place(&catalog, "a"), at("", "a", 0));
    assert_eq!(catalog.backup("a").kind, "FULL");
}

#[tokio::test]
async fn a_circle_is_not_closed_and_heals_when_it_is_corrected() {
    let catalog = Catalog::new().await;
    let circle = [record("a", "c"), record("b", "a"), record("c", "b")];
    catalog.send(circle.join("\n")).await.unwrap();
    let roots: Vec<String> = catalog
        .backups()
        .into_iter()
        .map(|seen| seen.root)
        .collect();
    assert!(roots.iter().all(|root| *root == roots[0]), "{roots:?}");
    let before = catalog.backups();
    assert_eq!(
        counts(&catalog.send(circle.join("\n")).await.unwrap()),
        (0, 0, 3, 0, 0)
    );
    assert_eq!(catalog.backups(), before);
    // "a" was wrong; its parent is another one.
    catalog
        .send([record("z", ""), record("a", "z")].join("\n"))
        .await
        .unwrap();
    catalog.send(circle[1..].join("\n")).await.unwrap();
    assert_eq!(place(&catalog, "a"), at("z", "z", 1));
    assert_eq!(place(&catalog, "b"), at("a", "z", 2));
    assert_eq!(place(&catalog, "c"), at("b", "z", 3));
}

#[tokio::test]
async fn a_new_parent_moves_everything_below() {
    let catalog = Catalog::new().await;
    let lines = [
        record("a", ""),
        record("b", "a"),
        record("c", "b"),
        record("d", "c"),
        record("x", ""),
        record("y", "x"),
    ];
    catalog.send(lines.join("\n")).await.unwrap();
    assert_eq!(
        counts(&catalog.send(record("c", "y")).await.unwrap()),
        (0, 1, 0, 0, 0)
    );
    assert_eq!(place(&catalog, "b"), at("a", "a", 1));
    assert_eq!(place(&catalog, "c"), at("y", "x", 2));
    assert_eq!(place(&catalog, "d"), at("c", "x", 3));
    catalog.send(record("c", "unknown")).await.unwrap();
    assert_eq!(place(&catalog, "c"), at("", "c", 0));
    assert_eq!(place(&catalog, "d"), at("c", "c", 1));
}

#[tokio::test]
async fn a_parent_is_found_by_every_name_it_has() {
    let catalog = Catalog::new().await;
    let guid = "7b0f6a52-0d0e-5f0b-8a39-5d8f7f3f9f10";
    catalog.send(record("b", "a")).await.unwrap();
    let parent = record("a", "").replacen('{', &format!(r#"{{"guid":"{guid}","#), 1);
    catalog.send(parent).await.unwrap();
    catalog.send(record("c", "a")).await.unwrap();
    assert_eq!(place(&catalog, "b"), at("a", "a", 1));
    assert_eq!(place(&catalog, "c"), at("a", "a", 1));
}

#[tokio::test]
async fn a_long_chain_newest_first_is_linked_and_not_slowly() {
    let catalog = Catalog::new().await;
    let lines: Vec<String> = (0..12_000)
        .rev()
        .map(|n| {
            record(
                &format!("n{n}"),
                &if n == 0 {
                    String::new()
                } else {
                    format!("n{}", n - 1)
                },
            )
        })
        .collect();
    catalog.send(lines.join("\n")).await.unwrap();
    for seen in catalog.backups() {
        assert_eq!(seen.root, "n0");
        assert_eq!(format!("n{}", seen.position), seen.native_id.unwrap());
    }
}
