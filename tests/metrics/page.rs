//! The text, of the small fleet of `support/catalog.rs`.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use backup_catalog::http::{HttpSettings, layers};
use backup_catalog::metrics::{Readers, router};
use http_body_util::BodyExt as _;
use serde_json::json;
use tower::ServiceExt as _;

use crate::support::catalog::{self, entity, november};
use crate::support::clock::NOON;
use crate::support::server::TestServer;

fn page(server: &TestServer, entities: usize) -> Router {
    let page = router(Arc::clone(&server.app), Readers::All, entities);
    layers(page, &HttpSettings::default())
}

async fn read(page: &Router, accept: &str) -> (String, String) {
    let request = Request::get("/metrics").header("accept", accept);
    let request = request.body(Body::empty()).unwrap();
    let answer = page.clone().oneshot(request).await.unwrap();
    assert_eq!(answer.status().as_u16(), 200);
    let kind = answer.headers()["content-type"]
        .to_str()
        .unwrap()
        .to_owned();
    let bytes = answer.into_body().collect().await.unwrap().to_bytes();
    (kind, String::from_utf8(bytes.to_vec()).unwrap())
}

/// The value of a series: a name, or a name with labels in the order in which they are written.
fn value(text: &str, series: &str) -> Option<f64> {
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix(series)?.strip_prefix(' '))?;
    Some(line.parse().unwrap())
}

fn of(n: u8, name: &str, kind: &str, policy: &str) -> String {
    let guid = entity(n);
    format!(r#"entity="{name}",guid="{guid}",type="{kind}",policy="{policy}""#)
}

#[tokio::test]
#[allow(clippy::cast_precision_loss, reason = "times of this century")]
async fn each_number_is_the_catalogs() {
    let server = catalog::start().await;
    let (kind, text) = read(&page(&server, 100), "*/*").await;
    assert_eq!(kind, "text/plain; version=0.0.4; charset=utf-8");
    let web01 = of(1, "web01:/srv", "OS_AGENT", "nightly");
    let anna = of(6, "anna", "CLOUD_USER", "");
    // Backup 3: a partial success is one, and the failures after it hide nothing.
    let seconds = november(3, 1) / 1000;
    for (series, expected) in [
        (
            format!("entity_last_success_timestamp_seconds{{{web01}}}"),
            seconds as f64,
        ),
        (
            format!("entity_last_success_age_seconds{{{web01}}}"),
            (NOON / 1000 - seconds) as f64,
        ),
        (format!("entity_last_success_size_bytes{{{web01}}}"), 1200.0),
        (
            format!("entity_last_success_duration_seconds{{{web01}}}"),
            1.0,
        ),
        (format!("entity_overdue{{{web01}}}"), 1.0),
        (
            format!("entity_last_backup_status{{{web01},status=\"FAILED\"}}"),
            1.0,
        ),
        (format!("entity_overdue{{{anna}}}"), 1.0),
        ("entities{state=\"never_succeeded\"}".to_owned(), 1.0),
        ("entities{state=\"overdue\"}".to_owned(), 4.0),
        ("entities{state=\"pending\"}".to_owned(), 1.0),
        ("entities{state=\"on_time\"}".to_owned(), 0.0),
        ("entities_over_limit".to_owned(), 0.0),
        ("backups{status=\"SUCCESS\"}".to_owned(), 5.0),
        ("backups{status=\"FAILED\"}".to_owned(), 3.0),
        (
            "backups_size_bytes{status=\"SUCCESS_REMOVED\"}".to_owned(),
            4000.0,
        ),
        ("database_up".to_owned(), 1.0),
        ("ingest_records_total{outcome=\"created\"}".to_owned(), 12.0),
        (
            "ingest_reports_total{outcome=\"mass_removal_refused\"}".to_owned(),
            0.0,
        ),
    ] {
        let found = value(&text, &format!("backup_catalog_{series}"));
        assert_eq!(found, Some(expected), "{series} in {text}");
    }
    assert_eq!(
        value(
            &text,
            &format!("backup_catalog_entity_last_success_timestamp_seconds{{{anna}}}")
        ),
        None,
        "what never succeeded has no last success"
    );
}

#[tokio::test]
async fn it_is_open_metrics_where_that_is_asked_for() {
    let server = catalog::start().await;
    let accept = "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5";
    let (kind, text) = read(&page(&server, 100), accept).await;
    assert!(kind.starts_with("application/openmetrics-text"), "{kind}");
    assert!(text.ends_with("# EOF\n"), "{text}");
    assert_eq!(text.matches("# EOF").count(), 1);
}

#[tokio::test]
async fn the_most_urgent_have_metrics_and_the_others_are_counted() {
    let server = catalog::start().await;
    let (_, text) = read(&page(&server, 2), "*/*").await;
    let shown: Vec<&str> = text
        .lines()
        .filter(|line| line.starts_with("backup_catalog_entity_overdue{"))
        .collect();
    assert_eq!(shown.len(), 2, "{shown:?}");
    assert!(shown[0].contains("anna") && shown[1].contains("db01"));
    assert_eq!(
        value(&text, "backup_catalog_entities_over_limit"),
        Some(4.0)
    );
}

#[tokio::test]
async fn the_catalog_is_read_once_in_ten_seconds() {
    let server = catalog::start().await;
    let page = page(&server, 100);
    let taken = |text: &str| value(text, "backup_catalog_sample_timestamp_seconds").unwrap();
    let first = taken(&read(&page, "*/*").await.1);
    server.clock.advance(9_999);
    assert!((taken(&read(&page, "*/*").await.1) - first).abs() < 0.001);
    server.clock.advance(1);
    assert!((taken(&read(&page, "*/*").await.1) - first - 10.0).abs() < 0.001);
}

#[tokio::test]
async fn requests_are_counted_by_operation_and_never_by_path() {
    let server = catalog::start().await;
    for path in ["/api/backups?size=1", "/api/backups?size=2", "/nowhere/1"] {
        server.get(path).await;
    }
    server.get("/api/backups?size=nonsense").await;
    let (_, text) = read(&page(&server, 0), "*/*").await;
    let count = |labels: &str| {
        value(
            &text,
            &format!("backup_catalog_http_requests_total{{{labels}}}"),
        )
    };
    assert_eq!(
        count(r#"operation="list_backups",status="200""#),
        Some(2.0),
        "{text}"
    );
    assert_eq!(count(r#"operation="list_backups",status="400""#), Some(1.0));
    assert_eq!(count(r#"operation="other",status="404""#), Some(1.0));
    assert!(!text.contains("nowhere"), "{text}");
    assert_eq!(
        value(
            &text,
            r#"backup_catalog_http_request_duration_seconds_count{operation="list_backups"}"#
        ),
        Some(3.0)
    );
}

#[tokio::test]
async fn a_refused_report_is_counted_by_why() {
    let server = TestServer::start().await;
    let inventory = |ids: &[&str]| {
        let backups: Vec<_> = ids
            .iter()
            .map(|id| json!({"v": 1, "id": id, "entity": {"name": "e"}, "status": "SUCCESS", "finished": NOON}))
            .collect();
        json!({"v": 1, "inventory": true, "source": "s", "scope": "all", "complete": true, "backups": backups})
    };
    let post = async |body| server.post("/api/catalog/ingest", &body).await.status;
    assert_eq!(post(inventory(&["1", "2", "3"])).await.as_u16(), 200);
    assert_eq!(post(inventory(&["1"])).await.as_u16(), 409);
    assert_eq!(post(json!({"v": 1, "source": "s"})).await.as_u16(), 422);
    let (_, text) = read(&page(&server, 0), "*/*").await;
    for (outcome, count) in [
        ("taken", 1.0),
        ("mass_removal_refused", 1.0),
        ("refused", 1.0),
    ] {
        let series = format!("backup_catalog_ingest_reports_total{{outcome=\"{outcome}\"}}");
        assert_eq!(value(&text, &series), Some(count), "{text}");
    }
    let last = value(&text, "backup_catalog_ingest_last_timestamp_seconds");
    assert_eq!(last.map(|last| last * 1000.0), Some(1_795_435_200_000.0));
}

#[tokio::test]
async fn a_name_cannot_be_another_series() {
    let server = TestServer::start().await;
    let name = "a\"} 1\nbackup_catalog_database_up 0\\";
    server
        .report(&[json!({
            "v": 1, "source": "s", "id": "1", "entity": {"name": name}, "status": "FAILED", "finished": NOON,
        })])
        .await;
    let (_, text) = read(&page(&server, 10), "*/*").await;
    assert_eq!(value(&text, "backup_catalog_database_up"), Some(1.0));
    assert!(
        text.contains(r#"entity="a\"} 1\nbackup_catalog_database_up 0\\""#),
        "{text}"
    );
}
