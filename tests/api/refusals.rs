//! Values that the 27 parameters refuse.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::support::catalog;

/// A bad value for each parameter, some have several.
const BAD: &[(&str, &str)] = &[
    ("backup-destination", "disk"),
    ("backup-policy", "nightly"),
    ("backup-rule", "b0000000-0000-4000-8000"),
    ("cloud-service-provider", "m365"),
    ("direction", "up"),
    ("fail-on-non-successful", "yes"),
    ("filter", LONG),
    ("from", "yesterday"),
    ("from", "9223372036854775808"),
    ("hypervisor", "esx1"),
    ("hypervisor-manager", "vcenter"),
    ("min-size", "-1"),
    ("min-size", "1.5"),
    ("nameLike", LONG),
    ("node", "node-a"),
    ("only-mountable", "1"),
    ("orderBy", "colour"),
    ("page", "-1"),
    ("parent-backup", "snap-1"),
    ("project-uuid", "Shop"),
    ("protected-entity", "web01"),
    ("protected-entity-type", "vm"),
    ("root-backup", "snap-1"),
    ("size", "0"),
    ("size", "1001"),
    ("status", "DONE"),
    ("storage-provider", "ceph"),
    ("to", "tomorrow"),
    ("type", "DIFFERENTIAL"),
    ("without-hidden", "no"),
];

/// 1,025 letters.
const LONG: &str = {
    const LETTERS: [u8; 1025] = [b'x'; 1025];
    match std::str::from_utf8(&LETTERS) {
        Ok(text) => text,
        Err(_) => unreachable!(),
    }
};

#[test]
fn every_parameter_of_the_contract_has_a_bad_value() {
    let document: Value = yaml_serde::from_str(include_str!("../../openapi/backups.yaml")).unwrap();
    let parameters = document["paths"]["/backups"]["get"]["parameters"]
        .as_array()
        .unwrap();
    let of_contract: BTreeSet<&str> = parameters
        .iter()
        .map(|parameter| {
            let path = parameter["$ref"].as_str().unwrap();
            document.pointer(path.trim_start_matches('#')).unwrap()["name"]
                .as_str()
                .unwrap()
        })
        .collect();
    assert_eq!(of_contract.len(), 27);
    let tested: BTreeSet<&str> = BAD.iter().map(|(parameter, _)| *parameter).collect();
    assert_eq!(tested, of_contract);
}

#[tokio::test]
async fn a_bad_value_is_refused_by_name_on_every_list() {
    let server = catalog::start().await;
    for operation in crate::seven_lists::SEVEN {
        for (parameter, value) in BAD {
            let answer = server
                .get(&format!("/api/backups{operation}?{parameter}={value}"))
                .await;
            let body = answer.json();
            let told = (
                answer.status.as_u16(),
                body["code"].as_str(),
                body["parameter"].as_str(),
            );
            assert_eq!(
                told,
                (400, Some("MALFORMED_PARAMETER"), Some(*parameter)),
                "{operation} {value} {body}"
            );
            let message = body["message"].as_str().unwrap();
            assert!(message.contains(parameter), "{message}");
        }
    }
}

#[tokio::test]
async fn a_closed_list_of_values_is_told() {
    let server = catalog::start().await;
    let body = server.get("/api/backups?status=DONE").await.json();
    assert_eq!(body["value"], "DONE");
    let allowed: Vec<&str> = body["allowed"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(Value::as_str)
        .collect();
    assert_eq!(
        allowed,
        [
            "FAILED",
            "INPROGRESS",
            "PARTIAL_SUCCESS",
            "QUEUED",
            "SUCCESS",
            "SUCCESS_REMOVED"
        ]
    );
}

#[tokio::test]
async fn a_range_that_ends_before_it_begins_is_refused() {
    let server = catalog::start().await;
    for operation in crate::seven_lists::SEVEN {
        let body = server
            .get(&format!("/api/backups{operation}?from=2&to=1"))
            .await
            .json();
        assert_eq!(
            (&body["code"], &body["parameter"], &body["value"]),
            (&"MALFORMED_PARAMETER".into(), &"from".into(), &"2".into())
        );
    }
}

#[tokio::test]
async fn a_single_value_given_twice_is_refused() {
    let server = catalog::start().await;
    let body = server.get("/api/backups?size=1&size=2").await.json();
    assert_eq!(
        (&body["code"], &body["parameter"]),
        (&"MALFORMED_PARAMETER".into(), &"size".into())
    );
}
