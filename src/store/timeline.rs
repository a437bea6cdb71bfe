//! What happened to an entity day by day.

use std::collections::HashMap;
use std::sync::Arc;

use uuid::Uuid;

use super::codec;
use super::database::OptionalRow as _;
use super::snapshot::Snapshot;
use super::sql::Sql;
use super::visible::Visible;
use super::{Store, StoreError};
use crate::domain::backup::TaskTimes;
use crate::domain::reference::EntityReference;
use crate::domain::timeline::{Day, Sums};
use crate::types::ProtectedEntityType;

/// Days that a connection remembers, of all timelines together: 4 MB. All are forgotten before there are more.
const DAYS: usize = 20_000;

/// An entity's days.
#[derive(Debug)]
pub struct Timeline {
    /// Whose they are.
    pub entity: EntityReference,
    /// In order, with the sums of the backups of each.
    pub days: Vec<(Day, Sums)>,
}

/// What decides on a timeline in one state of the database: of what, and who asks.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Key {
    visible: Visible,
    kind: ProtectedEntityType,
    guid: Uuid,
    days: Vec<Day>,
}

/// Timelines that a connection has read in one state of the database: the pages and the charts of an entity ask for the
/// same days again and again.
#[derive(Debug, Default)]
pub(super) struct Timelines {
    known: HashMap<Key, Arc<Timeline>>,
    days: usize,
}

impl Timelines {
    fn put(&mut self, key: Key, timeline: &Arc<Timeline>) {
        if self.days + key.days.len() > DAYS {
            *self = Self::default();
        }
        self.days += key.days.len();
        self.known.insert(key, Arc::clone(timeline));
    }
}

impl Store {
    /// The sums of an entity's backups on each of some days, which follow one another; none, where there is no such
    /// entity of this type.
    pub async fn timeline(
        &self,
        kind: ProtectedEntityType,
        guid: Uuid,
        days: Vec<Day>,
    ) -> Result<Option<Arc<Timeline>>, StoreError> {
        self.select(move |snapshot| {
            let key = Key {
                visible: snapshot.visible().clone(),
                kind,
                guid,
                days,
            };
            if let Some(known) = snapshot.timelines().known.get(&key) {
                return Ok(Some(Arc::clone(known)));
            }
            let Some(timeline) = read(snapshot, &key)?.map(Arc::new) else {
                return Ok(None);
            };
            if snapshot.may_remember() {
                snapshot.timelines().put(key, &timeline);
            }
            Ok(Some(timeline))
        })
        .await
    }
}

/// One pass over the range, a row at a time: day borders of a zone are no arithmetic that a database could group by, and
/// one entity has few backups a day.
fn read(snapshot: &Snapshot, key: &Key) -> Result<Option<Timeline>, StoreError> {
    let sql = "SELECT id FROM entities WHERE guid = $1 AND type = $2";
    let id: Option<i64> = snapshot
        .prepare_cached(sql)?
        .query_row((key.guid, key.kind.as_str()), |row| row.get(0))
        .optional()?;
    let Some(id) = id else { return Ok(None) };
    if !snapshot.visible().refers(snapshot, id, "b.entity_id")? {
        return Ok(None);
    }
    let entity = snapshot.dictionary().entity(snapshot, id)?;
    let mut days: Vec<(Day, Sums)> = (key.days.iter())
        .map(|day| (*day, Sums::default()))
        .collect();
    if let (Some(first), Some(last)) = (key.days.first(), key.days.last()) {
        let mut sql = Sql::new(
            "SELECT b.snapshot_time, b.status, b.size, b.transferred, b.queued_export_time, b.export_time,
                    b.queued_store_time, b.store_time
             FROM backups b WHERE b.entity_id = ",
        );
        sql.bind(id)
            .push(" AND b.snapshot_time >= ")
            .bind(first.start)
            .push(" AND b.snapshot_time < ")
            .bind(last.end);
        (snapshot.visible()).add(&mut sql, " AND ", "b", snapshot.engine());
        sql.push(" ORDER BY b.snapshot_time DESC");
        let mut statement = snapshot.prepare_cached(&sql.text)?;
        let mut rows = statement.query(&sql.values)?;
        while let Some(row) = rows.next()? {
            let time: i64 = row.get(0)?;
            let day = days.partition_point(|(day, _)| day.end <= time);
            let times = TaskTimes {
                queued_export: row.get(4)?,
                export: row.get(5)?,
                queued_store: row.get(6)?,
                store: row.get(7)?,
            };
            let status = codec::enumeration(&row, 1)?;
            days[day].1.add(status, row.get(2)?, row.get(3)?, times);
        }
    }
    Ok(Some(Timeline {
        entity: entity.reference.clone(),
        days,
    }))
}
