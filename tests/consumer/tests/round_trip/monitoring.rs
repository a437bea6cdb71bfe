//! How often something should be backed up, and what is overdue by that.

use backup_catalog::generated::client::Client;
use backup_catalog::types::{ExpectedInterval, IntervalSource, ProtectionState};

use super::report::{MACHINE, Reported};

pub async fn expected(api: &Client, reported: &Reported) {
    let entity = reported.next.protected_entity.guid;
    let body = ExpectedInterval {
        interval: Some(1),
        grace: Some(0),
    };
    let put = api.expect_of_entity().guid(entity).body(body.clone());
    assert_eq!(put.send().await.unwrap().interval, Some(1));

    let overdue = api
        .list_overdue()
        .state(vec![ProtectionState::Overdue])
        .name_like(MACHINE)
        .page(0)
        .size(1)
        .send()
        .await
        .unwrap();
    assert_eq!(overdue.headers()["x-total-count"], "1");
    let [row] = &overdue[..] else {
        panic!("{overdue:?}")
    };
    assert_eq!(row.protected_entity.guid, entity);
    let source = row.interval_source.as_ref().unwrap();
    assert_eq!(source.name, IntervalSource::Given);

    let policy = row.backup_policy.as_ref().unwrap().guid;
    let put = api.expect_of_policy().guid(policy).body(body);
    assert_eq!(put.send().await.unwrap().grace, Some(0));
}
