//! One backup, one kind of infrastructure.

use crate::ask::Ask;
use crate::catalog::{FIRST, SECOND, guid};
use crate::proof::Proof;

pub fn proofs() -> Vec<Proof> {
    let by_guid = |operation, folder: &str| {
        let ask = |guid: &str| Ask::get(format!("/backups/{folder}{guid}"));
        Proof::new(operation, "guid", ask(&guid(FIRST)), ask(&guid(SECOND)))
            .refusing(ask("no-guid"))
    };
    let kind = |kind: &str| Ask::get(format!("/catalog/infrastructure/{kind}"));
    vec![
        by_guid("get_backup", ""),
        by_guid("get_backup_for_restore", "for-restore/"),
        Proof::new(
            "list_infrastructure",
            "kind",
            kind("hypervisor"),
            kind("storage-provider"),
        )
        .refusing(kind("kitchen")),
    ]
}
