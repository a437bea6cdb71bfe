//! Chains of backups as a caller sees them who does not see all: a chain begins where its link before is not there.

use std::collections::HashMap;

use super::StoreError;
use super::snapshot::Snapshot;
use super::sql::Sql;

/// Where a backup stands in its chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Chain {
    /// The row id of the first backup.
    pub(super) root: i64,
    /// How many come before it.
    pub(super) position: i64,
}

/// The chains of some backups.
#[derive(Debug, Default)]
pub(super) struct Chains(HashMap<i64, Chain>);

impl Chains {
    /// Follows the chains of these backups to where they begin; for who sees all the rows say it already.
    pub(super) fn read(snapshot: &Snapshot, ids: &[i64]) -> Result<Self, StoreError> {
        if snapshot.visible().is_all() {
            return Ok(Self::default());
        }
        let parents = parents(snapshot, ids)?;
        let chain = |id: i64| {
            let mut chain = Chain {
                root: id,
                position: 0,
            };
            // Chains have no cycles; should a damaged database have one, it ends where it has been round.
            while let Some(parent) = parents.get(&chain.root).copied().flatten()
                && usize::try_from(chain.position).is_ok_and(|position| position <= parents.len())
            {
                chain.root = parent;
                chain.position += 1;
            }
            (id, chain)
        };
        Ok(Self(ids.iter().copied().map(chain).collect()))
    }

    /// Where a backup stands; none: as its row says.
    pub(super) fn of(&self, id: i64) -> Option<Chain> {
        self.0.get(&id).copied()
    }
}

/// For each of these backups and all before them the one before it, if that is there. One statement a link, for all
/// chains together.
fn parents(snapshot: &Snapshot, ids: &[i64]) -> Result<HashMap<i64, Option<i64>>, StoreError> {
    let engine = snapshot.engine();
    let mut parents: HashMap<i64, Option<i64>> = HashMap::new();
    let mut open: Vec<i64> = ids.to_vec();
    while !open.is_empty() {
        let mut sql =
            Sql::new("SELECT c.id, b.id FROM backups c LEFT JOIN backups b ON b.id = c.parent_id");
        snapshot.visible().add(&mut sql, " AND ", "b", engine);
        sql.push(" WHERE c.id IN ").bind_ids(engine, &open);
        open.clear();
        let mut next = Vec::new();
        snapshot.query_each(&sql, |row| {
            let parent: Option<i64> = row.get(1)?;
            parents.insert(row.get(0)?, parent);
            next.extend(parent);
            Ok(())
        })?;
        open.extend(next.into_iter().filter(|id| !parents.contains_key(id)));
        open.sort_unstable();
        open.dedup();
    }
    Ok(parents)
}
