//! Transfer rates.

use serde_json::{Value, json};
use uuid::Uuid;

use super::aggregate::at_most;
use super::catalog::Catalog;
use super::wire::named;

/// The body of the request.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    pub from: Option<i64>,
    pub to: Option<i64>,
    pub entity: Option<Uuid>,
}

impl Catalog {
    /// One row a backup that has a time for the task, oldest first.
    pub fn transfer_rates(&self, task: &str, wanted: &Wanted) -> Vec<Value> {
        let time = match task {
            "EXPORT" => 1,
            "STORE" => 3,
            _ => return Vec::new(),
        };
        let mut backups: Vec<_> = self.backups.iter().collect();
        backups.retain(|it| wanted.from.is_none_or(|from| it.snapshot_time >= from));
        backups.retain(|it| wanted.to.is_none_or(|to| it.snapshot_time <= to));
        backups.retain(|it| wanted.entity.is_none_or(|entity| it.entity.guid == entity));
        backups.retain(|it| it.times[time] > 0);
        backups.sort_by_key(|it| (it.snapshot_time, it.guid));
        let row = |it: &&super::catalog::Backup| {
            let bytes = i128::from(it.transferred.unwrap_or(it.size));
            json!({
                "backup": named(&it.reference()),
                "snapshotTime": it.snapshot_time,
                "transferRate": at_most(bytes * 1_000 / i128::from(it.times[time])),
            })
        };
        backups.iter().map(row).collect()
    }
}
