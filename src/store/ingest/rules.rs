//! Policy rules, and which policy they belong to.

use std::collections::HashMap;

use crate::store::database::{OptionalRow as _, Transaction};
use uuid::Uuid;

use super::rollups::Rollups;
use crate::domain::facts::Handle;
use crate::domain::fold::fold;
use crate::domain::identity;
use crate::domain::record::Reference;
use crate::store::StoreError;
use crate::store::changes::Changes;

/// A rule's row, without its folded name.
#[derive(Debug, Clone)]
struct Known {
    guid: Uuid,
    name: String,
    policy: Option<Handle>,
}

/// A policy with its guid.
pub(super) type PolicyReference = (Handle, Uuid);

/// The rules that this transaction has met.
#[derive(Debug)]
pub(super) struct Rules<'t> {
    transaction: &'t Transaction<'t>,
    by_name: HashMap<(Option<Handle>, String), Handle>,
    by_guid: HashMap<Uuid, Handle>,
    known: HashMap<Handle, Known>,
    /// Whether backups got another policy since this was asked last.
    rebound: bool,
}

impl<'t> Rules<'t> {
    pub(super) fn new(transaction: &'t Transaction<'t>) -> Self {
        Self {
            transaction,
            by_name: HashMap::new(),
            by_guid: HashMap::new(),
            known: HashMap::new(),
            rebound: false,
        }
    }

    /// The rule that a report refers to. `policy` is the backup's policy, `told` that the report itself gives it: then
    /// the rule belongs to it from now on. `current` is the rule that the backup has now.
    pub(super) fn resolve(
        &mut self,
        reference: &Reference,
        policy: Option<PolicyReference>,
        told: bool,
        current: Option<Handle>,
        rollups: &mut Rollups,
        changes: &mut Changes,
    ) -> Result<Handle, StoreError> {
        let handle = match reference {
            Reference::Name(name) => self.by_name(name, policy, told, current)?,
            Reference::Known { guid, name } => match self.find(*guid)? {
                None => self.add(*guid, name, policy.filter(|_| told))?,
                Some(handle) => {
                    self.rename(handle, name)?;
                    handle
                }
            },
        };
        if let Some((policy, _)) = policy
            && told
        {
            self.bind(handle, policy, rollups, changes)?;
        }
        Ok(handle)
    }

    /// Whether backups got another policy since this was asked last.
    pub(super) fn has_rebound(&mut self) -> bool {
        std::mem::take(&mut self.rebound)
    }

    /// The policy that a rule belongs to.
    pub(super) fn policy(&mut self, handle: Handle) -> Result<Option<Handle>, StoreError> {
        Ok(self.get(handle)?.policy)
    }

    fn by_name(
        &mut self,
        name: &str,
        policy: Option<PolicyReference>,
        told: bool,
        current: Option<Handle>,
    ) -> Result<Handle, StoreError> {
        let policy_handle = policy.map(|(handle, _)| handle);
        if let Some(current) = current {
            let known = self.get(current)?;
            if known.name == name && (!told || known.policy == policy_handle) {
                return Ok(current);
            }
        }
        let key = (policy_handle, name.to_owned());
        if let Some(handle) = self.by_name.get(&key) {
            return Ok(*handle);
        }
        let guid = identity::rule(policy.map(|(_, guid)| guid), name);
        let handle = match self.find(guid)? {
            Some(handle) => handle,
            None => self.add(guid, name, policy)?,
        };
        self.by_name.insert(key, handle);
        Ok(handle)
    }

    /// Makes the rule one of the policy, and with it the backups that have their policy from the rule.
    fn bind(
        &mut self,
        handle: Handle,
        policy: Handle,
        rollups: &mut Rollups,
        changes: &mut Changes,
    ) -> Result<(), StoreError> {
        if self.get(handle)?.policy == Some(policy) {
            return Ok(());
        }
        self.rebound = true;
        rollups.rebind(self.transaction, handle, policy)?;
        changes.changed_many();
        self.transaction
            .prepare_cached("UPDATE rules SET policy_id = $1 WHERE id = $2")?
            .execute((policy, handle))?;
        self.transaction
            .prepare_cached(
                "UPDATE backups SET policy_id = $1, policy_from_rule = 1, revision = revision + 1
                 WHERE rule_id = $2 AND (policy_from_rule = 1 OR policy_id IS NULL)",
            )?
            .execute((policy, handle))?;
        if let Some(known) = self.known.get_mut(&handle) {
            known.policy = Some(policy);
        }
        Ok(())
    }

    fn rename(&mut self, handle: Handle, name: &str) -> Result<(), StoreError> {
        if self.get(handle)?.name == name {
            return Ok(());
        }
        self.transaction
            .prepare_cached("UPDATE rules SET name = $1, name_folded = $2 WHERE id = $3")?
            .execute((name, fold(name), handle))?;
        if let Some(known) = self.known.get_mut(&handle) {
            name.clone_into(&mut known.name);
        }
        Ok(())
    }

    fn get(&mut self, handle: Handle) -> Result<&Known, StoreError> {
        if !self.known.contains_key(&handle) {
            let known = self
                .transaction
                .prepare_cached("SELECT guid, name, policy_id FROM rules WHERE id = $1")?
                .query_row([handle], |row| {
                    Ok(Known {
                        guid: row.get(0)?,
                        name: row.get(1)?,
                        policy: row.get(2)?,
                    })
                })?;
            self.by_guid.insert(known.guid, handle);
            self.known.insert(handle, known);
        }
        Ok(&self.known[&handle])
    }

    fn find(&mut self, guid: Uuid) -> Result<Option<Handle>, StoreError> {
        if let Some(handle) = self.by_guid.get(&guid) {
            return Ok(Some(*handle));
        }
        let handle = self
            .transaction
            .prepare_cached("SELECT id FROM rules WHERE guid = $1")?
            .query_row([guid], |row| row.get(0))
            .optional()?;
        if let Some(handle) = handle {
            self.by_guid.insert(guid, handle);
        }
        Ok(handle)
    }

    fn add(
        &mut self,
        guid: Uuid,
        name: &str,
        policy: Option<PolicyReference>,
    ) -> Result<Handle, StoreError> {
        let policy = policy.map(|(handle, _)| handle);
        let handle = self.transaction.insert(
            "INSERT INTO rules (guid, name, name_folded, policy_id) VALUES ($1, $2, $3, $4)",
            (guid, name, fold(name), policy),
        )?;
        self.by_guid.insert(guid, handle);
        let known = Known {
            guid,
            name: name.to_owned(),
            policy,
        };
        self.known.insert(handle, known);
        Ok(handle)
    }
}
