//! Chains: which backup depends on which.
//!
//! The source names a parent by its native id; the link is made when both are known, in whichever order they come.
//! `root_id` and `chain_position` of everything below move along. A link that would close a circle (a → b → a) is not
//! made: the backup that came last stays the root of what depends on it, and the link is tried again whenever that
//! backup is reported.

use std::collections::{BTreeSet, HashMap};

use crate::store::database::{OptionalRow as _, Row, Statement, Transaction};
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
const WAITING: &str = "SELECT id FROM backups WHERE parent_guid = $1 AND parent_id IS NULL";

/// The chains of a catalog.
pub(super) struct Chains<'t> {
    transaction: &'t Transaction<'t>,
    by_guid: Statement<'t>,
    waiting: Statement<'t>,
    /// Whether any backup waits for its parent.
    any_waiting: bool,
    /// Whether a link was changed since this was asked last.
    moved: bool,
    /// Backups whose link was changed.
    relinked: BTreeSet<i64>,
    /// Backups that were added by this transaction, while no link was changed.
    added: HashMap<Uuid, Link>,
}

impl<'t> Chains<'t> {
    pub(super) fn new(transaction: &'t Transaction<'t>) -> Result<Self, StoreError> {
        let any_waiting = transaction.query_row(
            "SELECT EXISTS (SELECT 1 FROM backups WHERE parent_id IS NULL AND parent_guid IS NOT NULL)",
            (),
            |row| row.get(0),
        )?;
        Ok(Self {
            transaction,
            by_guid: transaction.prepare_cached(BY_GUID)?,
            waiting: transaction.prepare_cached(WAITING)?,
            any_waiting,
            moved: false,
            relinked: BTreeSet::new(),
            added: HashMap::new(),
        })
    }

    /// The backup with this guid or alias.
    pub(super) fn find(&mut self, guid: Uuid) -> Result<Option<Link>, StoreError> {
        if let Some(link) = self.added.get(&guid) {
            return Ok(Some(*link));
        }
        let found = self.by_guid.query_row([guid], link).optional()?;
        if found.is_some() {
            return Ok(found);
        }
        let mut by_alias = self.transaction.prepare_cached(BY_ALIAS)?;
        by_alias.query_row([guid], link).optional()
    }

    /// Notes a backup that was added, and links the backups that wait for it. `waits` says that its own parent is not
    /// known.
    pub(super) fn added(&mut self, guid: Uuid, link: Link, waits: bool) -> Result<(), StoreError> {
        self.any_waiting |= waits;
        self.added.insert(guid, link);
        self.adopt(guid, link.id)
    }

    /// Where a backup that was added stands.
    pub(super) fn find_added(&self, guid: Uuid) -> Option<Link> {
        self.added.get(&guid).copied()
    }

    /// The backup with this guid is no more.
    pub(super) fn forget(&mut self, guid: Uuid) {
        self.added.remove(&guid);
    }

    /// Whether a link was changed since this was asked last.
    pub(super) fn has_moved(&mut self) -> bool {
        std::mem::take(&mut self.moved)
    }

    /// Backups whose link was changed since this was asked last.
    pub(super) fn take_relinked(&mut self) -> BTreeSet<i64> {
        std::mem::take(&mut self.relinked)
    }

    /// Notes that a backup may wait for its parent from now on.
    pub(super) fn waits(&mut self) {
        self.any_waiting = true;
    }

    /// Links the backups that wait for one with this guid to it.
    pub(super) fn adopt(&mut self, guid: Uuid, parent: i64) -> Result<(), StoreError> {
        if !self.any_waiting {
            return Ok(());
        }
        let children: Vec<i64> = self.waiting.query_all([guid], |row| row.get(0))?;
        for child in children {
            self.attach(child, parent)?;
        }
        Ok(())
    }

    /// Links a backup that is a root to its parent, unless that closes a circle.
    pub(super) fn attach(&mut self, child: i64, parent: i64) -> Result<(), StoreError> {
        let (root, position): (i64, i64) = self
            .transaction
            .prepare_cached("SELECT root_id, chain_position FROM backups WHERE id = $1")?
            .query_row([parent], |row| Ok((row.get(0)?, row.get(1)?)))?;
        // Everything below the child has it as its root.
        if root == child {
            self.any_waiting = true;
            return Ok(());
        }
        self.added.clear();
        self.moved = true;
        self.relinked.insert(child);
        self.transaction
            .prepare_cached(
                "UPDATE backups SET root_id = $1, chain_position = chain_position + $2, revision = revision + 1
                 WHERE root_id = $3 AND parent_id IS NOT NULL",
            )?
            .execute((root, position + 1, child))?;
        self.transaction
            .prepare_cached(
                "UPDATE backups SET parent_id = $1, root_id = $2, chain_position = $3, revision = revision + 1
                 WHERE id = $4",
            )?
            .execute((parent, root, position + 1, child))?;
        Ok(())
    }

    /// Makes a backup that stands at `position` a root again, with everything below it.
    pub(super) fn detach(&mut self, child: i64, position: i64) -> Result<(), StoreError> {
        self.added.clear();
        self.moved = true;
        self.relinked.insert(child);
        self.transaction
            .prepare_cached(
                "WITH RECURSIVE below (id) AS (
                     SELECT CAST($1 AS BIGINT) UNION SELECT backups.id FROM backups JOIN below ON backups.parent_id = below.id)
                 UPDATE backups SET root_id = $1, chain_position = chain_position - $2, revision = revision + 1
                 WHERE id IN (SELECT id FROM below)",
            )?
            .execute((child, position))?;
        self.transaction
            .prepare_cached("UPDATE backups SET parent_id = NULL WHERE id = $1")?
            .execute([child])?;
        Ok(())
    }
}

fn link(row: &Row<'_>) -> Result<Link, StoreError> {
    Ok(Link {
        id: row.get(0)?,
        root: row.get(1)?,
        position: row.get(2)?,
    })
}
