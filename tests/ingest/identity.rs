//! Which records speak of one backup.

use backup_catalog::domain::identity;
use uuid::Uuid;

use crate::catalog::{Catalog, counts, rejection};

const LONG: &str = "025433af31a47b008b9bca939d48db0d5a533f65f24595353bf4ffb6a37aafd4";
const OTHER: &str = "025433af00000000000000000000000000000000000000000000000000000000";

fn record(properties: &str) -> String {
    format!(
        r#"{{"source":"nas","repository":"r","entity":{{"name":"x"}},"status":"SUCCESS",{properties}}}"#
    )
}

fn listed(properties: &str) -> String {
    format!(
        r#"{{"v":1,"source":"nas","backups":[{}]}}"#,
        record(properties)
    )
}

fn hex(guid: Uuid) -> String {
    guid.simple().to_string().to_uppercase()
}

#[tokio::test]
async fn guids_are_derived_from_source_repository_and_id() {
    let catalog = Catalog::new().await;
    catalog
        .send(record(r#""id":"b","finished":1"#))
        .await
        .unwrap();
    let expected = Uuid::new_v5(&identity::NAMESPACE, b"nas\nr\nb");
    assert_eq!(catalog.backup("b").guid, hex(expected));
}

#[tokio::test]
async fn without_an_id_the_run_is_the_key_and_without_a_run_the_entity_and_start() {
    let catalog = Catalog::new().await;
    let lines = [
        record(r#""run":"r1","started":1"#),
        record(r#""run":"r1","started":2"#),
        record(r#""run":"r2","started":2"#),
        record(r#""started":2"#),
        record(r#""started":2,"finished":5"#),
        record(r#""started":3"#),
        record(r#""finished":3"#),
    ];
    let report = catalog.send(lines.join("\n")).await.unwrap();
    assert_eq!(counts(&report), (4, 3, 0, 0, 0));
    let moment = identity::moment(
        "nas",
        "r",
        identity::entity("OS_AGENT".parse().unwrap(), "x"),
        3,
    );
    assert!(
        catalog
            .backups()
            .iter()
            .any(|seen| seen.guid == hex(moment))
    );
}

#[tokio::test]
async fn a_run_gets_its_id_later() {
    let catalog = Catalog::new().await;
    catalog.send(r#"{"source":"nas","repository":"r","run":"r1","entity":{"name":"x"},"status":"INPROGRESS","started":1}"#).await.unwrap();
    let guid = catalog.backups()[0].guid.clone();
    catalog
        .send(record(r#""run":"r1","id":"b","started":1,"finished":9"#))
        .await
        .unwrap();
    assert_eq!(
        counts(
            &catalog
                .send(listed(r#""id":"b","started":1,"size":4"#))
                .await
                .unwrap()
        ),
        (0, 1, 0, 0, 0)
    );
    let all = catalog.backups();
    assert_eq!(all.len(), 1);
    assert_eq!(
        (all[0].guid.as_str(), all[0].status.as_str(), all[0].size),
        (guid.as_str(), "SUCCESS", 4)
    );
    // A late word of the run alone finds it too, and a second backup of the run is another one.
    catalog
        .send(record(r#""run":"r1","started":1,"transferred":3"#))
        .await
        .unwrap();
    assert_eq!(catalog.backup("b").transferred, Some(3));
    catalog
        .send(record(r#""run":"r1","id":"c","started":1"#))
        .await
        .unwrap();
    assert_eq!(catalog.backups().len(), 2);
}

#[tokio::test]
async fn an_id_and_a_run_of_the_same_text_are_two_things() {
    let catalog = Catalog::new().await;
    let lines = [
        record(r#""id":"5","started":1"#),
        record(r#""run":"5","started":1"#),
    ];
    assert_eq!(
        counts(&catalog.send(lines.join("\n")).await.unwrap()),
        (2, 0, 0, 0, 0)
    );
}

#[tokio::test]
async fn a_shortened_id_meets_the_whole_one_in_either_order() {
    let short = record(&format!(
        r#""id":"{}","started":1,"transferred":7"#,
        &LONG[..8]
    ));
    let long = listed(&format!(r#""id":"{LONG}","started":1,"size":9"#));
    for bodies in [[&short, &long], [&long, &short]] {
        let catalog = Catalog::new().await;
        for body in bodies {
            catalog.send(body).await.unwrap();
        }
        let all = catalog.backups();
        assert_eq!(all.len(), 1, "{all:?}");
        let backup = catalog.backup(LONG);
        assert_eq!((backup.size, backup.transferred), (9, Some(7)));
        for body in bodies {
            assert_eq!(counts(&catalog.send(body).await.unwrap()), (0, 0, 1, 0, 0));
        }
    }
}

#[tokio::test]
async fn a_shortened_id_that_fits_two_backups_is_refused() {
    let catalog = Catalog::new().await;
    let both = [
        record(&format!(r#""id":"{LONG}","started":1"#)),
        record(&format!(r#""id":"{OTHER}","started":2"#)),
    ];
    catalog.send(both.join("\n")).await.unwrap();
    let report = catalog
        .send(record(&format!(r#""id":"{}","started":1"#, &LONG[..8])))
        .await
        .unwrap();
    let (_, reason, field) = rejection(&report);
    assert!(reason.contains("several backups"), "{reason}");
    assert_eq!(field.as_deref(), Some("id"));
    // In another repository it means nothing.
    let elsewhere =
        record(&format!(r#""id":"{}","started":1"#, &LONG[..8])).replace(r#""r""#, r#""q""#);
    assert_eq!(
        counts(&catalog.send(elsewhere).await.unwrap()),
        (1, 0, 0, 0, 0)
    );
}

#[tokio::test]
async fn an_inventory_with_two_whole_ids_does_not_guess_which_the_short_one_was() {
    let catalog = Catalog::new().await;
    catalog
        .send(record(&format!(r#""id":"{}","started":1"#, &LONG[..8])))
        .await
        .unwrap();
    let list = format!(
        r#"{{"v":1,"source":"nas","backups":[{},{}]}}"#,
        record(&format!(r#""id":"{LONG}","started":1"#)),
        record(&format!(r#""id":"{OTHER}","started":1"#))
    );
    assert_eq!(counts(&catalog.send(list).await.unwrap()), (2, 0, 0, 0, 0));
    assert_eq!(catalog.backup(&LONG[..8]).snapshot_time, 1);
}

#[tokio::test]
async fn a_guid_of_the_source_is_kept_and_found_by_either() {
    let catalog = Catalog::new().await;
    let guid = "7b0f6a52-0d0e-5f0b-8a39-5d8f7f3f9f10";
    catalog
        .send(record(&format!(r#""guid":"{guid}","id":"b","started":1"#)))
        .await
        .unwrap();
    catalog
        .send(record(r#""id":"b","started":1,"size":1"#))
        .await
        .unwrap();
    catalog
        .send(record(&format!(
            r#""guid":"{}","started":1,"size":2"#,
            guid.to_uppercase()
        )))
        .await
        .unwrap();
    let all = catalog.backups();
    assert_eq!((all.len(), all[0].size), (1, 2));
    assert_eq!(all[0].guid, hex(guid.parse().unwrap()));
    // The other order: known by its id, then given a guid, which becomes another name of it.
    catalog
        .send(record(r#""id":"c","started":5"#))
        .await
        .unwrap();
    let before = catalog.backup("c").guid;
    let late = "11111111-2222-3333-4444-555555555555";
    catalog
        .send(record(&format!(r#""guid":"{late}","id":"c","started":5"#)))
        .await
        .unwrap();
    catalog
        .send(record(&format!(r#""guid":"{late}","started":5,"size":3"#)))
        .await
        .unwrap();
    let after = catalog.backup("c");
    assert_eq!((after.guid, after.size), (before, 3));
}

#[tokio::test]
async fn a_guid_that_is_another_backup_is_refused() {
    let catalog = Catalog::new().await;
    let guid = "7b0f6a52-0d0e-5f0b-8a39-5d8f7f3f9f10";
    let known = [
        record(&format!(r#""guid":"{guid}","id":"a","started":1"#)),
        record(r#""id":"b","started":1"#),
    ];
    catalog.send(known.join("\n")).await.unwrap();
    let report = catalog
        .send(record(&format!(r#""guid":"{guid}","id":"b","started":1"#)))
        .await
        .unwrap();
    assert!(rejection(&report).1.contains("another backup"));
    let foreign = record(&format!(r#""guid":"{guid}","started":1"#)).replace("nas", "thief");
    let report = catalog.send(foreign).await.unwrap();
    assert!(rejection(&report).1.contains("another source"));
    assert_eq!(catalog.count("sources"), 1);
}
