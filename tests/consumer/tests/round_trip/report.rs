//! Two backups of one machine, with everything that a filter can ask for.

use std::collections::BTreeMap;

use backup_catalog::generated::client::Client;
use backup_catalog::types::{BackupDetails, InfrastructureKind};

/// The machine's name, which nothing in the demo has.
pub const MACHINE: &str = "consumer-vm-4711";

/// Epoch ms of the second backup: 2026-11-22 03:00 UTC.
pub const SNAPSHOT: i64 = 1_795_316_400_000;

const RECORDS: &str = r#"[
  {"v":1,"source":"consumer","id":"full","repository":"r1","type":"FULL","snapshotTime":"2026-11-21T03:00:00Z","finished":"2026-11-21T03:01:00Z","ENTITY":0},
  {"v":1,"source":"consumer","id":"next","repository":"r1","parent":"full","snapshotTime":"2026-11-22T03:00:00Z","finished":"2026-11-22T03:01:00Z","ENTITY":0}
]"#;

const COMMON: &str = r#""entity":{"name":"consumer-vm-4711","type":"VM",
    "project":{"uuid":"6f0c5f70-1c1f-4c0b-9a63-5d1f0a7c2b11","name":"consumer-project"},
    "hypervisor":"consumer-hypervisor","hypervisorManager":"consumer-manager",
    "storageProvider":"consumer-storage","cloudServiceProvider":"consumer-cloud"},
  "status":"SUCCESS","size":5000,"transferred":1000,"objects":7,"mountable":true,"description":"before",
  "destination":"consumer-destination","node":"consumer-node","policy":"consumer-policy","rule":"consumer-rule",
  "times":{"queuedExport":0,"export":2000,"queuedStore":0,"store":500},"warnings":["one disk was skipped"]"#;

/// What was reported, as the server has it.
pub struct Reported {
    /// The full backup.
    pub full: BackupDetails,
    /// Its child.
    pub next: BackupDetails,
    /// Guids of the machine's infrastructure, by kind.
    pub infrastructure: BTreeMap<InfrastructureKind, backup_catalog::types::NameAndGuid>,
}

impl Reported {
    /// Reports both, and reads them.
    pub async fn report(api: &Client) -> Self {
        let records = RECORDS.replace(r#""ENTITY":0"#, COMMON);
        let send = || {
            api.ingest()
                .atomic(true)
                .strict(true)
                .allow_mass_removal(false)
                .body(records.clone())
                .send()
        };
        let first = send().await.unwrap().into_inner();
        assert_eq!((first.created, first.rejected.len()), (2, 0), "{first:?}");
        let second = send().await.unwrap().into_inner();
        assert_eq!((second.created, second.unchanged), (0, 2), "{second:?}");

        let found = api
            .list_backups_detailed()
            .name_like(MACHINE)
            .send()
            .await
            .unwrap();
        assert_eq!(found.headers()["x-total-count"], "2");
        let [next, full] = <[BackupDetails; 2]>::try_from(found.into_inner()).unwrap();
        assert_eq!((next.snapshot_time, next.size), (SNAPSHOT, 5000));
        let mut infrastructure = BTreeMap::new();
        for kind in [
            InfrastructureKind::CloudServiceProvider,
            InfrastructureKind::Hypervisor,
            InfrastructureKind::HypervisorManager,
            InfrastructureKind::StorageProvider,
        ] {
            let found = api
                .list_infrastructure()
                .kind(kind)
                .name_like("consumer-")
                .send()
                .await
                .unwrap();
            let [one] = <[_; 1]>::try_from(found.into_inner()).unwrap();
            infrastructure.insert(kind, one);
        }
        Self {
            full,
            next,
            infrastructure,
        }
    }
}
