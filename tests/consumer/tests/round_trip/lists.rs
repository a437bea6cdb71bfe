//! The seven lists and their parameters.

use backup_catalog::generated::client::Client;
use backup_catalog::types::{
    BackupOrder, BackupStatus, BackupType, InfrastructureKind, ProtectedEntityType, SortDirection,
};

use super::report::{MACHINE, Reported, SNAPSHOT};

/// All 27 at once select one backup; each of those that could select another one does, alone.
pub async fn all_parameters(api: &Client, reported: &Reported) {
    let next = &reported.next;
    let infrastructure = |kind| reported.infrastructure[&kind].guid;
    let found = api
        .list_backups()
        .backup_destination(next.backup_locations[0].backup_destination.guid)
        .backup_policy(vec![next.backup_policy.as_ref().unwrap().guid])
        .backup_rule(next.backup_rule.as_ref().unwrap().guid)
        .cloud_service_provider(infrastructure(InfrastructureKind::CloudServiceProvider))
        .direction(SortDirection::Desc)
        .fail_on_non_successful(true)
        .filter(MACHINE)
        .from(SNAPSHOT)
        .hypervisor(infrastructure(InfrastructureKind::Hypervisor))
        .hypervisor_manager(infrastructure(InfrastructureKind::HypervisorManager))
        .min_size(5000)
        .name_like(MACHINE)
        .node(next.node.as_ref().unwrap().guid)
        .only_mountable(true)
        .order_by(BackupOrder::SnapshotTime)
        .page(0)
        .parent_backup(reported.full.guid)
        .project_uuid("6f0c5f70-1c1f-4c0b-9a63-5d1f0a7c2b11")
        .protected_entity(next.protected_entity.guid)
        .protected_entity_type(ProtectedEntityType::Vm)
        .root_backup(reported.full.guid)
        .size(20)
        .status(vec![BackupStatus::Success, BackupStatus::PartialSuccess])
        .storage_provider(infrastructure(InfrastructureKind::StorageProvider))
        .to(SNAPSHOT)
        .type_(BackupType::Incremental)
        .without_hidden(true)
        .send()
        .await
        .unwrap();
    let guids: Vec<_> = found.iter().map(|backup| backup.guid).collect();
    assert_eq!(guids, [next.guid]);
    assert_eq!(found[0].description.as_deref(), Some("before"));

    let entity = next.protected_entity.guid;
    let of = || api.list_backups().protected_entity(entity);
    for (list, expected) in [
        (of(), 2),
        (of().size(1), 1),
        (of().size(1).page(2), 0),
        (of().from(SNAPSHOT), 1),
        (of().to(SNAPSHOT - 1), 1),
        (of().from(SNAPSHOT + 1), 0),
        (of().type_(BackupType::Full), 1),
        (
            of().status(vec![BackupStatus::Failed, BackupStatus::Success]),
            2,
        ),
        (of().status(vec![BackupStatus::Failed]), 0),
        (of().min_size(5001), 0),
        (of().parent_backup(reported.full.guid), 1),
        (of().root_backup(reported.full.guid), 2),
        (of().node(entity), 0),
    ] {
        let found = list.send().await.unwrap();
        assert_eq!(found.len(), expected);
    }
    let oldest = of()
        .direction(SortDirection::Asc)
        .order_by(BackupOrder::SnapshotTime)
        .send()
        .await
        .unwrap();
    assert_eq!(oldest[0].guid, reported.full.guid);
}

/// The same two backups in all seven.
pub async fn all_views(api: &Client, reported: &Reported) {
    let entity = reported.next.protected_entity.guid;
    let detailed = api
        .list_backups_detailed()
        .protected_entity(entity)
        .send()
        .await
        .unwrap();
    assert_eq!(
        detailed
            .iter()
            .filter_map(|backup| backup.chain_position)
            .collect::<Vec<_>>(),
        [1, 0]
    );

    let grouped = api
        .list_backups_grouped()
        .protected_entity(entity)
        .send()
        .await
        .unwrap();
    let [newest] = &grouped[..] else {
        panic!("{grouped:?}")
    };
    assert_eq!(
        (newest.guid, newest.attempts, newest.failed_attempts),
        (reported.next.guid, Some(2), Some(0))
    );

    let sums = api
        .get_aggregated_statistics()
        .protected_entity(entity)
        .send()
        .await
        .unwrap();
    let sums: Vec<_> = sums
        .iter()
        .map(|row| (row.type_.name, row.count, row.size, row.duration))
        .collect();
    assert_eq!(
        sums,
        [
            (BackupType::Full, 1, 5000, 2500),
            (BackupType::Incremental, 1, 5000, 2500)
        ]
    );

    #[expect(deprecated, reason = "the vendor's clients may use it still")]
    let newest = api
        .get_grouped_aggregated_statistics()
        .protected_entity(entity)
        .send()
        .await
        .unwrap();
    assert!(
        newest.headers()["deprecation"]
            .to_str()
            .unwrap()
            .starts_with('@')
    );
    let newest: Vec<_> = newest
        .iter()
        .map(|row| (row.type_.name, row.count))
        .collect();
    assert_eq!(newest, [(BackupType::Incremental, 1)]);

    let sizes = api
        .get_size_statistics()
        .protected_entity(entity)
        .send()
        .await
        .unwrap();
    let sizes: Vec<_> = sizes
        .iter()
        .map(|row| (row.size, row.effective_backup_size))
        .collect();
    assert_eq!(sizes, [(5000, Some(1000)); 2]);

    let times = api
        .get_time_statistics()
        .protected_entity(entity)
        .send()
        .await
        .unwrap();
    let times: Vec<_> = times
        .iter()
        .map(|row| (row.export_time, row.store_time, row.task_duration_time))
        .collect();
    assert_eq!(times, [(2000, 500, 2500); 2]);
}
