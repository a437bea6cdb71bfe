//! Query parameters.

use crate::server::Server;

#[tokio::test]
async fn the_query_arrives_typed() {
    let server = Server::new();
    let answer = server
        .get("/api/backups?nameLike=a+b%26c&status=FAILED&status=QUEUED&page=0&size=20&type=FULL&direction=DESC&project-uuid=&unknown=%ff")
        .await;
    assert_eq!(answer.status, 200, "{}", answer.json());
    assert_eq!(answer.header("x-total-count"), Some("7"));
    assert_eq!(answer.json(), serde_json::json!([]));
    let call = server.call();
    for part in [
        r#"name_like: Some(SearchText("a b&c"))"#,
        "status: [Failed, Queued]",
        "page: Some(0)",
        "size: Some(20)",
        "type_: Some(Full)",
        "direction: Some(Desc)",
        "project_uuid: None",
    ] {
        assert!(call.contains(part), "{part} is missing: {call}");
    }
}

#[tokio::test]
async fn a_refusal_names_parameter_value_and_what_is_allowed() {
    let server = Server::new();
    let answer = server.get("/api/backups?status=FAILED&status=DONE").await;
    let body = answer.error(400, "MALFORMED_PARAMETER");
    assert_eq!(body["parameter"], "status");
    assert_eq!(body["value"], "DONE");
    assert_eq!(
        body["message"],
        "`status` is \"DONE\"; allowed are FAILED, INPROGRESS, PARTIAL_SUCCESS, QUEUED, SUCCESS, SUCCESS_REMOVED."
    );
    assert_eq!(body["allowed"].as_array().unwrap().len(), 6);
}
