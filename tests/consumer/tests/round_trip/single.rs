//! One backup, one entity.

use backup_catalog::generated::client::Client;
use backup_catalog::types::{
    GuidOrReference, ProtectedEntityType, TaskType, TransferRateQueryParameters,
};

use super::report::{Reported, SNAPSHOT};

const DAY: i64 = 86_400_000;

pub async fn one_backup(api: &Client, reported: &Reported) {
    let shown = api
        .get_backup()
        .guid(reported.next.guid)
        .send()
        .await
        .unwrap();
    assert!(shown.headers().contains_key("etag"));
    assert_eq!(
        (shown.native_id.as_deref(), shown.repository.as_deref()),
        (Some("next"), Some("r1"))
    );
    assert_eq!(
        shown
            .parents
            .iter()
            .map(|parent| parent.guid)
            .collect::<Vec<_>>(),
        [reported.full.guid]
    );
    assert_eq!(shown.mountable, Some(true));
    let again = api
        .get_backup_for_restore()
        .guid(reported.next.guid)
        .send()
        .await
        .unwrap();
    assert_eq!(again.into_inner(), shown.into_inner());
}

pub async fn timelines(api: &Client, reported: &Reported) {
    let (entity, kind) = (reported.next.protected_entity.guid, ProtectedEntityType::Vm);
    let sizes = api
        .get_size_timeline()
        .type_(kind)
        .guid(entity)
        .from(SNAPSHOT - DAY)
        .to(SNAPSHOT)
        .tz("UTC")
        .send()
        .await
        .unwrap();
    let points: Vec<_> = sizes
        .points
        .iter()
        .map(|day| (day.date.as_str(), day.size, day.count))
        .collect();
    assert_eq!(points, [("2026-11-21", 5000, 1), ("2026-11-22", 5000, 1)]);
    let times = api
        .get_time_timeline()
        .type_(kind)
        .guid(entity)
        .from(SNAPSHOT)
        .to(SNAPSHOT)
        .tz("Pacific/Auckland")
        .send()
        .await
        .unwrap();
    let points: Vec<_> = times
        .points
        .iter()
        .map(|day| (day.date.as_str(), day.task_duration_time))
        .collect();
    assert_eq!(
        (times.time_zone.as_str(), points),
        ("Pacific/Auckland", vec![("2026-11-22", 2500)])
    );
}

pub async fn transfer_rate(api: &Client, reported: &Reported) {
    let body = TransferRateQueryParameters::builder()
        .from(SNAPSHOT)
        .to(SNAPSHOT)
        .protected_entity(GuidOrReference::from(reported.next.protected_entity.guid));
    let rates = api
        .get_transfer_rate()
        .task_type(TaskType::Export)
        .body(body)
        .send()
        .await
        .unwrap();
    let rates: Vec<_> = rates
        .iter()
        .map(|row| (row.backup.guid, row.transfer_rate))
        .collect();
    assert_eq!(rates, [(reported.next.guid, 500)]);
}
