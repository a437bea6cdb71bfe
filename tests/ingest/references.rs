//! Policies, rules, entities and the rest.

use crate::catalog::{Catalog, counts};

const P: &str = "aaaaaaaa-0000-4000-8000-000000000001";
const Q: &str = "aaaaaaaa-0000-4000-8000-000000000002";
const R: &str = "aaaaaaaa-0000-4000-8000-000000000003";
const E: &str = "aaaaaaaa-0000-4000-8000-000000000004";

fn record(id: &str, properties: &str) -> String {
    format!(
        r#"{{"source":"nas","id":"{id}","entity":{{"name":"x"}},"status":"SUCCESS","started":1,{properties}}}"#
    )
}

#[tokio::test]
async fn a_policy_given_with_a_rule_binds_the_rule_and_its_backups() {
    let catalog = Catalog::new().await;
    let rule = format!(r#""rule":{{"guid":"{R}","name":"daily"}}"#);
    catalog.send(record("a", &rule)).await.unwrap();
    assert_eq!(catalog.backup("a").policy, None);
    catalog
        .send(record("b", &format!(r#"{rule},"policy":"nightly""#)))
        .await
        .unwrap();
    let backup = catalog.backup("a");
    assert_eq!(
        (backup.policy.as_deref(), backup.revision),
        (Some("nightly"), 2)
    );
    // Bound anew: what has its policy from the rule follows, what was recorded with one stays.
    catalog
        .send(record("c", &format!(r#"{rule},"policy":"weekly""#)))
        .await
        .unwrap();
    assert_eq!(catalog.backup("a").policy.as_deref(), Some("weekly"));
    assert_eq!(catalog.backup("b").policy.as_deref(), Some("nightly"));
    assert_eq!(
        counts(&catalog.send(record("a", &rule)).await.unwrap()),
        (0, 0, 1, 0, 0)
    );
}

#[tokio::test]
async fn a_rule_by_name_is_one_of_its_policy() {
    let catalog = Catalog::new().await;
    let lines = [
        record("a", r#""policy":"p","rule":"daily""#),
        record("b", r#""policy":"q","rule":"daily""#),
        record("c", r#""policy":"p","rule":"daily""#),
        record("a", r#""rule":"daily""#),
    ];
    assert_eq!(
        counts(&catalog.send(lines.join("\n")).await.unwrap()),
        (3, 0, 1, 0, 0)
    );
    assert_eq!(catalog.count("rules"), 2);
}

#[tokio::test]
async fn a_guid_with_a_new_name_is_renamed() {
    let catalog = Catalog::new().await;
    catalog
        .send(record(
            "a",
            &format!(r#""policy":{{"guid":"{P}","name":"old"}}"#),
        ))
        .await
        .unwrap();
    catalog
        .send(record(
            "b",
            &format!(r#""policy":{{"guid":"{P}","name":"new"}}"#),
        ))
        .await
        .unwrap();
    assert_eq!(catalog.backup("a").policy.as_deref(), Some("new"));
    assert_eq!(catalog.count("policies"), 1);
}

#[tokio::test]
async fn two_guids_of_one_name_are_two_things_and_the_name_alone_means_the_one_that_the_backup_has()
{
    let catalog = Catalog::new().await;
    let lines = [
        record("a", &format!(r#""policy":{{"guid":"{P}","name":"n"}}"#)),
        record("b", &format!(r#""policy":{{"guid":"{Q}","name":"n"}}"#)),
        record("c", r#""policy":"n""#),
    ];
    catalog.send(lines.join("\n")).await.unwrap();
    assert_eq!(catalog.count("policies"), 3);
    let again = [
        record("a", r#""policy":"n""#),
        record("b", r#""policy":"n""#),
        record("c", r#""policy":"n""#),
    ];
    assert_eq!(
        counts(&catalog.send(again.join("\n")).await.unwrap()),
        (0, 0, 3, 0, 0)
    );
}

#[tokio::test]
async fn an_entity_keeps_its_guid_and_is_renamed_by_it() {
    let catalog = Catalog::new().await;
    let entity = |id: &str, entity: &str| {
        format!(
            r#"{{"source":"nas","id":"{id}","entity":{entity},"status":"SUCCESS","started":1}}"#
        )
    };
    let known = format!(
        r#"{{"guid":"{E}","type":"VM","name":"vm-1","project":{{"name":"shop"}},"hypervisor":"esx1","hypervisorManager":{{"guid":"{P}","name":"vc"}}}}"#
    );
    catalog.send(entity("a", &known)).await.unwrap();
    // By name, and by name and type: the entity that the backup has.
    for again in [r#"{"name":"vm-1"}"#, r#"{"name":"vm-1","type":"VM"}"#] {
        assert_eq!(
            counts(&catalog.send(entity("a", again)).await.unwrap()),
            (0, 0, 1, 0, 0)
        );
    }
    catalog
        .send(entity("b", &known.replace("vm-1", "vm-one")))
        .await
        .unwrap();
    assert_eq!(catalog.backup("a").entity, "vm-one");
    assert_eq!(catalog.count("entities"), 1);
    // Another type is another entity.
    catalog
        .send(entity("c", r#"{"name":"vm-one"}"#))
        .await
        .unwrap();
    assert_eq!(catalog.count("entities"), 2);
    let rows = catalog.rows(
        "SELECT e.type, p.name, group_concat(i.kind || '=' || i.name, ' ' ORDER BY i.kind) FROM entities e
         JOIN projects p ON p.id = e.project_id
         JOIN infrastructure i ON i.id IN (e.hypervisor_id, e.hypervisor_manager_id)
         GROUP BY e.type, p.name",
    );
    let [kind, project, infrastructure] = rows[0].as_slice() else {
        panic!("{rows:?}")
    };
    assert_eq!(
        (kind.as_deref(), project.as_deref()),
        (Some("VM"), Some("shop"))
    );
    assert_eq!(
        infrastructure.as_deref(),
        Some("hypervisor=esx1 hypervisor-manager=vc")
    );
}

#[tokio::test]
async fn the_same_name_from_two_sources_is_the_same_thing() {
    let catalog = Catalog::new().await;
    let one = record(
        "a",
        r#""node":"n","destination":"d","policy":"p","rule":"r""#,
    );
    let body = [one.clone(), one.replace("nas", "web")].join("\n");
    assert_eq!(counts(&catalog.send(body).await.unwrap()), (2, 0, 0, 0, 0));
    for table in ["nodes", "destinations", "policies", "rules", "entities"] {
        assert_eq!(catalog.count(table), 1, "{table}");
    }
    assert_eq!(catalog.count("sources"), 2);
}

#[tokio::test]
async fn what_only_the_source_knows_is_kept_as_labels() {
    let catalog = Catalog::new().await;
    catalog
        .send(record(
            "a",
            r#""root":"r0","expires":"2027-01-01T00:00:00Z","labels":{"tag":"x"}"#,
        ))
        .await
        .unwrap();
    assert_eq!(
        catalog.backup("a").labels.as_deref(),
        Some(r#"{"expires":"2027-01-01T00:00:00Z","root":"r0","tag":"x"}"#)
    );
}
