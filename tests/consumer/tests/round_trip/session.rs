//! Logging in and out, and who is there.

use backup_catalog::generated::client::{Client, Error};
use backup_catalog::types::{ErrorCode, LoginRequest};

/// Without the hand-written layer: the cookie is in a header.
pub async fn raw_log_in(url: &str) {
    let client = Client::new(&format!("{url}/api"));
    let body = LoginRequest::builder().login("admin").password("demo");
    let answer = client.login().body(body).send().await.unwrap();
    assert_eq!(answer.requester.name, "admin");
    assert!(
        answer.headers()["set-cookie"]
            .to_str()
            .unwrap()
            .starts_with("SESSION=")
    );
    let refused = client
        .login()
        .body_map(|body| body.login("admin").password("wrong"))
        .send()
        .await
        .unwrap_err();
    let Error::ErrorResponse(refused) = refused else {
        panic!("{refused}")
    };
    assert_eq!(
        (refused.status().as_u16(), refused.code),
        (401, ErrorCode::Unauthenticated)
    );
    // Nobody is asked for a session here.
    let health = client.get_health().send().await.unwrap();
    assert_eq!(
        (health.status.as_str(), health.database.as_str()),
        ("ok", "sqlite")
    );
}

pub async fn information(api: &Client) {
    assert_eq!(
        api.check_session().send().await.unwrap().status().as_u16(),
        204
    );
    let user = api.get_session_user().send().await.unwrap();
    assert_eq!(user.requester.name, "admin");
    assert!(
        user.privileges
            .iter()
            .any(|privilege| privilege.name == "VIEW"),
        "{user:?}"
    );
}

pub async fn end(api: &Client) {
    assert_eq!(api.logout().send().await.unwrap().status().as_u16(), 204);
    let refused = api.check_session().send().await.unwrap_err();
    assert_eq!(refused.status().map(|status| status.as_u16()), Some(401));
}
