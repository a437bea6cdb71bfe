//! Takes records, one after the other, in one transaction.

use crate::store::database::{Inserts, Statement, Transaction};
use uuid::Uuid;

use super::ahead::Sight;
use super::chain::{Chains, Link};
use super::copies::CopyWriter;
use super::find::{Finder, Found, Known, is_short_of};
use super::judge::{Judge, Judged};
use super::origins::Origins;
use super::report::{Keyed, Numbered, Outcome};
use super::resolve::{Manner, Resolver};
use super::rollups::Counted;
use super::row::{self, Place};
use crate::domain::facts::{Handle, Via};
use crate::domain::keys::Keys;
use crate::domain::record::{Record, Refusal};
use crate::domain::state::{Removal, State};
use crate::store::StoreError;
use crate::types::BackupStatus;

/// Why a record was not taken.
#[derive(Debug)]
pub(super) enum Fault {
    /// It is refused; nothing of it was written.
    Refused(Refusal),
    /// The store failed.
    Store(StoreError),
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// What a record did, and to which backup.
#[derive(Debug, Clone, Copy)]
pub(super) struct Done {
    pub(super) backup: i64,
    pub(super) outcome: Outcome,
}

/// Takes records in one transaction.
pub(in crate::store) struct Writer<'t> {
    pub(super) finder: Finder<'t>,
    pub(super) resolver: Resolver<'t>,
    pub(super) chains: Chains<'t>,
    copies: CopyWriter<'t>,
    rows: Inserts<'t>,
    update: Statement<'t>,
    origins: Origins<'t>,
    pub(super) judge: Judge,
    pub(super) transaction: &'t Transaction<'t>,
    next: i64,
}

impl<'t> Writer<'t> {
    pub(in crate::store) fn new(transaction: &'t Transaction<'t>) -> Result<Self, StoreError> {
        let last: i64 =
            transaction.query_row("SELECT coalesce(max(id), 0) FROM backups", (), |row| {
                row.get(0)
            })?;
        Ok(Self {
            finder: Finder::new(transaction)?,
            resolver: Resolver::new(transaction),
            chains: Chains::new(transaction)?,
            copies: CopyWriter::new(transaction)?,
            rows: row::prepare(transaction)?,
            update: transaction.prepare_cached(&row::UPDATE)?,
            origins: Origins::new(transaction),
            judge: Judge::default(),
            transaction,
            next: last + 1,
        })
    }

    /// Takes one record.
    pub(super) fn take(&mut self, record: Keyed, manner: Manner) -> Result<Done, Fault> {
        let found = self.find(&record)?;
        self.take_found(record, found, manner)
    }

    /// Looks for the backups of the next records, where that is best done for many at once.
    pub(super) fn look_ahead(&mut self, records: &[Numbered]) -> Result<(), StoreError> {
        if !self.transaction.engine().is_far() {
            return Ok(());
        }
        let read = records.iter().filter_map(Numbered::record);
        let entities = read.map(|record| &record.entity);
        self.resolver.entities.look_ahead(entities)?;
        self.finder.look_ahead(records)
    }

    /// Looks for the backup of a record.
    pub(super) fn find(&mut self, keyed: &Keyed) -> Result<Found, Fault> {
        let Keyed { record, keys } = keyed;
        let repository = self.origins.find(record)?;
        let found = self.finder.find(record, keys, repository)?;
        let found = found.map_err(Fault::Refused)?;
        if let Some(known) = found.known() {
            let source = self.origins.find_source(&record.source)?;
            let placeholder = match &found {
                Found::Twice(_, placeholder) => Some(&**placeholder),
                _ => None,
            };
            for known in [known].into_iter().chain(placeholder) {
                if source != Some(known.place.source) {
                    return Err(Fault::Refused(Refusal::of(
                        "guid",
                        format_args!("is {}, a backup of another source", known.place.guid),
                    )));
                }
            }
        }
        Ok(found)
    }

    /// Takes one record whose backup was looked for.
    pub(super) fn take_found(
        &mut self,
        keyed: Keyed,
        found: Found,
        manner: Manner,
    ) -> Result<Done, Fault> {
        let Keyed { record, keys } = keyed;
        let (known, placeholder) = found.into_known();
        let placeholder = match placeholder {
            Some(placeholder) => {
                let into = known
                    .as_ref()
                    .map_or(placeholder.place.id, |known| known.place.id);
                Some(self.absorb(*placeholder, into)?)
            }
            None => None,
        };
        let done = match (record.outcome(), known) {
            (Some(status), Some(known)) => {
                self.update(record, &keys, status, *known, placeholder, manner)
            }
            (Some(status), None) => self.create(record, &keys, status, manner),
            (None, Some(known)) => Ok(self.remove(*known, manner)?),
            (None, None) => Err(Fault::Refused(Refusal::whole(format!(
                "The source {:?} has reported no such backup, so there is none to mark as gone.",
                record.source
            )))),
        };
        let moved = self.chains.has_moved();
        if self.resolver.rules.has_rebound() || moved {
            self.finder.ahead.forget_known();
        }
        done
    }

    /// Marks a backup as gone, if it was good.
    pub(super) fn remove(&mut self, known: Known, manner: Manner) -> Result<Done, StoreError> {
        let Known { place, mut state } = known;
        let removal = Removal {
            time: manner.now,
            via: manner.via,
        };
        let before = Judged::of(&place, &state);
        let counted = Counted::of(&place, &state);
        let outcome = if state.remove(removal) {
            self.judge
                .changed(&place, before, &Judged::of(&place, &state));
            self.resolver
                .rollups
                .change(&counted, &Counted::of(&place, &state));
            self.write(&place, &state, true)?;
            Outcome::Removed
        } else {
            Outcome::Unchanged
        };
        Ok(Done {
            backup: place.id,
            outcome,
        })
    }

    /// Notes that the sources of what was taken were heard of, now (epoch ms).
    pub(super) fn heard(&self, now: i64) -> Result<(), StoreError> {
        self.origins.heard(now)
    }

    /// Writes what follows from all that was taken. The last thing to do.
    pub(in crate::store) fn finish(mut self) -> Result<(), StoreError> {
        self.judge()?;
        self.resolver.rollups.write(self.transaction)?;
        self.resolver.changes.write(self.transaction)
    }

    /// The source with this name, added where needed.
    pub(super) fn source(&mut self, name: &str) -> Result<Handle, StoreError> {
        self.origins.source(name)
    }

    /// The repository of a record, if it is known.
    pub(super) fn repository(&mut self, record: &Record) -> Result<Option<Handle>, StoreError> {
        self.origins.find(record)
    }

    /// The name of a node.
    pub(super) fn node(&mut self, node: Handle) -> Result<String, StoreError> {
        Ok(self.resolver.nodes.get(node)?.name.clone())
    }

    /// The backup with this guid, or with an alias of it.
    pub(super) fn by_guid(&mut self, guid: Uuid) -> Result<Option<Known>, StoreError> {
        self.finder.by_guid(guid)
    }

    /// The backup with this number.
    pub(super) fn by_number(&mut self, backup: i64) -> Result<Known, StoreError> {
        self.finder.by_number(backup)
    }

    fn create(
        &mut self,
        record: Record,
        keys: &Keys,
        status: BackupStatus,
        manner: Manner,
    ) -> Result<Done, Fault> {
        let (source, repository) = self.origins.resolve(&record)?;
        let Some(guid) = keys.guid() else {
            return Err(Fault::Refused(Refusal::missing("id")));
        };
        let facts = self.resolver.facts(record, status, manner, None)?;
        let state = State::first(facts, manner.now, manner.heard);
        let parent_guid = keys.parent.filter(|parent| *parent != guid);
        let parent = match parent_guid {
            Some(parent) => self.link(parent)?,
            None => None,
        };
        self.finder.ahead.forget(guid);
        let backup = self.next;
        self.next += 1;
        let (policy, policy_from_rule) = self.policy(&state)?;
        let place = Place {
            id: backup,
            guid,
            source,
            repository,
            parent_guid,
            parent: parent.map(|parent| parent.id),
            root: parent.map_or(backup, |parent| parent.root),
            position: parent.map_or(0, |parent| parent.position + 1),
            policy,
            policy_from_rule,
        };
        self.rows.add(row::Values {
            place: &place,
            state: &state,
            insert: true,
        })?;
        self.resolver.rollups.add(&Counted::of(&place, &state));
        self.resolver.changes.added();
        let destinations = &mut self.resolver.destinations;
        self.copies.add(destinations, backup, guid, &state)?;
        self.finder.added(state.native_id.as_deref(), repository);
        self.judge.added(&place, &Judged::of(&place, &state));
        let link = Link {
            id: backup,
            root: place.root,
            position: place.position,
        };
        let waits = parent_guid.is_some() && parent.is_none();
        self.chains.added(guid, link, waits)?;
        for alias in [keys.id, keys.run].into_iter().flatten() {
            self.alias(alias, &place)?;
        }
        Ok(Done {
            backup,
            outcome: Outcome::Created,
        })
    }

    fn update(
        &mut self,
        record: Record,
        keys: &Keys,
        status: BackupStatus,
        known: Known,
        placeholder: Option<State>,
        manner: Manner,
    ) -> Result<Done, Fault> {
        let shortened = is_short_of(record.id.as_deref(), known.state.native_id.as_deref());
        // What is absent keeps what is known: when a run begins its repository may not be known.
        let repository = match record.repository {
            Some(_) => self.origins.resolve(&record)?.1,
            None => known.place.repository,
        };
        let mut facts = self.resolver.facts(record, status, manner, Some(&known))?;
        if shortened {
            facts.native_id = None;
        }
        let Known {
            mut place,
            state: before,
        } = known;
        let mut state = before.clone();
        if let Some(placeholder) = placeholder {
            state.absorb(placeholder);
        }
        state.merge(facts, manner.now, manner.heard);

        for (key, same) in [
            (keys.given, Some(place.guid) == keys.given),
            (
                keys.id.filter(|_| !shortened),
                state.native_id == before.native_id,
            ),
            (keys.run, state.run == before.run),
        ] {
            if let Some(key) = key
                && !same
            {
                self.alias(key, &place)?;
            }
        }
        let (policy, policy_from_rule) = self.policy(&state)?;
        let parent_guid = if state.parent == before.parent {
            place.parent_guid
        } else {
            keys.parent.filter(|parent| *parent != place.guid)
        };
        let parent_changed = parent_guid != place.parent_guid;
        let changed = state != before
            || parent_changed
            || repository != place.repository
            || (policy, policy_from_rule) != (place.policy, place.policy_from_rule);
        self.resolver
            .rollups
            .change(&Counted::of(&place, &before), &Counted::new(policy, &state));
        self.judge.changed(
            &place,
            Judged::of(&place, &before),
            &Judged::of(&place, &state),
        );
        (place.policy, place.policy_from_rule) = (policy, policy_from_rule);
        place.parent_guid = parent_guid;
        place.repository = repository;
        if changed {
            let copies_changed = state.copies != before.copies
                || state.removal.is_some() != before.removal.is_some()
                || state.outcome() != before.outcome();
            self.write(&place, &state, copies_changed)?;
        }
        self.relink(&place, parent_changed)?;
        let outcome = if changed {
            Outcome::Updated
        } else {
            Outcome::Unchanged
        };
        Ok(Done {
            backup: place.id,
            outcome,
        })
    }

    /// Writes a known backup.
    pub(super) fn write(
        &mut self,
        place: &Place,
        state: &State,
        copies_changed: bool,
    ) -> Result<(), StoreError> {
        self.finder.ahead.forget(place.guid);
        self.resolver.changes.changed(place.id);
        self.update.execute_later(row::Values {
            place,
            state,
            insert: false,
        })?;
        if copies_changed {
            let destinations = &mut self.resolver.destinations;
            self.copies
                .replace(destinations, place.id, place.guid, state)?;
        }
        Ok(())
    }

    /// Makes the link to the parent fit the parent that is named now.
    fn relink(&mut self, place: &Place, parent_changed: bool) -> Result<(), StoreError> {
        if !parent_changed && place.parent.is_some() {
            return Ok(());
        }
        let parent = match place.parent_guid {
            Some(guid) => self.link(guid)?.map(|parent| parent.id),
            None => None,
        };
        if place.parent_guid.is_some() && parent.is_none() {
            self.chains.waits();
        }
        if parent == place.parent {
            return Ok(());
        }
        if place.parent.is_some() {
            self.chains.detach(place.id, place.position)?;
        }
        match parent {
            Some(parent) => self.chains.attach(place.id, parent),
            None => Ok(()),
        }
    }

    /// Where the backup with this guid or alias stands in its chain.
    fn link(&mut self, guid: Uuid) -> Result<Option<Link>, StoreError> {
        if let Some(link) = self.chains.find_added(guid) {
            return Ok(Some(link));
        }
        if let Some(link) = self.finder.ahead.link(guid) {
            return Ok(Some(link));
        }
        match self.finder.ahead.see(guid) {
            Sight::Absent => Ok(None),
            Sight::Known(_) | Sight::Unseen => self.chains.find(guid),
        }
    }

    /// Makes a backup known by one more guid, also to those that name it as their parent.
    fn alias(&mut self, guid: Uuid, place: &Place) -> Result<(), StoreError> {
        if guid == place.guid {
            return Ok(());
        }
        self.finder.add_alias(guid, place.id)?;
        self.chains.adopt(guid, place.id)
    }

    /// The policy in force, and whether it is the rule's.
    fn policy(&mut self, state: &State) -> Result<(Option<Handle>, bool), StoreError> {
        match (state.policy, state.rule) {
            (Some(policy), _) => Ok((Some(policy), false)),
            (None, Some(rule)) => {
                let policy = self.resolver.rules.policy(rule)?;
                Ok((policy, policy.is_some()))
            }
            (None, None) => Ok((None, false)),
        }
    }
}

impl Manner {
    /// Records that were pushed.
    pub(super) const fn push(now: i64) -> Self {
        Self {
            via: Via::Push,
            scope: None,
            current: true,
            now,
            heard: now,
        }
    }
}
