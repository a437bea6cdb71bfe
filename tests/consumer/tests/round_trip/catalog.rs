//! Look-ups: each finds what was reported, by its name.

use backup_catalog::generated::client::Client;

use super::report::{MACHINE, Reported};

pub async fn look_ups(api: &Client, reported: &Reported) {
    let entities = api
        .list_entities()
        .name_like(MACHINE)
        .page(0)
        .size(1)
        .send()
        .await
        .unwrap();
    assert_eq!(entities.headers()["x-total-count"], "1");
    let [entity] = &entities[..] else {
        panic!("{entities:?}")
    };
    assert_eq!(entity.guid, reported.next.protected_entity.guid);
    assert_eq!(
        entity.hypervisor.as_ref().unwrap().name,
        "consumer-hypervisor"
    );

    let rules = api
        .list_rules()
        .name_like("consumer-")
        .send()
        .await
        .unwrap();
    let [rule] = &rules[..] else {
        panic!("{rules:?}")
    };
    assert_eq!(
        Some(rule.guid),
        reported.next.backup_rule.as_ref().map(|rule| rule.guid)
    );
    assert_eq!(rule.backup_policy.as_ref().unwrap().name, "consumer-policy");

    let found = [
        api.list_policies()
            .name_like("consumer-")
            .send()
            .await
            .unwrap()
            .into_inner(),
        api.list_destinations()
            .name_like("consumer-")
            .send()
            .await
            .unwrap()
            .into_inner(),
        api.list_nodes()
            .name_like("consumer-")
            .send()
            .await
            .unwrap()
            .into_inner(),
        api.list_sources()
            .name_like("consumer")
            .send()
            .await
            .unwrap()
            .into_inner(),
        api.list_projects()
            .name_like("consumer-")
            .send()
            .await
            .unwrap()
            .into_inner(),
    ];
    let names: Vec<&str> = found
        .iter()
        .flatten()
        .map(|one| one.name.as_str())
        .collect();
    assert_eq!(
        names,
        [
            "consumer-policy",
            "consumer-destination",
            "consumer-node",
            "consumer",
            "consumer-project"
        ]
    );
}
