//! Record → facts: every reference becomes a row of its table.

use crate::store::database::{OptionalRow as _, Transaction};

use std::collections::HashMap;

use uuid::Uuid;

use super::entities::Entities;
use super::find::Known;
use super::names::Names;
use super::rollups::Rollups;
use super::rules::Rules;
use crate::domain::backup::TaskTimes;
use crate::domain::facts::{Copied, Copies, Facts, Handle, Via};
use crate::domain::identity::{self, ReferenceKind};
use crate::domain::record::{Location, Origin, Record, Tool};
use crate::store::StoreError;
use crate::store::changes::Changes;
use crate::types::{BackupDestinationRole, BackupStatus, RetentionHint};

/// How the records of one body are to be taken.
#[derive(Debug, Clone, Copy)]
pub(super) struct Manner {
    /// Pushed, or of an inventory.
    pub(super) via: Via,
    /// The inventory's scope.
    pub(super) scope: Option<Handle>,
    /// Not an inventory older than one that was taken already.
    pub(super) current: bool,
    /// When it was true, epoch ms.
    pub(super) now: i64,
    /// When it came, epoch ms.
    pub(super) heard: i64,
}

/// The things that records refer to.
#[derive(Debug)]
pub(super) struct Resolver<'t> {
    transaction: &'t Transaction<'t>,
    pub(super) entities: Entities<'t>,
    origins: HashMap<Uuid, Handle>,
    pub(super) policies: Names<'t>,
    pub(super) rules: Rules<'t>,
    pub(super) rollups: Rollups,
    pub(super) changes: Changes,
    pub(super) nodes: Names<'t>,
    pub(super) destinations: Names<'t>,
}

impl<'t> Resolver<'t> {
    pub(super) fn new(transaction: &'t Transaction<'t>) -> Self {
        Self {
            transaction,
            entities: Entities::new(transaction),
            origins: HashMap::new(),
            policies: Names::new(transaction, ReferenceKind::Policy),
            rules: Rules::new(transaction),
            rollups: Rollups::default(),
            changes: Changes::default(),
            nodes: Names::new(transaction, ReferenceKind::Node),
            destinations: Names::new(transaction, ReferenceKind::Destination),
        }
    }

    /// What a record says. `status` is how the backup went, `known` what the catalog has of it.
    pub(super) fn facts(
        &mut self,
        record: Record,
        status: BackupStatus,
        manner: Manner,
        known: Option<&Known>,
    ) -> Result<Facts, StoreError> {
        let state = known.map(|known| &known.state);
        let warnings = record.warning_texts();
        let status_info = record.status_text();
        let entity = self
            .entities
            .resolve(&record.entity, state.map(|state| state.entity))?;
        let told_policy = match &record.policy {
            Some(policy) => Some(
                self.policies
                    .resolve(policy, state.and_then(|state| state.policy))?,
            ),
            None => None,
        };
        let policy = told_policy.or_else(|| state.and_then(|state| state.policy));
        let rule = match &record.rule {
            Some(rule) => {
                let policy = match policy {
                    Some(handle) => Some((handle, self.policies.get(handle)?.guid)),
                    None => None,
                };
                let current = state.and_then(|state| state.rule);
                Some(self.rules.resolve(
                    rule,
                    policy,
                    told_policy.is_some(),
                    current,
                    &mut self.rollups,
                    &mut self.changes,
                )?)
            }
            None => None,
        };
        let node = match &record.node {
            Some(node) => Some(
                self.nodes
                    .resolve(node, state.and_then(|state| state.node))?,
            ),
            None => None,
        };
        let origin = record
            .origin
            .as_ref()
            .map(|origin| self.origin(origin))
            .transpose()?;
        let copies = self.copies(&record, known)?;
        let mut labels = record.labels;
        if let Some(root) = record.root {
            labels.insert("root".to_owned(), root);
        }
        if let Some(expires) = record.expires {
            labels.insert("expires".to_owned(), moment(expires));
        }
        Ok(Facts {
            via: manner.via,
            current: manner.current,
            status,
            status_info,
            exit_code: record.exit_code,
            kind: record.kind,
            snapshot_time: record.snapshot_time,
            started: record.started,
            finished: record.finished,
            size: record.size,
            transferred: record.transferred,
            stored: record.stored,
            objects: record.objects.or(record.files),
            times: record.times.map(|times| TaskTimes {
                queued_export: times.queued_export,
                export: times.export,
                queued_store: times.queued_store,
                store: times.store,
            }),
            entity,
            policy: told_policy,
            rule,
            node,
            origin,
            scope: manner.scope,
            mode: record.mode,
            hidden: record.hidden,
            mountable: record.mountable,
            iscsi_mountable: record.iscsi_mountable,
            archive_expire: record.archive_expire,
            // No backup depends on itself.
            parent: record
                .parent
                .filter(|parent| record.id.as_ref() != Some(parent)),
            description: record.description,
            warnings,
            copies,
            native_id: record.id,
            run: record.run,
            original: record.original,
            tool: record.tool.map(tool),
            labels,
        })
    }

    fn copies(&mut self, record: &Record, known: Option<&Known>) -> Result<Copies, StoreError> {
        let current: &[Copied] = known.map_or(&[], |known| &known.state.copies);
        if let Some(locations) = &record.locations {
            let mut copies = Vec::with_capacity(locations.len());
            let mut primary = locations
                .iter()
                .any(|location| location.role == Some(BackupDestinationRole::Primary));
            for location in locations {
                copies.push(self.copy(location, current, &mut primary)?);
            }
            copies.sort_by_key(|copy| copy.role != BackupDestinationRole::Primary);
            return Ok(Copies::Listed(copies));
        }
        Ok(match &record.destination {
            Some(destination) => {
                let current = current.first().map(|copy| copy.destination);
                Copies::At(self.destinations.resolve(destination, current)?)
            }
            None => Copies::Untold,
        })
    }

    fn copy(
        &mut self,
        location: &Location,
        current: &[Copied],
        primary: &mut bool,
    ) -> Result<Copied, StoreError> {
        let name = location.destination.name();
        let mut same = None;
        for copy in current {
            if self.destinations.get(copy.destination)?.name == name {
                same = Some(copy.destination);
            }
        }
        let role = location.role.unwrap_or(if *primary {
            BackupDestinationRole::Secondary
        } else {
            BackupDestinationRole::Primary
        });
        *primary |= role == BackupDestinationRole::Primary;
        Ok(Copied {
            destination: self.destinations.resolve(&location.destination, same)?,
            destination_type: location.destination_type.clone(),
            role,
            status: location.status,
            retention_hint: location
                .retention_hint
                .unwrap_or(RetentionHint::StandardRetention),
            archive_expire: location.archive_expire,
            status_info: location.status_info.clone(),
        })
    }

    fn origin(&mut self, origin: &Origin) -> Result<Handle, StoreError> {
        let guid = identity::origin(origin.kind, &origin.name);
        if let Some(handle) = self.origins.get(&guid) {
            return Ok(*handle);
        }
        let known = self
            .transaction
            .query_row("SELECT id FROM origins WHERE guid = $1", [guid], |row| {
                row.get(0)
            })
            .optional()?;
        let handle = match known {
            Some(handle) => handle,
            None => self.transaction.insert(
                "INSERT INTO origins (guid, type, name) VALUES ($1, $2, $3)",
                (guid, origin.kind.as_str(), &origin.name),
            )?,
        };
        self.origins.insert(guid, handle);
        Ok(handle)
    }
}

fn tool(tool: Tool) -> String {
    match tool.version {
        Some(version) => format!("{} {version}", tool.name),
        None => tool.name,
    }
}

/// A time as a label shows it.
fn moment(time: i64) -> String {
    jiff::Timestamp::from_millisecond(time)
        .map_or_else(|_| time.to_string(), |time| time.to_string())
}
