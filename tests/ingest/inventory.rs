//! Inventories: what is gone, what comes back, what has a new id.

use backup_catalog::domain::identity;
use backup_catalog::ingest::{IngestError, Options};
use backup_catalog::store::edit::Acknowledgement;
use backup_catalog::store::ingest::TakeError;
use uuid::Uuid;

use crate::catalog::{Catalog, NOW, counts};

/// A listed backup.
fn item(id: &str, properties: &str) -> String {
    format!(
        r#"{{"repository":"r","id":"{id}","entity":{{"name":"x"}},"node":"web01","status":"SUCCESS","started":{}{properties}}}"#,
        id.len()
    )
}

/// A complete inventory with these backups.
fn all_of(items: &[String]) -> String {
    format!(
        r#"{{"v":1,"source":"nas","scope":"restic:r","complete":true,"backups":[{}]}}"#,
        items.join(",")
    )
}

fn ids(ids: &[&str]) -> String {
    all_of(&ids.iter().map(|id| item(id, "")).collect::<Vec<_>>())
}

fn statuses(catalog: &Catalog) -> Vec<(String, String)> {
    let all = catalog.backups();
    let mut all: Vec<_> = all
        .into_iter()
        .map(|seen| (seen.native_id.unwrap_or_default(), seen.status))
        .collect();
    all.sort();
    all
}

fn status(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter()
        .map(|(id, status)| ((*id).to_owned(), (*status).to_owned()))
        .collect()
}

fn mass() -> Options {
    Options {
        allow_mass_removal: true,
        ..Options::default()
    }
}

fn guid(catalog: &Catalog, id: &str) -> Uuid {
    catalog.backup(id).guid.parse().unwrap()
}

#[tokio::test]
async fn what_is_no_longer_listed_is_gone_and_comes_back() {
    let catalog = Catalog::new().await;
    catalog.send(ids(&["a", "b", "c"])).await.unwrap();
    let report = catalog.send(ids(&["a", "b"])).await.unwrap();
    assert_eq!(counts(&report), (0, 0, 2, 1, 0));
    let gone = catalog.backup("c");
    assert_eq!(
        (gone.status.as_str(), gone.removed_time, gone.revision),
        ("SUCCESS_REMOVED", Some(NOW), 2)
    );
    assert_eq!(
        counts(&catalog.send(ids(&["a", "b"])).await.unwrap()),
        (0, 0, 2, 0, 0)
    );
    assert_eq!(catalog.backup("c"), gone);
    let report = catalog.send(ids(&["a", "b", "c"])).await.unwrap();
    assert_eq!(counts(&report), (0, 1, 2, 0, 0));
    let back = catalog.backup("c");
    assert_eq!((back.status.as_str(), back.removed_time), ("SUCCESS", None));
}

#[tokio::test]
async fn a_partial_one_keeps_its_warnings_and_comes_back_partial() {
    let catalog = Catalog::new().await;
    let partial = item("c", r#","destination":"d","warnings":["denied"]"#)
        .replace("SUCCESS", "PARTIAL_SUCCESS");
    let all = all_of(&[item("a", ""), item("b", ""), partial]);
    catalog.send(&all).await.unwrap();
    catalog.send(ids(&["a", "b"])).await.unwrap();
    let gone = catalog.backup("c");
    assert_eq!(
        (gone.status.as_str(), gone.warnings.as_str()),
        ("SUCCESS_REMOVED", r#"["denied"]"#)
    );
    assert_eq!(gone.locations, ["d PRIMARY REMOVED"]);
    catalog.send(&all).await.unwrap();
    let back = catalog.backup("c");
    assert_eq!(back.status, "PARTIAL_SUCCESS");
    assert_eq!(back.locations, ["d PRIMARY PRESENT"]);
}

#[tokio::test]
async fn failures_are_history() {
    let catalog = Catalog::new().await;
    let failed = item("f", "").replace("SUCCESS", "FAILED");
    let running = item("g", "").replace("SUCCESS", "INPROGRESS");
    catalog
        .send(all_of(&[item("a", ""), failed, running]))
        .await
        .unwrap();
    let report = catalog.send(ids(&["a"])).await.unwrap();
    assert_eq!(counts(&report), (0, 0, 1, 0, 0));
    assert_eq!(
        statuses(&catalog),
        status(&[("a", "SUCCESS"), ("f", "FAILED"), ("g", "INPROGRESS")])
    );
}

#[tokio::test]
async fn only_a_complete_inventory_of_the_scope_without_a_rejected_record_removes() {
    let catalog = Catalog::new().await;
    catalog.send(ids(&["a", "b", "c"])).await.unwrap();
    let pushed = format!(r#"{{"source":"nas",{}"#, &item("pushed", "")[1..]);
    catalog.send(pushed).await.unwrap();
    let less = ids(&["a", "b"]);
    let harmless = [
        less.replace(r#""complete":true"#, r#""complete":false"#),
        less.replace("restic:r", "restic:other")
            .replace(r#""id":"a""#, r#""id":"a2""#)
            .replace(r#""id":"b""#, r#""id":"b2""#),
        all_of(&[
            item("a", ""),
            item("b", ""),
            item("c", "").replace("SUCCESS", "NONSENSE"),
        ]),
    ];
    for body in harmless {
        let report = catalog.send(&body).await.unwrap();
        assert_eq!(report.removed, 0, "{body}");
    }
    assert_eq!(catalog.backup("c").status, "SUCCESS");
    assert_eq!(catalog.send(less).await.unwrap().removed, 1);
    assert_eq!(catalog.backup("pushed").status, "SUCCESS");
}

#[tokio::test]
async fn a_mass_removal_is_refused_as_a_whole() {
    let catalog = Catalog::new().await;
    catalog.send(ids(&["a", "b", "c", "d"])).await.unwrap();
    let before = catalog.backups();
    for body in [ids(&[]), ids(&["a", "new"])] {
        let error = catalog.send(&body).await.unwrap_err();
        let IngestError::Take(TakeError::MassRemoval { live, .. }) = &error else {
            panic!("{error}")
        };
        assert_eq!(*live, 4);
        assert!(error.to_string().contains("allow-mass-removal"), "{error}");
        assert_eq!(catalog.backups(), before);
    }
    // Half of them may go.
    assert_eq!(catalog.send(ids(&["a", "b"])).await.unwrap().removed, 2);
    assert_eq!(
        catalog.send_with(ids(&[]), mass()).await.unwrap().removed,
        2
    );
    // Nothing is there, so nothing can go.
    assert_eq!(
        counts(&catalog.send(ids(&[])).await.unwrap()),
        (0, 0, 0, 0, 0)
    );
}

#[tokio::test]
async fn the_time_of_removal_is_the_inventorys() {
    let catalog = Catalog::new().await;
    let taken = |body: String, time: i64| body.replacen('{', &format!(r#"{{"takenAt":{time},"#), 1);
    catalog
        .send(taken(ids(&["a", "b", "c"]), 5000))
        .await
        .unwrap();
    catalog.send(taken(ids(&["a", "b"]), 7000)).await.unwrap();
    assert_eq!(catalog.backup("c").removed_time, Some(7000));
    // An older one, sent late: it brings nothing back and removes nothing; what it alone knows is gone since.
    let late = catalog
        .send(taken(ids(&["b", "c", "e"]), 6000))
        .await
        .unwrap();
    assert_eq!(counts(&late), (1, 0, 2, 0, 0));
    assert_eq!(
        statuses(&catalog),
        status(&[
            ("a", "SUCCESS"),
            ("b", "SUCCESS"),
            ("c", "SUCCESS_REMOVED"),
            ("e", "SUCCESS_REMOVED")
        ])
    );
    assert_eq!(catalog.backup("e").removed_time, Some(7000));
    // A clock that runs ahead does not lock the scope.
    catalog
        .send(taken(ids(&["a", "b"]), NOW + 86_400_000))
        .await
        .unwrap();
    assert_eq!(
        catalog.send(ids(&["a", "b", "c"])).await.unwrap().updated,
        1
    );
}

#[tokio::test]
async fn a_push_does_not_bring_back_what_an_inventory_found_gone() {
    let catalog = Catalog::new().await;
    catalog.send(ids(&["a", "b", "c"])).await.unwrap();
    catalog.send(ids(&["a", "b"])).await.unwrap();
    let late = format!(
        r#"{{"source":"nas","transferred":5,{}"#,
        &item("c", "")[1..]
    );
    assert_eq!(catalog.send(late).await.unwrap().updated, 1);
    let backup = catalog.backup("c");
    assert_eq!(
        (backup.status.as_str(), backup.transferred),
        ("SUCCESS_REMOVED", Some(5))
    );
}

#[tokio::test]
async fn a_push_may_remove_and_bring_back() {
    let catalog = Catalog::new().await;
    let push = |status: &str| {
        format!(
            r#"{{"source":"nas",{}"#,
            &item("a", "").replace("SUCCESS", status)[1..]
        )
    };
    let gone = r#"{"source":"nas","repository":"r","id":"a","status":"REMOVED"}"#;
    catalog.send(push("SUCCESS")).await.unwrap();
    assert_eq!(counts(&catalog.send(gone).await.unwrap()), (0, 0, 0, 1, 0));
    assert_eq!(counts(&catalog.send(gone).await.unwrap()), (0, 0, 1, 0, 0));
    assert_eq!(catalog.backup("a").status, "SUCCESS_REMOVED");
    catalog.send(push("SUCCESS")).await.unwrap();
    assert_eq!(catalog.backup("a").status, "SUCCESS");
    catalog.send(push("SUCCESS_REMOVED")).await.unwrap();
    let backup = catalog.backup("a");
    assert_eq!(
        (backup.status.as_str(), backup.removed_time),
        ("SUCCESS_REMOVED", Some(NOW))
    );
    catalog.send(push("FAILED")).await.unwrap();
    assert_eq!(counts(&catalog.send(gone).await.unwrap()), (0, 0, 1, 0, 0));
    assert_eq!(catalog.backup("a").status, "FAILED");
}

#[tokio::test]
async fn a_new_tag_gives_a_new_id_and_the_backup_stays_itself() {
    let catalog = Catalog::new().await;
    let child = item("child", r#","parent":"old","warnings":["w"]"#);
    catalog
        .send(all_of(&[
            item("a", ""),
            item("old", r#","warnings":["w"]"#),
            child.clone(),
        ]))
        .await
        .unwrap();
    let before = guid(&catalog, "old");
    catalog
        .store
        .describe(before, "keep".to_owned(), None)
        .await
        .unwrap();
    catalog.store.acknowledge(before, true, None).await.unwrap();
    let tagged = item("new", r#","original":"old","warnings":["w"]"#);
    let report = catalog
        .send(all_of(&[tagged.clone(), item("a", ""), child.clone()]))
        .await
        .unwrap();
    assert_eq!(counts(&report), (0, 1, 2, 0, 0));
    let after = catalog.backup("new");
    assert_eq!(after.guid.parse::<Uuid>().unwrap(), before);
    assert_eq!(
        (after.description.as_deref(), after.acknowledged),
        (Some("keep"), true)
    );
    assert_eq!(catalog.backup("child").parent.as_deref(), Some("new"));
    assert_eq!(catalog.backups().len(), 3);
    // The new id names it in an edit too.
    let alias = identity::backup("nas", "r", "new");
    assert_ne!(alias, before);
    catalog
        .store
        .describe(alias, "kept".to_owned(), None)
        .await
        .unwrap();
    assert_eq!(catalog.backup("new").description.as_deref(), Some("kept"));
    // A second tag: `original` is still the first id. A child of the new id finds its parent too.
    let again = item("newer", r#","original":"old","warnings":["w"]"#);
    let late = item("late", r#","parent":"newer""#);
    let report = catalog
        .send(all_of(&[late, again.clone(), item("a", ""), child]))
        .await
        .unwrap();
    assert_eq!(counts(&report), (1, 1, 2, 0, 0));
    assert_eq!(guid(&catalog, "newer"), before);
    assert_eq!(catalog.backup("late").parent.as_deref(), Some("newer"));
}

#[tokio::test]
async fn a_copy_is_a_backup_of_its_own() {
    let catalog = Catalog::new().await;
    catalog.send(ids(&["a", "old"])).await.unwrap();
    // The original is still there.
    let copy = item("copy", r#","original":"old""#);
    assert_eq!(
        counts(
            &catalog
                .send(all_of(&[item("a", ""), item("old", ""), copy.clone()]))
                .await
                .unwrap()
        ),
        (1, 0, 2, 0, 0)
    );
    // In another repository, though the original is gone here.
    let elsewhere = all_of(&[copy])
        .replace(r#""repository":"r""#, r#""repository":"q""#)
        .replace("restic:r", "restic:q");
    assert_eq!(
        counts(&catalog.send(elsewhere).await.unwrap()),
        (1, 0, 0, 0, 0)
    );
    // Pushed, not listed: nothing is known to have vanished.
    let pushed = format!(
        r#"{{"source":"nas",{}"#,
        &item("pushed", r#","original":"a""#)[1..]
    );
    assert_eq!(
        counts(&catalog.send(pushed).await.unwrap()),
        (1, 0, 0, 0, 0)
    );
    // Two new ids of one old: one takes its place.
    let two = all_of(&[
        item("a", ""),
        item("copy", ""),
        item("n1", r#","original":"old""#),
        item("n2", r#","original":"old""#),
    ]);
    assert_eq!(counts(&catalog.send(two).await.unwrap()), (1, 1, 2, 0, 0));
}

#[tokio::test]
async fn borg_renames_are_found_by_time_node_and_size() {
    let archive = |id: &str, start: i64, size: i64, name: &str| {
        format!(
            r#"{{"repository":"r","id":"{id}","entity":{{"name":"host:{name}"}},"node":"host","status":"SUCCESS","snapshotTime":{start},"started":{start},"size":{size},"tool":{{"name":"borg"}}}}"#
        )
    };
    let catalog = Catalog::new().await;
    catalog
        .send(all_of(&[
            archive("a1", 100, 5, "srv"),
            archive("b1", 200, 6, "srv"),
            archive("c1", 300, 7, "srv"),
        ]))
        .await
        .unwrap();
    let before = guid(&catalog, "b1");
    let report = catalog
        .send(all_of(&[
            archive("a1", 100, 5, "srv"),
            archive("b2", 200, 6, "keep"),
            archive("c1", 300, 7, "srv"),
        ]))
        .await
        .unwrap();
    assert_eq!(counts(&report), (0, 1, 2, 0, 0));
    assert_eq!(guid(&catalog, "b2"), before);
    assert_eq!(catalog.backup("b2").entity, "host:keep");
    // Another size: another archive.
    let report = catalog
        .send(all_of(&[
            archive("a1", 100, 5, "srv"),
            archive("b2", 200, 6, "keep"),
            archive("c2", 300, 8, "srv"),
        ]))
        .await
        .unwrap();
    assert_eq!(counts(&report), (1, 0, 2, 1, 0));
}

#[tokio::test]
async fn acknowledgement_and_edits_survive_the_next_import() {
    let catalog = Catalog::new().await;
    let body = all_of(&[item(
        "a",
        r#","warnings":["one","two"],"description":"theirs""#,
    )]);
    catalog.send(&body).await.unwrap();
    let a = guid(&catalog, "a");
    let request = Acknowledgement {
        backups: vec![a],
        value: true,
        ..Acknowledgement::default()
    };
    catalog.store.acknowledge_all(request).await.unwrap();
    catalog
        .store
        .describe(a, "ours".to_owned(), None)
        .await
        .unwrap();
    let before = catalog.backup("a");
    assert!(before.acknowledged);
    assert_eq!(counts(&catalog.send(&body).await.unwrap()), (0, 0, 1, 0, 0));
    assert_eq!(catalog.backup("a"), before);
    // Another reported description is remembered; the person's stays.
    catalog
        .send(body.replace("theirs", "theirs, later"))
        .await
        .unwrap();
    assert_eq!(catalog.backup("a").description.as_deref(), Some("ours"));
    // Edited warnings stay while the reported ones do.
    catalog
        .store
        .warn(a, vec!["edited".to_owned()], None)
        .await
        .unwrap();
    catalog.send(&body).await.unwrap();
    assert_eq!(catalog.backup("a").warnings, r#"["edited"]"#);
    catalog.store.acknowledge(a, true, None).await.unwrap();
    catalog
        .send(body.replace(r#","two""#, r#","three""#))
        .await
        .unwrap();
    let after = catalog.backup("a");
    assert_eq!(
        (after.warnings.as_str(), after.acknowledged),
        (r#"["one","three"]"#, false)
    );
}

#[tokio::test]
async fn an_inventory_says_who_it_is() {
    let catalog = Catalog::new().await;
    let body = ids(&["a"]);
    for (bad, field) in [
        (body.replace(r#""source":"nas","#, ""), "source"),
        (body.replace(r#""scope":"restic:r","#, ""), "scope"),
        (body.replace("true", "1"), "complete"),
        (body.replace(r#""v":1"#, r#""v":7"#), "v"),
        (
            body.replacen('{', r#"{"takenAt":"2026-11-23T00:00:00","#, 1),
            "takenAt",
        ),
        (body.replacen('{', r#"{"scope":"x","#, 1), "scope"),
    ] {
        let error = catalog.send(&bad).await.unwrap_err();
        let IngestError::Envelope(refusal) = error else {
            panic!("{bad}: {error}")
        };
        assert_eq!(refusal.field.as_deref(), Some(field), "{refusal}");
    }
    let other = body.replace(r#""repository""#, r#""source":"other","repository""#);
    let report = catalog.send(other).await.unwrap();
    assert_eq!(report.rejected[0].refusal.field.as_deref(), Some("source"));
    assert_eq!(catalog.count("backups"), 0);
}
