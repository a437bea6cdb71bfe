//! What happened to an entity day by day.

use super::database::OptionalRow as _;
use uuid::Uuid;

use super::codec;
use super::sql::Sql;
use super::{Store, StoreError};
use crate::domain::backup::TaskTimes;
use crate::domain::reference::EntityReference;
use crate::domain::timeline::{Day, Sums};
use crate::types::ProtectedEntityType;

impl Store {
    /// The sums of an entity's backups on each of some days, which follow one another; none, where there is no such
    /// entity of this type.
    ///
    /// One pass over the range, a row at a time: day borders of a zone are no arithmetic that a database could group
    /// by, and one entity has few backups a day.
    pub async fn timeline(
        &self,
        kind: ProtectedEntityType,
        guid: Uuid,
        days: Vec<Day>,
    ) -> Result<Option<(EntityReference, Vec<Sums>)>, StoreError> {
        self.select(move |snapshot| {
            let mut statement = snapshot.prepare_cached("SELECT id FROM entities WHERE guid = $1 AND type = $2")?;
            let id: Option<i64> = statement.query_row((guid, kind.as_str()), |row| row.get(0)).optional()?;
            let Some(id) = id else { return Ok(None) };
            if !snapshot.visible().refers(snapshot, id, "b.entity_id")? {
                return Ok(None);
            }
            let entity = snapshot.dictionary().entity(snapshot, id)?.reference.clone();
            let mut sums = vec![Sums::default(); days.len()];
            let (Some(first), Some(last)) = (days.first(), days.last()) else { return Ok(Some((entity, sums))) };
            let mut sql = Sql::new(
                "SELECT b.snapshot_time, b.status, b.size, b.transferred, b.queued_export_time, b.export_time,
                        b.queued_store_time, b.store_time
                 FROM backups b WHERE b.entity_id = ",
            );
            sql.bind(id).push(" AND b.snapshot_time >= ").bind(first.start);
            sql.push(" AND b.snapshot_time < ").bind(last.end);
            snapshot.visible().add(&mut sql, " AND ", "b", snapshot.engine());
            sql.push(" ORDER BY b.snapshot_time DESC");
            let mut statement = snapshot.prepare_cached(&sql.text)?;
            let mut rows = statement.query(&sql.values)?;
            while let Some(row) = rows.next()? {
                let time: i64 = row.get(0)?;
                let day = days.partition_point(|day| day.end <= time);
                let times = TaskTimes {
                    queued_export: row.get(4)?,
                    export: row.get(5)?,
                    queued_store: row.get(6)?,
                    store: row.get(7)?,
                };
                sums[day].add(codec::enumeration(&row, 1)?, row.get(2)?, row.get(3)?, times);
            }
            Ok(Some((entity, sums)))
        })
        .await
    }
}
