//! JSON bodies.

use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};

use crate::server::Server;

const BACKUP: &str = "/api/backups/0f0e5b0e-6f0c-5a52-9a4e-6f4a8a1d2c11";

async fn refused(path: &str, body: &str, status: u16, code: &str) -> Value {
    let server = Server::new();
    let answer = server.send_json("PUT", path, body.to_owned()).await;
    assert!(server.calls().is_empty(), "{body} was passed on");
    answer.error(status, code)
}

#[tokio::test]
async fn the_body_arrives_typed() {
    let server = Server::new();
    let body = r#"{"backups":["0f0e5b0e-6f0c-5a52-9a4e-6f4a8a1d2c11",{"guid":"7b0f6a52-0d0e-5f0b-8a39-5d8f7f3f9f10","name":"x"}],"value":false}"#;
    let answer = server
        .send_json("PUT", "/api/backups/warnings-acknowledged", body)
        .await;
    assert_eq!(answer.status, 200, "{}", answer.json());
    let call = server.call();
    assert!(call.contains("backups: [Uuid(0f0e5b0e-"), "{call}");
    assert!(
        call.contains("Reference(Reference { guid: 7b0f6a52-"),
        "{call}"
    );
    assert!(call.contains("value: Some(false)"), "{call}");
}

#[tokio::test]
async fn what_is_not_json_is_a_400_with_its_place() {
    for (body, place) in [
        ("", "line 1 column 0"),
        ("{\"value\":\n tru}", "line 2 column 5"),
        ("{\"value\":\"a\"} x", "line 1 column 15"),
        ("{\"value\":\"\\ud800\"}", "line 1 column 17"),
        (&"[".repeat(200), "line 1 column"),
    ] {
        let body = refused(
            &format!("{BACKUP}/description"),
            body,
            400,
            "MALFORMED_BODY",
        )
        .await;
        assert!(body["message"].as_str().unwrap().contains(place), "{body}");
    }
}

#[tokio::test]
async fn what_has_another_shape_is_a_422_that_names_the_property() {
    let long = json!({ "value": "a".repeat(4097) }).to_string();
    for (path, body, parameter) in [
        ("description", r#"{"value":1}"#, "value"),
        ("description", r#"{"value":null}"#, "value"),
        ("description", "{}", "value"),
        ("description", r#"{"value":"a","values":"b"}"#, "values"),
        ("description", r#"{"value":"a","value":"b"}"#, "value"),
        ("description", &long, "value"),
        ("warnings", r#"[{"value":"a"},{"value":2}]"#, "[1].value"),
        ("warnings", r#"[{"value":"a"},{}]"#, "[1].value"),
        ("warnings", r#"[{"value":"a","x":1}]"#, "[0].x"),
        ("warnings-acknowledged", r#"{"value":"true"}"#, "value"),
        // serde alone would read an object from a list of its values.
        ("warnings", r#"[["a"]]"#, "[0]"),
    ] {
        let body = refused(&format!("{BACKUP}/{path}"), body, 422, "UNPROCESSABLE").await;
        assert_eq!(body["parameter"], parameter, "{body}");
    }
}

#[tokio::test]
async fn a_list_of_something_else_is_a_422() {
    let body = refused(&format!("{BACKUP}/warnings"), "{}", 422, "UNPROCESSABLE").await;
    assert_eq!(body.get("parameter"), None, "{body}");
    assert_eq!(
        body["message"],
        "The body is an object; allowed is a list of at most 1000 items."
    );
}

#[tokio::test]
async fn a_list_is_no_object() {
    // serde alone would read the one from the other.
    let body = refused(
        &format!("{BACKUP}/description"),
        r#"["a"]"#,
        422,
        "UNPROCESSABLE",
    )
    .await;
    assert_eq!(
        body["message"],
        "The body is a list of 1 items; allowed is an object with value."
    );
    let path = "/api/backups/warnings-acknowledged";
    let list = r#"{"backups":[["0f0e5b0e-6f0c-5a52-9a4e-6f4a8a1d2c11"]]}"#;
    let body = refused(path, list, 422, "UNPROCESSABLE").await;
    assert_eq!(body["parameter"], "backups[0]");
}

#[tokio::test]
async fn a_choice_names_what_is_wrong_with_the_object() {
    let path = "/api/backups/warnings-acknowledged";
    for (item, parameter) in [
        (r#"{"name":"web01"}"#, "backups[0].guid"),
        (r#"{"guid":"web01"}"#, "backups[0].guid"),
        (
            r#"{"guid":"0f0e5b0e-6f0c-5a52-9a4e-6f4a8a1d2c11","id":1}"#,
            "backups[0].id",
        ),
    ] {
        let body = refused(
            path,
            &format!(r#"{{"backups":[{item}]}}"#),
            422,
            "UNPROCESSABLE",
        )
        .await;
        assert_eq!(body["parameter"], parameter, "{body}");
    }
}

#[tokio::test]
async fn a_refusal_does_not_repeat_texts() {
    let server = Server::new();
    let body = json!({ "login": "admin", "password": "secret".repeat(200) }).to_string();
    let answer = server.send_json("POST", "/api/session/login", body).await;
    let body = answer.error(422, "UNPROCESSABLE");
    assert_eq!(
        body["message"],
        "`password` is a text of 1200 characters; allowed is text of at most 1024 characters."
    );
    assert!(!body.to_string().contains("secret"), "{body}");
}

#[tokio::test]
async fn a_choice_says_what_it_takes() {
    let path = "/api/backups/warnings-acknowledged";
    let body = refused(path, r#"{"backups":["web01"]}"#, 422, "UNPROCESSABLE").await;
    assert_eq!(body["parameter"], "backups[0]");
    assert_eq!(
        body["message"],
        "`backups[0]` is a text of 5 characters; allowed is a UUID such as 0f0e5b0e-6f0c-5a52-9a4e-6f4a8a1d2c11 or an object with guid, name."
    );
}

#[tokio::test]
async fn bounds_that_the_types_do_not_hold_are_checked() {
    let guid = "0f0e5b0e-6f0c-5a52-9a4e-6f4a8a1d2c11";
    let many = json!({ "snapshots": vec![guid; 10_001] }).to_string();
    let path = "/api/backups/warnings-acknowledged";
    let body = refused(path, &many, 422, "UNPROCESSABLE").await;
    assert_eq!(body["parameter"], "snapshots");
    assert_eq!(
        body["message"],
        "`snapshots` is a list of 10001 items; allowed is a list of at most 10000 items."
    );

    let many = json!(vec![json!({ "value": "a" }); 1001]).to_string();
    let body = refused(&format!("{BACKUP}/warnings"), &many, 422, "UNPROCESSABLE").await;
    assert_eq!(
        body["message"],
        "The body is a list of 1001 items; allowed is a list of at most 1000 items."
    );
}

#[tokio::test]
async fn lengths_are_characters() {
    let server = Server::new();
    let body = json!({ "value": "ü".repeat(4096) }).to_string();
    let answer = server
        .send_json("PUT", &format!("{BACKUP}/description"), body)
        .await;
    answer.error(404, "NOT_FOUND");
    assert!(server.call().starts_with("update_backup_description"));
}

#[tokio::test]
async fn the_media_type_must_be_json() {
    let server = Server::new();
    for given in [
        None,
        Some("text/plain"),
        Some("application/jsonx"),
        Some("application/problem+json"),
    ] {
        let mut request = Request::put(format!("{BACKUP}/description"));
        if let Some(given) = given {
            request = request.header("content-type", given);
        }
        let request = request.body(Body::from(r#"{"value":"x"}"#)).unwrap();
        let body = server
            .send(request)
            .await
            .error(415, "UNSUPPORTED_MEDIA_TYPE");
        assert_eq!(body["allowed"], json!(["application/json"]));
        assert_eq!(body.get("value").and_then(Value::as_str), given);
    }
    assert!(server.calls().is_empty());
    let request = Request::put(format!("{BACKUP}/description"))
        .header("content-type", "Application/JSON; charset=utf-8")
        .body(Body::from(r#"{"value":"x"}"#))
        .unwrap();
    server.send(request).await.error(404, "NOT_FOUND");
}
