//! Backups that were looked up together, before their records are taken one by one.
//!
//! A server answers a question about a thousand backups in about the time of one about ten. SQLite has no such way to
//! go, and looks each one up when it is its turn.

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use super::chain::Link;
use super::find::Known;
use super::report::Numbered;
use super::{copies, row};
use crate::domain::facts::Copied;
use crate::store::StoreError;
use crate::store::database::Transaction;
use crate::store::sql::Sql;

/// Records that are looked at together.
pub(super) const TOGETHER: usize = 1_000;

/// What is known of some guids, as long as nothing of it has changed.
#[derive(Debug, Default)]
pub(super) struct Ahead {
    known: HashMap<Uuid, Known>,
    /// Where parents stand: of them nothing else is needed.
    links: HashMap<Uuid, Link>,
    absent: HashSet<Uuid>,
}

/// What is known of a guid.
#[derive(Debug)]
pub(super) enum Sight<'a> {
    /// It is a backup's.
    Known(&'a Known),
    /// It is no backup's, nor an alias of one.
    Absent,
    /// Nothing: it has to be looked up.
    Unseen,
}

impl Ahead {
    /// Looks up whatever these records may mean, and their parents.
    pub(super) fn look(
        transaction: &Transaction<'_>,
        records: &[Numbered],
        aliases: bool,
    ) -> Result<Self, StoreError> {
        let keys = records.iter().filter_map(Numbered::keys);
        let guids: HashSet<Uuid> = keys
            .flat_map(|keys| [keys.given, keys.id, keys.run, keys.moment])
            .flatten()
            .collect();
        let sql = of_guids(transaction, "backups", &row::columns(), &guids);
        let mut known = HashMap::new();
        transaction.query_each(&sql, |row| {
            let (place, state) = row::read(row)?;
            known.insert(place.guid, Known { place, state });
            Ok(())
        })?;
        let mut copies = copies(transaction, &known)?;
        for known in known.values_mut() {
            known.state.copies = copies.remove(&known.place.id).unwrap_or_default();
        }
        let keys = records.iter().filter_map(Numbered::keys);
        let parents: HashSet<Uuid> = keys.filter_map(|keys| keys.parent).collect();
        let links = links(transaction, &parents)?;
        let mut absent: HashSet<Uuid> = guids
            .union(&parents)
            .filter(|guid| !known.contains_key(guid) && !links.contains_key(guid))
            .copied()
            .collect();
        if aliases && !absent.is_empty() {
            let sql = of_guids(transaction, "aliases", "guid", &absent);
            transaction.query_each(&sql, |row| {
                absent.remove(&row.get(0)?);
                Ok(())
            })?;
        }
        Ok(Self {
            known,
            links,
            absent,
        })
    }

    /// Where the backup with this guid stands in its chain, if it was seen.
    pub(super) fn link(&self, guid: Uuid) -> Option<Link> {
        self.links.get(&guid).copied()
    }

    /// What is known of a guid.
    pub(super) fn see(&self, guid: Uuid) -> Sight<'_> {
        match self.known.get(&guid) {
            Some(known) => Sight::Known(known),
            None if self.absent.contains(&guid) => Sight::Absent,
            None => Sight::Unseen,
        }
    }

    /// The backup with this guid was added or changed.
    pub(super) fn forget(&mut self, guid: Uuid) {
        self.known.remove(&guid);
        self.links.remove(&guid);
        self.absent.remove(&guid);
    }

    /// Any backup may have changed.
    pub(super) fn forget_known(&mut self) {
        self.known.clear();
        self.links.clear();
    }
}

/// Reads columns of a table's rows with these guids.
pub(super) fn of_guids(
    transaction: &Transaction<'_>,
    table: &str,
    columns: &str,
    guids: &HashSet<Uuid>,
) -> Sql {
    let texts: Vec<String> = guids.iter().map(Uuid::to_string).collect();
    let mut sql = Sql::new(&format!(
        "SELECT {columns} FROM {table} WHERE guid IN (SELECT CAST(value AS UUID) FROM "
    ));
    sql.bind_texts(transaction.engine(), &texts).push(" texts)");
    sql
}

/// Where the backups with these guids stand in their chains.
fn links(
    transaction: &Transaction<'_>,
    guids: &HashSet<Uuid>,
) -> Result<HashMap<Uuid, Link>, StoreError> {
    let mut links = HashMap::with_capacity(guids.len());
    if guids.is_empty() {
        return Ok(links);
    }
    let sql = of_guids(
        transaction,
        "backups",
        "guid, id, root_id, chain_position",
        guids,
    );
    transaction.query_each(&sql, |row| {
        let link = Link {
            id: row.get(1)?,
            root: row.get(2)?,
            position: row.get(3)?,
        };
        links.insert(row.get(0)?, link);
        Ok(())
    })?;
    Ok(links)
}

/// The copies of these backups.
fn copies(
    transaction: &Transaction<'_>,
    known: &HashMap<Uuid, Known>,
) -> Result<HashMap<i64, Vec<Copied>>, StoreError> {
    let mut found: HashMap<i64, Vec<Copied>> = HashMap::new();
    if known.is_empty() {
        return Ok(found);
    }
    let ids: Vec<i64> = known.values().map(|known| known.place.id).collect();
    let mut sql = Sql::new(copies::SELECT_MANY);
    sql.bind_ids(transaction.engine(), &ids)
        .push(" ORDER BY backup_id, position");
    transaction.query_each(&sql, |row| {
        found
            .entry(row.get(copies::BACKUP)?)
            .or_default()
            .push(copies::copied(row)?);
        Ok(())
    })?;
    Ok(found)
}
