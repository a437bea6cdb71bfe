//! Names where the API has guids.

use serde_json::Value;

use crate::filled;
use crate::program::Server;

fn count(server: &Server, arguments: &[&str]) -> usize {
    let rows = server.run(&[&["list", "-o", "json"], arguments].concat());
    rows.json().as_array().unwrap().len()
}

#[test]
fn a_name_selects_as_its_guid_does() {
    let server = filled();
    for (arguments, expected) in [
        (&["--entity", "web01:/srv"][..], 2),
        (&["--protected-entity", "WEB01:/SRV"], 2),
        (&["--destination", "vault"], 1),
        (&["--policy", "nightly"], 1),
        (&["--policy", "nightly", "--entity", "orders"], 0),
    ] {
        assert_eq!(count(&server, arguments), expected, "{arguments:?}");
    }
    let sums = server.run(&["stats", "--entity", "orders", "-o", "json"]);
    assert_eq!(sums.json()[0]["count"], 1);
}

#[test]
fn a_name_of_nothing_is_said_with_what_comes_near() {
    let server = filled();
    let said = server.run(&["list", "--entity", "web01"]).failed(1);
    assert!(
        said.contains("there is no protected entity `web01`; there is `web01:/srv`"),
        "{said}"
    );
    let said = server.run(&["stats", "--policy", "weekly"]).failed(1);
    assert!(said.contains("there is no policy `weekly`\n"), "{said}");
}

#[test]
fn a_name_of_two_things_is_not_guessed() {
    let server = filled();
    let record = r#"{"v":1,"source":"s","id":"9","entity":{"type":"VM","name":"orders"},"status":"SUCCESS","started":0}"#;
    server.pipe(&["ingest", "-"], record).ok();
    let said = server.run(&["list", "--entity", "orders"]).failed(2);
    assert!(
        said.contains("2 of the kind protected entity are called `orders`"),
        "{said}"
    );
}

#[test]
fn warnings_are_acknowledged_by_backup_entity_or_destination_and_back() {
    let server = filled();
    let warned = || {
        let rows = server.run(&["list", "--entity", "orders", "-o", "json"]);
        rows.json()[0].clone()
    };
    let guid = warned()["guid"].as_str().unwrap().to_owned();
    let acknowledged = |value: &Value| value["warningsAcknowledged"] == true;
    let ways: [&[&str]; 3] = [
        &[&guid],
        &["--entity", "orders"],
        &["--destination", "vault"],
    ];
    for way in ways {
        let table = server.run(&[&["ack"], way].concat()).ok();
        assert!(
            table.contains("ACKNOWLEDGED") && table.contains("yes"),
            "{table}"
        );
        assert!(acknowledged(&warned()), "{way:?}");
        let undone = server.run(&[&["ack", "--undo", "-o", "json"], way].concat());
        assert_eq!(undone.json()[0]["warningsAcknowledged"], false);
        assert!(!acknowledged(&warned()), "{way:?}");
    }
    server.run(&["ack"]).failed(2);
    let unknown = "0f0e5b0e-6f0c-5a52-9a4e-6f4a8a1d2c11";
    server.run(&["ack", &guid, unknown]).failed(1);
    assert!(!acknowledged(&warned()), "all or nothing");
}
