//! API tokens and the audit log.

use backup_catalog::client::Session;
use backup_catalog::generated::client::Client;
use backup_catalog::types::{AuditOutcome, TokenLoginRequest, TokenRequest};

use crate::report::Reported;

/// A token is made, used by another client, and revoked.
pub async fn tokens(api: &Client, url: &str) {
    let body = TokenRequest::builder()
        .name("eye")
        .roles(vec!["VIEWER".parse().unwrap()]);
    let made = api.create_token().body(body).send().await.unwrap();
    let (secret, token) = (&made.secret, &made.token);
    assert_eq!(
        (token.name.as_str(), token.created_by.as_str()),
        ("eye", "admin")
    );

    let session = Session::with_token(url.parse().unwrap(), secret).unwrap();
    let mine = session.api().get_session_user().send().await.unwrap();
    assert_eq!(mine.requester.name, "eye");
    let refused = session.api().list_tokens().send().await.unwrap_err();
    assert_eq!(refused.status().map(|status| status.as_u16()), Some(403));

    let body = TokenLoginRequest::builder().token(secret.clone());
    let anybody = Client::new(&format!("{url}/api"));
    let entered = anybody.login_with_token().body(body).send().await.unwrap();
    assert_eq!(entered.requester.guid, token.guid);

    let listed = api.list_tokens().size(1).send().await.unwrap();
    assert_eq!(listed.headers()["x-total-count"], "1");
    let revoked = api.revoke_token().guid(token.guid).send().await.unwrap();
    assert!(revoked.revoked.is_some(), "{revoked:?}");
    let over = session.api().check_session().send().await.unwrap_err();
    assert_eq!(over.status().map(|status| status.as_u16()), Some(401));
}

/// What was done is in the log.
pub async fn audit(api: &Client, reported: &Reported) {
    let done = api
        .list_audit()
        .action("backup.describe")
        .outcome(AuditOutcome::Done)
        .subject(reported.next.guid)
        .send()
        .await
        .unwrap();
    assert!(!done.is_empty());
    assert!(
        done.iter().all(|entry| entry.actor.name == "admin"),
        "{done:?}"
    );
    let refused = api
        .list_audit()
        .outcome(AuditOutcome::Refused)
        .action("operation.call")
        .send()
        .await
        .unwrap();
    assert_eq!(refused[0].subject.as_ref().unwrap().name, "list_tokens");
}
