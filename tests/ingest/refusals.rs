//! What is wrong with a record is said precisely, and nothing of it is stored.

use backup_catalog::domain::record::{Rules, from_text};

use crate::catalog::{Catalog, counts};
use backup_catalog::ingest::Options;

/// A record with the given properties put in front of the smallest ones.
fn with(properties: &str) -> String {
    format!(
        r#"{{{properties},"source":"a","entity":{{"name":"x"}},"status":"SUCCESS","finished":5}}"#
    )
}

fn refusal(text: &str) -> (Option<String>, String) {
    let refusal = from_text(text, Rules::default()).expect_err(text);
    (refusal.field, refusal.reason)
}

/// Asserts that the record is refused because of this field, with words that contain these.
fn refused(text: &str, field: &str, words: &str) {
    let (found, reason) = refusal(text);
    assert_eq!(found.as_deref(), Some(field), "{reason}");
    assert!(reason.contains(words), "{reason:?} does not say {words:?}");
}

#[test]
fn what_is_required_is_named() {
    refused(
        r#"{"entity":{"name":"x"},"status":"SUCCESS","started":1}"#,
        "source",
        "missing",
    );
    refused(
        r#"{"source":"a","status":"SUCCESS","started":1}"#,
        "entity.name",
        "missing",
    );
    refused(
        r#"{"source":"a","entity":{"name":null},"status":"SUCCESS","started":1}"#,
        "entity.name",
        "missing",
    );
    refused(
        r#"{"source":"a","entity":{"name":"x"},"started":1}"#,
        "status",
        "`status` or `exitCode`",
    );
    refused(
        r#"{"source":"a","entity":{"name":"x"},"status":"SUCCESS"}"#,
        "finished",
        "`finished` or `started`",
    );
    refused(
        r#"{"source":"a","status":"REMOVED"}"#,
        "id",
        "REMOVED needs",
    );
}

#[test]
fn types_are_told() {
    refused(&with(r#""v":2"#), "v", "version 1");
    refused(
        &with(r#""id":true"#),
        "id",
        "is a boolean; it must be a text",
    );
    refused(
        &with(r#""entity":"web01""#).replace(r#","entity":{"name":"x"}"#, ""),
        "entity",
        "must be an object",
    );
    refused(&with(r#""hidden":"yes""#), "hidden", "true or false");
    refused(
        &with(r#""destination":{"guid":"x","name":"d"}"#),
        "destination.guid",
        "must be a guid",
    );
    refused(
        &with(r#""destination":{"guid":"7b0f6a52-0d0e-5f0b-8a39-5d8f7f3f9f10"}"#),
        "destination.name",
        "missing",
    );
    refused(&with(r#""node":"""#), "node", "empty name");
    refused(
        &with(r#""warnings":["a",{"code":"X"}]"#),
        "warnings[1].message",
        "missing",
    );
    refused(
        &with(r#""locations":[{"destination":"d","role":"FIRST"}]"#),
        "locations[0].role",
        "PRIMARY",
    );
    refused(
        &with(r#""origin":{"type":"USER"}"#),
        "origin.name",
        "missing",
    );
}

#[test]
fn words_are_listed() {
    refused(
        &with(r#""type":"DIFF""#),
        "type",
        "FULL, INCREMENTAL, SYNCHRONIZATION, SYNTHETIC",
    );
    let (_, reason) = refusal(r#"{"source":"a","entity":{"name":"x"},"status":"OK","started":1}"#);
    assert!(
        reason.contains("\"OK\"")
            && reason.contains("PARTIAL_SUCCESS")
            && reason.contains("REMOVED"),
        "{reason}"
    );
}

#[test]
fn times_have_an_offset_and_an_order() {
    refused(
        &with(r#""started":"2026-11-23T07:53:03""#),
        "started",
        "local time without an offset",
    );
    refused(
        &with(r#""started":"2026-11-23 07:53""#),
        "started",
        "local time without an offset",
    );
    refused(&with(r#""started":"yesterday""#), "started", "RFC 3339");
    refused(
        &with(r#""started":"2026-02-30T00:00:00Z""#),
        "started",
        "RFC 3339",
    );
    refused(&with(r#""started":1.5"#), "started", "whole milliseconds");
    refused(&with(r#""started":253402300800000"#), "started", "9999");
    refused(&with(r#""started":6"#), "finished", "1 ms before `started`");
    let time = |text: &str| {
        from_text(
            &with(&format!(r#""snapshotTime":"{text}""#)),
            Rules::default(),
        )
        .unwrap()
        .snapshot_time
    };
    assert_eq!(time("1970-01-01T00:00:00.0019999Z"), Some(1));
    assert_eq!(time("1969-12-31T23:59:59.9985Z"), Some(-2));
    assert_eq!(time("1970-01-01T01:00:00+01:00"), Some(0));
    assert_eq!(
        time("2026-11-23T07:53:03.498377749+00:00"),
        Some(1_795_420_383_498)
    );
}

#[test]
fn counts_are_whole_and_exact() {
    refused(&with(r#""size":-1"#), "size", "0 to 9007199254740991");
    refused(
        &with(r#""size":9007199254740992"#),
        "size",
        "0 to 9007199254740991",
    );
    refused(&with(r#""size":1.5"#), "size", "whole number");
    refused(
        &with(r#""size":18446744073709551616"#),
        "size",
        "whole number",
    );
    refused(&with(r#""size":"12""#), "size", "is a text");
    refused(&with(r#""times":{"export":-5}"#), "times.export", "0 to");
    refused(
        &with(r#""files":1,"objects":2"#),
        "files",
        "two names of one number",
    );
    let size = |text: &str| {
        from_text(&with(&format!(r#""size":{text}"#)), Rules::default())
            .unwrap()
            .size
    };
    assert_eq!(size("9007199254740991"), Some(9_007_199_254_740_991));
    assert_eq!(size("1e3"), Some(1000));
    assert_eq!(size("null"), None);
}

#[test]
fn texts_are_bounded() {
    refused(
        &with(&format!(r#""node":"{}""#, "ä".repeat(1025))),
        "node",
        "1025 characters; 1024 are allowed",
    );
    assert!(
        from_text(
            &with(&format!(r#""node":"{}""#, "ä".repeat(1024))),
            Rules::default()
        )
        .is_ok()
    );
    refused(&with(r#""id":"a\nb""#), "id", "line end");
    refused(&with(r#""repository":"a\nb""#), "repository", "line end");
    refused(&with(r#""id":"""#), "id", "empty");
    refused(&with(r#""policy":"a\u0000b""#), "policy", "U+0000");
    refused(
        &with(&format!(r#""description":"{}""#, "x".repeat(4097))),
        "description",
        "4096",
    );
    let labels: Vec<String> = (0..257).map(|n| format!(r#""k{n}":"v""#)).collect();
    refused(
        &with(&format!(r#""labels":{{{}}}"#, labels.join(","))),
        "labels",
        "256",
    );
}

#[test]
fn locations_contradict_nothing() {
    refused(
        &with(r#""locations":[{"destination":"d"},{"destination":"d"}]"#),
        "locations[1].destination",
        "twice",
    );
    refused(
        &with(r#""destination":"e","locations":[{"destination":"d"}]"#),
        "destination",
        "not among",
    );
    refused(
        &with(r#""locations":[{"role":"PRIMARY"}]"#),
        "locations[0].destination",
        "missing",
    );
}

#[test]
fn broken_json_is_told_with_its_place() {
    let (field, reason) = refusal(r#"{"source":"a","#);
    assert_eq!(field, None);
    assert!(
        reason.contains("not a JSON object") && reason.contains("column 14"),
        "{reason}"
    );
    assert!(
        refusal("[1]").1.contains("this is an array"),
        "{:?}",
        refusal("[1]")
    );
    assert!(refusal("hello").1.contains("not a JSON object"));
    refused(&with(r#""source":"b""#), "source", "twice");
    refused(&with(r#""labels":{"a":1,"a":2}"#), "a", "twice");
    let deep = format!(r#"{{"x":{}1{}}}"#, "[".repeat(200), "]".repeat(200));
    assert!(
        refusal(&deep).1.contains("recursion"),
        "{:?}",
        refusal(&deep)
    );
}

#[test]
fn unknown_properties_are_labels_unless_strict() {
    let text = with(r#""colour":"blue","n":{"a":[1,2]},"labels":{"n":"kept"}"#)
        .replace(r#""name":"x""#, r#""name":"x","os":"linux""#);
    let record = from_text(&text, Rules::default()).unwrap();
    let labels: Vec<(&str, &str)> = record
        .labels
        .iter()
        .map(|(key, value)| (key.as_str(), value.as_str()))
        .collect();
    assert_eq!(
        labels,
        [("colour", "blue"), ("entity.os", "linux"), ("n", "kept")]
    );
    let strict = Rules {
        strict: true,
        source: None,
    };
    let refusal = from_text(&text, strict).unwrap_err();
    assert_eq!(refusal.field.as_deref(), Some("colour"));
}

#[tokio::test]
async fn a_refused_record_leaves_no_trace() {
    let catalog = Catalog::new().await;
    let line =
        r#"{"source":"nobody","entity":{"name":"x"},"policy":"p","status":"REMOVED","id":"gone"}"#;
    assert_eq!(counts(&catalog.send(line).await.unwrap()), (0, 0, 0, 0, 1));
    for table in ["sources", "repositories", "policies", "entities", "backups"] {
        assert_eq!(catalog.count(table), 0, "{table}");
    }
}

#[tokio::test]
async fn atomic_is_all_or_nothing() {
    let catalog = Catalog::new().await;
    let body = format!(
        "{}\n{}\n{}",
        with(r#""id":"1""#),
        with(r#""size":-1"#),
        with(r#""id":"2""#)
    );
    let options = Options {
        atomic: true,
        ..Options::default()
    };
    let error = catalog.send_with(&body, options).await.unwrap_err();
    assert!(
        error.to_string().contains("1 records were refused"),
        "{error}"
    );
    assert_eq!(catalog.count("backups"), 0);
    assert_eq!(counts(&catalog.send(&body).await.unwrap()), (2, 0, 0, 0, 1));
}

#[tokio::test]
async fn the_first_thousand_rejections_are_listed_and_all_counted() {
    let catalog = Catalog::new().await;
    let report = catalog.send("{}\n".repeat(1500)).await.unwrap();
    assert_eq!((report.rejected.len(), report.rejected_count), (1000, 1500));
    assert_eq!(report.rejected[999].line, 1000);
    assert!(report.nothing_taken());
}
