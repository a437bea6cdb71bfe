//! Query parameters.

use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};

use crate::server::Server;

async fn refused(query: &str) -> Value {
    let server = Server::new();
    let answer = server.get(&format!("/api/backups?{query}")).await;
    let body = answer.error(400, "MALFORMED_PARAMETER");
    assert!(server.calls().is_empty(), "{query} was passed on");
    body
}

async fn taken(query: &str) -> String {
    let server = Server::new();
    let answer = server.get(&format!("/api/backups?{query}")).await;
    assert_eq!(answer.status, 200, "{query}: {}", answer.json());
    server.call()
}

#[tokio::test]
async fn the_query_arrives_typed() {
    let call = taken(
        "nameLike=a+b%26c%C3%BC&status=FAILED&status=QUEUED&page=0&size=20&type=FULL&orderBy=protectedEntity.name\
         &only-mountable=true&from=-5&backup-policy=0F0E5B0E-6F0C-5A52-9A4E-6F4A8A1D2C11",
    )
    .await;
    for part in [
        r#"name_like: Some(SearchText("a b&cü"))"#,
        "status: [Failed, Queued]",
        "page: Some(0)",
        "size: Some(20)",
        "type_: Some(Full)",
        "order_by: Some(ProtectedEntityName)",
        "only_mountable: Some(true)",
        "from: Some(-5)",
        "backup_policy: [0f0e5b0e-6f0c-5a52-9a4e-6f4a8a1d2c11]",
        "filter: None",
    ] {
        assert!(call.contains(part), "{part} is missing: {call}");
    }
}

#[tokio::test]
async fn a_refusal_names_parameter_value_and_what_is_allowed() {
    let body = refused("status=FAILED&status=DONE").await;
    assert_eq!(body["parameter"], "status");
    assert_eq!(body["value"], "DONE");
    assert_eq!(
        body["message"],
        "`status` is \"DONE\"; allowed are FAILED, INPROGRESS, PARTIAL_SUCCESS, QUEUED, SUCCESS, SUCCESS_REMOVED."
    );
    assert_eq!(body["allowed"].as_array().unwrap().len(), 6);
}

#[tokio::test]
async fn values_that_are_not_of_the_type_are_refused() {
    let long = "a".repeat(1025);
    for (name, value) in [
        ("size", "0"),
        ("size", "1001"),
        ("page", "-1"),
        ("page", "2147483648"),
        ("page", "1.0"),
        ("page", "0x10"),
        ("page", "%2B1"),
        ("page", "%201"),
        ("from", "9223372036854775808"),
        ("min-size", "-1"),
        ("only-mountable", "1"),
        ("only-mountable", "on"),
        ("only-mountable", "TRUE"),
        ("node", "0f0e5b0e6f0c5a529a4e6f4a8a1d2c11"),
        ("node", "{0f0e5b0e-6f0c-5a52-9a4e-6f4a8a1d2c11}"),
        ("node", "web01"),
        ("status", "success"),
        ("type", "FULL,INCREMENTAL"),
        ("orderBy", "Size"),
        ("direction", "up"),
        ("project-uuid", "0f0e5b0e"),
        ("nameLike", long.as_str()),
    ] {
        let body = refused(&format!("{name}={value}")).await;
        assert_eq!(body["parameter"], name, "{body}");
        assert!(!body["allowed"].as_array().unwrap().is_empty(), "{body}");
    }
}

#[tokio::test]
async fn bounds_are_within() {
    for query in [
        "size=1",
        "size=1000",
        "page=0",
        "page=2147483647",
        "min-size=0",
    ] {
        taken(query).await;
    }
    let text = "ü".repeat(1024);
    let encoded = text.replace('ü', "%C3%BC");
    assert!(taken(&format!("nameLike={encoded}")).await.contains(&text));
}

#[tokio::test]
async fn a_bound_is_said_in_words() {
    let body = refused("size=1001").await;
    assert_eq!(
        body["message"],
        "`size` is \"1001\"; allowed is a whole number from 1 to 1000."
    );
    assert_eq!(body["allowed"], json!(["a whole number from 1 to 1000"]));
}

#[tokio::test]
async fn a_long_value_is_not_repeated_in_full() {
    let body = refused(&format!("node={}", "x".repeat(5000))).await;
    assert_eq!(body["value"].as_str().unwrap().chars().count(), 201);
}

#[tokio::test]
async fn an_empty_value_is_not_given() {
    let call = taken("status=&status=FAILED&status=&size=&nameLike=&node&direction=").await;
    for part in [
        "status: [Failed]",
        "size: None",
        "name_like: None",
        "node: None",
    ] {
        assert!(call.contains(part), "{part} is missing: {call}");
    }
    // So one that is empty does not make another the second.
    assert!(taken("size=&size=5").await.contains("size: Some(5)"));
}

#[tokio::test]
async fn unknown_parameters_are_ignored() {
    taken("unknown=1&unknown=2&Status=DONE&x=%ff&=&&").await;
}

#[tokio::test]
async fn a_single_value_stands_once() {
    let body = refused("size=5&size=5").await;
    assert_eq!(body["parameter"], "size");
    assert_eq!(
        body["message"],
        "`size` is given more than once (\"5\" and \"5\"); it may be given once."
    );
}

#[tokio::test]
async fn what_is_not_utf_8_is_refused() {
    for value in ["%ff", "%C3", "%", "%2", "%zz"] {
        let body = refused(&format!("nameLike=a{value}")).await;
        assert_eq!(body["parameter"], "nameLike");
        assert_eq!(
            body["message"],
            "`nameLike` is not text in UTF-8, percent-encoded."
        );
    }
    refused("%ff=1").await;
}

#[tokio::test]
async fn case_is_ignored_only_where_the_document_says_so() {
    for direction in ["asc", "ASC", "Asc"] {
        let call = taken(&format!("direction={direction}")).await;
        assert!(call.contains("direction: Some(Asc)"), "{call}");
    }
    assert!(
        taken("direction=Desc")
            .await
            .contains("direction: Some(Desc)")
    );
}

#[tokio::test]
async fn who_may_not_learns_nothing_about_parameters() {
    let server = Server::new();
    let request = Request::get("/api/backups?size=wrong").header("x-caller", "nobody");
    let answer = server.send(request.body(Body::empty()).unwrap()).await;
    let body = answer.error(401, "UNAUTHENTICATED");
    assert_eq!(body.get("parameter"), None);
}
