//! What became of each entity's backups in a period.

use std::collections::HashMap;

use uuid::Uuid;

use super::sql::Sql;
use super::{Store, StoreError, codec};
use crate::domain::account::Account;

impl Store {
    /// The backups from `from` to `to` (epoch ms, the end excluded), and what was before, of each entity that has any: one
    /// pass over the rows.
    pub async fn accounts(&self, from: i64, to: i64) -> Result<HashMap<Uuid, Account>, StoreError> {
        self.select(move |snapshot| {
            let engine = snapshot.engine();
            let mut accounts: HashMap<i64, Account> = HashMap::new();
            let mut sql = Sql::new(
                "SELECT b.entity_id, b.snapshot_time, b.status, b.size,
                        b.queued_export_time + b.export_time + b.queued_store_time + b.store_time
                 FROM backups b WHERE b.snapshot_time >= ",
            );
            sql.bind(from).push(" AND b.snapshot_time < ").bind(to);
            snapshot.visible().add(&mut sql, " AND ", "b", engine);
            snapshot.query_each(&sql, |row| {
                let account = accounts.entry(row.get(0)?).or_default();
                account.add(row.get(1)?, codec::enumeration(row, 2)?, row.get(3)?, row.get(4)?);
                Ok(())
            })?;
            let mut sql = Sql::new(
                "SELECT b.entity_id, min(b.snapshot_time),
                        max(CASE WHEN b.status IN ('SUCCESS', 'PARTIAL_SUCCESS', 'SUCCESS_REMOVED') THEN b.snapshot_time END)
                 FROM backups b WHERE b.snapshot_time < ",
            );
            sql.bind(from);
            snapshot.visible().add(&mut sql, " AND ", "b", engine);
            sql.push(" GROUP BY b.entity_id");
            snapshot.query_each(&sql, |row| {
                let account = accounts.entry(row.get(0)?).or_default();
                account.precede(row.get(2)?, row.get(1)?);
                Ok(())
            })?;
            let mut by_guid = HashMap::with_capacity(accounts.len());
            snapshot.query_each(&Sql::new("SELECT id, guid FROM entities"), |row| {
                if let Some(account) = accounts.remove(&row.get(0)?) {
                    by_guid.insert(row.get(1)?, account);
                }
                Ok(())
            })?;
            Ok(by_guid)
        })
        .await
    }
}
