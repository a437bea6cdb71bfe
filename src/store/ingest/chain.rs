//! Chains: which backup depends on which.
//!
//! The source names a parent by its native id; the link is made when both are known, in whichever order they come.
//! `root_id` and `chain_position` of everything below move along. A link that would close a circle (a → b → a) is not
//! made: the backup that came last stays the root of what depends on it, and the link is tried again whenever that
//! backup is reported.

use rusqlite::{OptionalExtension as _, Transaction};
use uuid::Uuid;

use crate::store::StoreError;

/// Where a backup stands in its chain.
#[derive(Debug, Clone, Copy)]
pub(super) struct Link {
    pub(super) id: i64,
    pub(super) root: i64,
    pub(super) position: i64,
}

const BY_GUID: &str = "SELECT id, root_id, chain_position FROM backups WHERE guid = $1";
const BY_ALIAS: &str = "SELECT id, root_id, chain_position FROM backups
    WHERE id = (SELECT backup_id FROM aliases WHERE guid = $1)";

/// The backup with this guid or alias.
pub(super) fn find(transaction: &Transaction<'_>, guid: Uuid) -> Result<Option<Link>, StoreError> {
    for query in [BY_GUID, BY_ALIAS] {
        let link = transaction
            .prepare_cached(query)?
            .query_row([guid], |row| {
                Ok(Link {
                    id: row.get(0)?,
                    root: row.get(1)?,
                    position: row.get(2)?,
                })
            })
            .optional()?;
        if link.is_some() {
            return Ok(link);
        }
    }
    Ok(None)
}

/// Links the backups that wait for one with this guid to it.
pub(super) fn adopt(
    transaction: &Transaction<'_>,
    guid: Uuid,
    parent: i64,
) -> Result<(), StoreError> {
    let children: Vec<i64> = transaction
        .prepare_cached("SELECT id FROM backups WHERE parent_guid = $1 AND parent_id IS NULL")?
        .query_map([guid], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for child in children {
        attach(transaction, child, parent)?;
    }
    Ok(())
}

/// Links a backup that is a root to its parent, unless that closes a circle.
pub(super) fn attach(
    transaction: &Transaction<'_>,
    child: i64,
    parent: i64,
) -> Result<(), StoreError> {
    let (root, position): (i64, i64) = transaction
        .prepare_cached("SELECT root_id, chain_position FROM backups WHERE id = $1")?
        .query_row([parent], |row| Ok((row.get(0)?, row.get(1)?)))?;
    // Everything below the child has it as its root.
    if root == child {
        return Ok(());
    }
    transaction
        .prepare_cached(
            "UPDATE backups SET root_id = $1, chain_position = chain_position + $2, revision = revision + 1
             WHERE root_id = $3 AND parent_id IS NOT NULL",
        )?
        .execute((root, position + 1, child))?;
    transaction
        .prepare_cached(
            "UPDATE backups SET parent_id = $1, root_id = $2, chain_position = $3, revision = revision + 1
             WHERE id = $4",
        )?
        .execute((parent, root, position + 1, child))?;
    Ok(())
}

/// Makes a backup that stands at `position` a root again, with everything below it.
pub(super) fn detach(
    transaction: &Transaction<'_>,
    child: i64,
    position: i64,
) -> Result<(), StoreError> {
    transaction
        .prepare_cached(
            "WITH RECURSIVE below (id) AS (
                 SELECT $1 UNION SELECT backups.id FROM backups JOIN below ON backups.parent_id = below.id)
             UPDATE backups SET root_id = $1, chain_position = chain_position - $2, revision = revision + 1
             WHERE id IN (SELECT id FROM below)",
        )?
        .execute((child, position))?;
    transaction
        .prepare_cached("UPDATE backups SET parent_id = NULL WHERE id = $1")?
        .execute([child])?;
    Ok(())
}
