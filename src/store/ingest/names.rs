//! Things that have a guid and a name and nothing else, each kind in its table.
//!
//! A name alone stands for the guid that is derived from it. A guid of the source's own is a thing of its own, even if
//! another thing has the same name; with a new name it is renamed. Where a known backup refers to a thing of its own
//! guid, a report that gives the same name without the guid means that thing.

use std::collections::HashMap;

use crate::store::database::{OptionalRow as _, Transaction};
use uuid::Uuid;

use crate::domain::facts::Handle;
use crate::domain::fold::fold;
use crate::domain::identity::{self, ReferenceKind};
use crate::domain::record::Reference;
use crate::domain::reference::Named;
use crate::store::StoreError;

/// The things of one kind that this transaction has met.
#[derive(Debug)]
pub(super) struct Names<'t> {
    transaction: &'t Transaction<'t>,
    kind: ReferenceKind,
    by_name: HashMap<String, Handle>,
    by_guid: HashMap<Uuid, Handle>,
    things: HashMap<Handle, Named>,
}

/// Where things of a kind are kept. All infrastructure is in one table.
const fn table(kind: ReferenceKind) -> &'static str {
    match kind {
        ReferenceKind::Source => "sources",
        ReferenceKind::Policy => "policies",
        ReferenceKind::Destination => "destinations",
        ReferenceKind::Node => "nodes",
        ReferenceKind::Project => "projects",
        ReferenceKind::Hypervisor
        | ReferenceKind::HypervisorManager
        | ReferenceKind::StorageProvider
        | ReferenceKind::CloudServiceProvider => "infrastructure",
    }
}

impl<'t> Names<'t> {
    pub(super) fn new(transaction: &'t Transaction<'t>, kind: ReferenceKind) -> Self {
        Self {
            transaction,
            kind,
            by_name: HashMap::new(),
            by_guid: HashMap::new(),
            things: HashMap::new(),
        }
    }

    /// The thing that a report refers to, added or renamed where needed. `current` is what the backup refers to now.
    pub(super) fn resolve(
        &mut self,
        reference: &Reference,
        current: Option<Handle>,
    ) -> Result<Handle, StoreError> {
        match reference {
            Reference::Name(name) => self.by_name(name, current),
            Reference::Known { guid, name } => self.by_guid(*guid, name),
        }
    }

    /// The thing with this name.
    pub(super) fn by_name(
        &mut self,
        name: &str,
        current: Option<Handle>,
    ) -> Result<Handle, StoreError> {
        let known = self.by_name.get(name).copied();
        if let Some(current) = current
            && known != Some(current)
            && self.get(current)?.name == name
        {
            return Ok(current);
        }
        if let Some(known) = known {
            return Ok(known);
        }
        let guid = identity::reference(self.kind, name);
        let handle = match self.find(guid)? {
            Some(handle) => handle,
            None => self.add(guid, name)?,
        };
        self.by_name.insert(name.to_owned(), handle);
        Ok(handle)
    }

    /// The thing with this guid, which from now on has this name.
    pub(super) fn by_guid(&mut self, guid: Uuid, name: &str) -> Result<Handle, StoreError> {
        let Some(handle) = self.find(guid)? else {
            return self.add(guid, name);
        };
        if self.get(handle)?.name != name {
            self.transaction
                .prepare_cached(&format!(
                    "UPDATE {} SET name = $1, name_folded = $2 WHERE id = $3",
                    table(self.kind)
                ))?
                .execute((name, fold(name), handle))?;
            self.remember(handle, guid, name);
        }
        Ok(handle)
    }

    /// A thing that is known to be there.
    pub(super) fn get(&mut self, handle: Handle) -> Result<&Named, StoreError> {
        if !self.things.contains_key(&handle) {
            let (guid, name): (Uuid, String) = self
                .transaction
                .prepare_cached(&format!(
                    "SELECT guid, name FROM {} WHERE id = $1",
                    table(self.kind)
                ))?
                .query_row([handle], |row| Ok((row.get(0)?, row.get(1)?)))?;
            self.remember(handle, guid, &name);
        }
        Ok(&self.things[&handle])
    }

    fn find(&mut self, guid: Uuid) -> Result<Option<Handle>, StoreError> {
        if let Some(handle) = self.by_guid.get(&guid) {
            return Ok(Some(*handle));
        }
        let found: Option<(Handle, String)> = if self.is_infrastructure() {
            self.transaction
                .prepare_cached(
                    "SELECT id, name FROM infrastructure WHERE guid = $1 AND kind = $2",
                )?
                .query_row((guid, self.kind.as_str()), |row| {
                    Ok((row.get(0)?, row.get(1)?))
                })
                .optional()?
        } else {
            self.transaction
                .prepare_cached(&format!(
                    "SELECT id, name FROM {} WHERE guid = $1",
                    table(self.kind)
                ))?
                .query_row([guid], |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()?
        };
        Ok(found.map(|(handle, name)| {
            self.remember(handle, guid, &name);
            handle
        }))
    }

    fn add(&mut self, guid: Uuid, name: &str) -> Result<Handle, StoreError> {
        let handle = if self.is_infrastructure() {
            self.transaction.insert(
                "INSERT INTO infrastructure (guid, name, name_folded, kind) VALUES ($1, $2, $3, $4)",
                (guid, name, fold(name), self.kind.as_str()),
            )?
        } else {
            let sql = format!(
                "INSERT INTO {} (guid, name, name_folded) VALUES ($1, $2, $3)",
                table(self.kind)
            );
            self.transaction.insert(&sql, (guid, name, fold(name)))?
        };
        self.remember(handle, guid, name);
        Ok(handle)
    }

    fn remember(&mut self, handle: Handle, guid: Uuid, name: &str) {
        self.by_guid.insert(guid, handle);
        self.things.insert(
            handle,
            Named {
                guid,
                name: name.to_owned(),
            },
        );
    }

    fn is_infrastructure(&self) -> bool {
        table(self.kind) == "infrastructure"
    }
}
