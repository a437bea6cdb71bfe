//! One backup with its chain.

use std::collections::HashSet;
use std::sync::Arc;

use uuid::Uuid;

use super::backup_row::load_details;
use super::list::List;
use super::names::Names;
use super::snapshot::Snapshot;
use super::whole_list::CHUNK;
use super::{Store, StoreError};
use crate::domain::backup::{BackupDetails, BackupWithChain};
use crate::domain::reference::Named;
use crate::domain::scope::Scope;

impl Store {
    /// The backup with this guid, also one that it had before, with its ancestors and direct descendants.
    pub async fn backup(&self, guid: Uuid) -> Result<Option<BackupWithChain>, StoreError> {
        self.select(move |snapshot| with_chain(snapshot, guid))
            .await
    }

    /// The same whatever the caller may see: for who restores.
    pub async fn backup_for_restore(
        &self,
        guid: Uuid,
    ) -> Result<Option<BackupWithChain>, StoreError> {
        self.select_in(Arc::new(Scope::Everything), move |snapshot| {
            with_chain(snapshot, guid)
        })
        .await
    }

    /// One backup in detail.
    pub async fn details(&self, guid: Uuid) -> Result<Option<BackupDetails>, StoreError> {
        self.select(move |snapshot| Ok(details(snapshot, &[guid])?.pop()))
            .await
    }

    /// These backups in detail, in this order, in constant memory; unknown ones are left out.
    pub async fn details_of(&self, wanted: Vec<Uuid>) -> Result<List<BackupDetails>, StoreError> {
        let total = i64::try_from(wanted.len()).unwrap_or(i64::MAX);
        let (rows, _) = self
            .stream(move |snapshot, sender| {
                for guids in wanted.chunks(CHUNK) {
                    if sender.send(details(snapshot, guids)?).is_err() {
                        return Err(StoreError::BrokenOff);
                    }
                }
                Ok(())
            })
            .await?;
        Ok(List::Whole { rows, total })
    }
}

fn with_chain(snapshot: &Snapshot, guid: Uuid) -> Result<Option<BackupWithChain>, StoreError> {
    let Some(id) = snapshot.backup_id(guid)? else {
        return Ok(None);
    };
    let details = load_details(snapshot, &[id])?.pop();
    let Some(details) = details else {
        return Ok(None);
    };
    Ok(Some(BackupWithChain {
        details,
        parents: parents(snapshot, id)?,
        children: children(snapshot, id)?,
    }))
}

fn details(snapshot: &Snapshot, wanted: &[Uuid]) -> Result<Vec<BackupDetails>, StoreError> {
    let mut ids = Vec::with_capacity(wanted.len());
    for guid in wanted {
        ids.extend(snapshot.backup_id(*guid)?);
    }
    load_details(snapshot, &ids)
}

/// The ancestors, the nearest first.
fn parents(snapshot: &Snapshot, id: i64) -> Result<Vec<Named>, StoreError> {
    let mut statement = snapshot.prepare_cached("SELECT parent_id FROM backups WHERE id = $1")?;
    let mut seen = HashSet::from([id]);
    let mut parents = Vec::new();
    let mut next: Option<i64> = statement.query_row([id], |row| row.get(0))?;
    // Chains have no cycles; should a damaged database have one, it ends here. One that is not there ends it too.
    while let Some(parent) = next.filter(|parent| seen.insert(*parent)) {
        if !snapshot.visible().shows(snapshot, parent)? {
            break;
        }
        parents.push(parent);
        next = statement.query_row([parent], |row| row.get(0))?;
    }
    named(snapshot, &parents)
}

/// The direct descendants, the oldest first.
fn children(snapshot: &Snapshot, id: i64) -> Result<Vec<Named>, StoreError> {
    let children: Vec<i64> = snapshot
        .prepare_cached("SELECT id FROM backups WHERE parent_id = $1 ORDER BY snapshot_time, guid")?
        .query_all([id], |row| row.get(0))?;
    let shown = snapshot.visible().of(snapshot, &children)?;
    let children: Vec<i64> = children
        .into_iter()
        .filter(|id| shown.contains(id))
        .collect();
    named(snapshot, &children)
}

fn named(snapshot: &Snapshot, ids: &[i64]) -> Result<Vec<Named>, StoreError> {
    let mut names = Names::default();
    for id in ids {
        names.want(Some(*id));
    }
    names.read(snapshot)?;
    ids.iter()
        .map(|id| names.get(Some(*id))?.ok_or(StoreError::NoRow))
        .collect()
}
