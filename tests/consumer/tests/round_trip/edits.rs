//! What a person changes.

use backup_catalog::generated::client::{Client, Error};
use backup_catalog::types::{ErrorCode, GuidOrReference, StringDto};

use super::report::Reported;

pub async fn description(api: &Client, reported: &Reported) {
    let guid = reported.next.guid;
    let before = api.get_backup().guid(guid).send().await.unwrap();
    let state = before.headers()["etag"].to_str().unwrap();
    let edit = |state: &str, text: &str| {
        let text = text.to_owned();
        api.update_backup_description()
            .guid(guid)
            .if_match(state)
            .body_map(|body| body.value(text))
            .send()
    };
    let after = edit(state, "after").await.unwrap();
    assert_eq!(after.description.as_deref(), Some("after"));
    assert_ne!(after.headers()["etag"].to_str().unwrap(), state);
    let late = edit(state, "late").await.unwrap_err();
    let Error::ErrorResponse(late) = late else {
        panic!("{late}")
    };
    assert_eq!(
        (late.status().as_u16(), late.code),
        (412, ErrorCode::PreconditionFailed)
    );
}

pub async fn warnings(api: &Client, reported: &Reported) {
    let guid = reported.next.guid;
    let warning = StringDto::builder().value("hot").try_into().unwrap();
    let edited = api
        .update_backup_warnings()
        .guid(guid)
        .body(vec![warning])
        .send()
        .await
        .unwrap();
    assert_eq!(
        (&edited.warnings[..], edited.warnings_acknowledged),
        (&["hot".to_owned()][..], false)
    );
    let one = api
        .acknowledge_backup_warnings()
        .guid(guid)
        .body_map(|body| body.value(true))
        .send()
        .await
        .unwrap();
    assert!(one.warnings_acknowledged);
    let both = api
        .acknowledge_warnings()
        .body_map(|body| {
            let entity = GuidOrReference::from(reported.next.protected_entity.guid);
            body.protected_entities(vec![entity]).value(false)
        })
        .send()
        .await
        .unwrap();
    let acknowledged: Vec<bool> = both
        .iter()
        .map(|backup| backup.warnings_acknowledged)
        .collect();
    assert_eq!(acknowledged, [false, false]);
}

/// What the client refuses is not sent; what the server refuses is typed.
pub async fn refusals(api: &Client, reported: &Reported) {
    let unset = api.get_backup().send().await.unwrap_err();
    assert!(matches!(unset, Error::InvalidRequest(_)), "{unset}");
    let long = api
        .list_backups()
        .name_like("x".repeat(1025))
        .send()
        .await
        .unwrap_err();
    assert!(matches!(long, Error::InvalidRequest(_)), "{long}");
    let unknown = api
        .get_backup()
        .guid(reported.next.protected_entity.guid)
        .send()
        .await
        .unwrap_err();
    let Error::ErrorResponse(unknown) = unknown else {
        panic!("{unknown}")
    };
    assert_eq!(
        (unknown.status().as_u16(), unknown.code),
        (404, ErrorCode::NotFound)
    );
    let turned = api.list_backups().from(2).to(1).send().await.unwrap_err();
    let Error::ErrorResponse(turned) = turned else {
        panic!("{turned}")
    };
    assert_eq!(turned.code, ErrorCode::MalformedParameter);
    assert!(turned.parameter.is_some(), "{turned:?}");
}
