//! The reports.

use backup_catalog::verify::{Options, Outcome, report};
use serde_json::Value;

use super::server::{Holding, serve};
use super::zoo;

async fn outcome(defect: &str, only: &[&str]) -> Outcome {
    let server = serve(Holding::Fleet, zoo::named(defect)).await;
    let only = only.iter().map(ToString::to_string).collect();
    server
        .verify(Options {
            only,
            ..server.options()
        })
        .await
}

#[tokio::test]
async fn the_text_says_what_was_asked_what_came_what_was_expected_and_where_that_is_written() {
    let outcome = outcome(
        "from is exclusive",
        &["meaning/filter/from", "meaning/order/archiveExpire"],
    )
    .await;
    let text = report::text(&outcome);
    insta::with_settings!({
        filters => vec![
            (r"http://127\.0\.0\.1:\d+", "http://SERVER"),
            (r"\d+ requests in \d+\.\d s", "N requests in T s"),
        ],
        omit_expression => true,
        prepend_module_to_snapshot => false,
    }, {
        insta::assert_snapshot!("from_is_exclusive", text);
    });
}

#[tokio::test]
async fn the_json_has_every_check_and_every_finding() {
    let outcome = outcome(
        "a sum is off by one",
        &["meaning/statistics", "meaning/order/default"],
    )
    .await;
    let json = report::json(&outcome);
    assert_eq!(json["profile"], "full");
    assert_eq!(json["readOnly"], false);
    assert_eq!(json["ended"], Value::Null);
    let state = |id: &str| {
        let checks = json["checks"].as_array().unwrap();
        let check = checks
            .iter()
            .find(|check| check["id"] == id)
            .unwrap_or_else(|| panic!("{id}"));
        check["state"].as_str().unwrap().to_owned()
    };
    assert_eq!(state("meaning/order/default"), "held");
    assert_eq!(state("meaning/statistics/aggregated"), "failed");
    assert_eq!(state("meaning/statistics/sizes"), "held");
    assert_eq!(state("edits/put-back"), "skipped");
    let finding = &json["checks"]
        .as_array()
        .unwrap()
        .iter()
        .find(|check| check["state"] == "failed")
        .unwrap()["findings"][0];
    for key in ["request", "got", "expected", "document"] {
        assert!(
            finding[key].as_str().is_some_and(|text| !text.is_empty()),
            "{key}: {finding}"
        );
    }
    assert!(
        finding["request"]
            .as_str()
            .unwrap()
            .starts_with("GET http://127.0.0.1:"),
        "{finding}"
    );
}

#[tokio::test]
async fn the_junit_report_has_a_case_for_each_check() {
    let outcome = outcome(
        "a sum is off by one",
        &["meaning/statistics", "meaning/order/default"],
    )
    .await;
    let xml = report::junit(&outcome).unwrap();
    let read = quick_junit::Report::deserialize_from_str(&xml).unwrap();
    assert_eq!(read.tests, outcome.checks.len());
    assert_eq!(read.failures, 1);
    let suites: Vec<&str> = read
        .test_suites
        .iter()
        .map(|suite| suite.name.as_str())
        .collect();
    assert_eq!(suites, ["meaning", "edits"]);
    let message = r#"message="GET http://127.0.0.1"#;
    assert!(
        xml.contains(message) && xml.contains("computed from the list"),
        "{xml}"
    );
}

/// A backup's name is text of whoever reported it: it must not break the XML, nor steer a terminal.
#[tokio::test]
async fn what_a_server_says_cannot_break_a_report() {
    let evil = super::defect::after("evil", "meaning/agreement", |asked, reply| {
        if asked.path == "/backups" && reply.is_success() {
            reply.each(|row| row["protectedEntity"]["name"] = "\u{1b}[2J]]>\u{0}<evil/>&".into());
        }
    });
    let server = serve(Holding::Fleet, Some(evil)).await;
    let outcome = server
        .verify(Options {
            only: vec!["meaning/agreement".to_owned()],
            ..server.options()
        })
        .await;
    let xml = report::junit(&outcome).unwrap();
    let read = quick_junit::Report::deserialize_from_str(&xml).unwrap();
    assert_eq!(read.failures, 1);
    assert!(!xml.contains("<evil/>"), "{xml}");
    let text = report::text(&outcome);
    assert!(
        !text.contains('\u{1b}') && text.contains("<evil/>"),
        "{text}"
    );
}
