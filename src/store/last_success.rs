//! What is known of the newest success of each entity.

use std::collections::HashMap;

use uuid::Uuid;

use super::sql::Sql;
use super::{Store, StoreError};

/// The newest success of an entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LastSuccess {
    /// Bytes.
    pub size: i64,
    /// How long it took, waiting included, ms.
    pub duration: i64,
}

impl Store {
    /// The newest success that is still there, of each entity that has one. One step down an index for each, not a pass
    /// over all backups.
    pub async fn last_successes(&self) -> Result<HashMap<Uuid, LastSuccess>, StoreError> {
        self.select(|snapshot| {
            let mut sql = Sql::new(
                "SELECT e.guid, b.size, b.queued_export_time + b.export_time + b.queued_store_time + b.store_time
                 FROM entities e JOIN backups b ON b.id = (
                     SELECT n.id FROM backups n
                     WHERE n.entity_id = e.id AND n.status IN ('SUCCESS', 'PARTIAL_SUCCESS')",
            );
            let engine = snapshot.engine();
            snapshot.visible().add(&mut sql, " AND ", "n", engine);
            sql.push(" ORDER BY n.snapshot_time DESC, n.guid LIMIT 1)");
            let mut successes = HashMap::new();
            snapshot.query_each(&sql, |row| {
                let last = LastSuccess {
                    size: row.get(1)?,
                    duration: row.get(2)?,
                };
                successes.insert(row.get(0)?, last);
                Ok(())
            })?;
            Ok(successes)
        })
        .await
    }
}
