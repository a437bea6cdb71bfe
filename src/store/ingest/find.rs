//! Which known backup a record speaks of.

use std::collections::HashMap;

use crate::store::database::{Inserts, OptionalRow as _, Row, Statement, Table, Transaction};
use uuid::Uuid;

use super::ahead::{Ahead, Sight};
use super::copies;
use super::report::Numbered;
use super::row::{self, Place};
use crate::domain::facts::Handle;
use crate::domain::identity;
use crate::domain::keys::Keys;
use crate::domain::record::{Record, Refusal};
use crate::domain::state::State;
use crate::store::StoreError;

/// Digits of a shortened id (restic before 0.15 pushes those).
const SHORT: usize = 8;
/// Digits of a whole id.
const LONG: usize = 64;

/// A backup as it is in the catalog.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Known {
    pub(super) place: Place,
    pub(super) state: State,
}

/// What was found.
#[derive(Debug)]
pub(super) enum Found {
    /// Nothing: the record's backup is new.
    Nothing,
    /// A backup by one of the record's own keys.
    Backup(Box<Known>),
    /// A backup that is known by the first digits of the record's id only.
    ByShort(Box<Known>),
    /// A backup by the record's id, and beside it the placeholder of the run that made it: both are that backup.
    Twice(Box<Known>, Box<Known>),
}

impl Found {
    pub(super) fn known(&self) -> Option<&Known> {
        match self {
            Self::Nothing => None,
            Self::Backup(known) | Self::ByShort(known) | Self::Twice(known, _) => Some(known),
        }
    }

    /// The backup, and the placeholder that is to be absorbed into it.
    pub(super) fn into_known(self) -> (Option<Box<Known>>, Option<Box<Known>>) {
        match self {
            Self::Nothing => (None, None),
            Self::Backup(known) | Self::ByShort(known) => (Some(known), None),
            Self::Twice(known, placeholder) => (Some(known), Some(placeholder)),
        }
    }
}

/// Looks backups up.
pub(super) struct Finder<'t> {
    transaction: &'t Transaction<'t>,
    by_guid: Statement<'t>,
    pub(super) ahead: Ahead,
    by_number: Statement<'t>,
    copies: Statement<'t>,
    new_aliases: Inserts<'t>,
    /// Whether there are aliases at all; most catalogs of a single tool have none.
    aliases: bool,
    /// Whether a repository has backups that are known by a shortened id.
    shorts: HashMap<Handle, bool>,
}

impl<'t> Finder<'t> {
    pub(super) fn new(transaction: &'t Transaction<'t>) -> Result<Self, StoreError> {
        let aliases =
            transaction.query_row("SELECT EXISTS (SELECT 1 FROM aliases)", (), |row| {
                row.get(0)
            })?;
        Ok(Self {
            transaction,
            by_guid: transaction.prepare_cached(&row::SELECT_BY_GUID)?,
            ahead: Ahead::default(),
            by_number: transaction.prepare_cached(&row::SELECT_BY_ID)?,
            copies: transaction.prepare_cached(copies::SELECT)?,
            new_aliases: transaction.prepare_inserts(
                &Table::Aliases,
                &["guid", "backup_id"],
                "ON CONFLICT DO NOTHING",
            )?,
            aliases,
            shorts: HashMap::new(),
        })
    }

    /// Looks for whatever these records may mean.
    pub(super) fn look_ahead(&mut self, records: &[Numbered]) -> Result<(), StoreError> {
        self.ahead = Ahead::look(self.transaction, records, self.aliases)?;
        Ok(())
    }

    /// Finds the backup of a record, or says why it cannot be told which one it is.
    pub(super) fn find(
        &mut self,
        record: &Record,
        keys: &Keys,
        repository: Option<Handle>,
    ) -> Result<Result<Found, Refusal>, StoreError> {
        let given = match keys.given {
            Some(guid) => self.by_guid(guid)?,
            None => None,
        };
        let id = match keys.id {
            Some(guid)
                if given
                    .as_ref()
                    .is_none_or(|known| known.state.native_id != record.id) =>
            {
                self.by_guid(guid)?
            }
            _ => None,
        };
        if let (Some(given), Some(id)) = (&given, &id)
            && given.place.id != id.place.id
            && !is_placeholder(given, record)
        {
            return Ok(Err(Refusal::of(
                "guid",
                format_args!(
                    "is {}, which is another backup than the one with this `id`, {}",
                    given.place.guid, id.place.guid
                ),
            )));
        }
        let (placeholder, given) = match given {
            Some(given) if is_placeholder(&given, record) => (Some(given), None),
            given => (self.placeholder(record, keys, id.as_ref())?, given),
        };
        let found = match (given.or(id), repository) {
            (Some(known), _) => Found::Backup(Box::new(known)),
            (None, Some(repository)) if placeholder.is_some() => {
                match self.by_digits(record, repository)? {
                    Ok(found) => found,
                    Err(refusal) => return Ok(Err(refusal)),
                }
            }
            (None, _) => Found::Nothing,
        };
        if let Some(placeholder) = placeholder {
            let placeholder = Box::new(placeholder);
            return Ok(Ok(match found.into_known().0 {
                None => Found::Backup(placeholder),
                Some(known) if known.place.id == placeholder.place.id => Found::Backup(known),
                Some(known) => Found::Twice(known, placeholder),
            }));
        }
        if let Found::Backup(_) = found {
            return Ok(Ok(found));
        }
        for guid in [keys.run, keys.moment].into_iter().flatten() {
            if let Some(known) = self.by_guid(guid)?
                && !is_another(&known, record)
            {
                return Ok(Ok(Found::Backup(Box::new(known))));
            }
        }
        match repository {
            Some(repository) => self.by_digits(record, repository),
            None => Ok(Ok(Found::Nothing)),
        }
    }

    /// The placeholder of the run that a record with an id speaks of, by the run's own guid.
    fn placeholder(
        &mut self,
        record: &Record,
        keys: &Keys,
        known: Option<&Known>,
    ) -> Result<Option<Known>, StoreError> {
        let Some(run) = keys.run.filter(|_| record.id.is_some()) else {
            return Ok(None);
        };
        if known.is_some_and(|known| known.state.run == record.run) {
            return Ok(None);
        }
        let found = self.by_guid(run)?;
        Ok(found.filter(|found| is_placeholder(found, record)))
    }

    /// The backup with this guid, or with an alias of it.
    pub(super) fn by_guid(&mut self, guid: Uuid) -> Result<Option<Known>, StoreError> {
        match self.ahead.see(guid) {
            Sight::Known(known) => return Ok(Some(known.clone())),
            Sight::Absent => return Ok(None),
            Sight::Unseen => {
                let mut rows = self.by_guid.query([guid])?;
                if let Some(row) = rows.next()? {
                    return known(&row, &mut self.copies).map(Some);
                }
            }
        }
        if !self.aliases {
            return Ok(None);
        }
        let alias: Option<i64> = self
            .transaction
            .prepare_cached("SELECT backup_id FROM aliases WHERE guid = $1")?
            .query_row([guid], |row| row.get(0))
            .optional()?;
        alias.map(|id| self.by_number(id)).transpose()
    }

    /// The backup in this row.
    pub(super) fn by_number(&mut self, id: i64) -> Result<Known, StoreError> {
        let mut rows = self.by_number.query([id])?;
        match rows.next()? {
            Some(row) => known(&row, &mut self.copies),
            None => Err(StoreError::NoRow),
        }
    }

    /// Makes the backup known by one more guid.
    pub(super) fn add_alias(&mut self, guid: Uuid, backup: i64) -> Result<(), StoreError> {
        self.aliases = true;
        self.ahead.forget(guid);
        self.new_aliases.add((guid, backup))
    }

    /// Notes that a backup with this native id was added to a repository.
    pub(super) fn added(&mut self, native_id: Option<&str>, repository: Handle) {
        if native_id.is_some_and(|id| is_hex(id, SHORT)) {
            self.shorts.insert(repository, true);
        }
    }

    fn by_digits(
        &mut self,
        record: &Record,
        repository: Handle,
    ) -> Result<Result<Found, Refusal>, StoreError> {
        let Some(id) = record.id.as_deref() else {
            return Ok(Ok(Found::Nothing));
        };
        if is_hex(id, LONG) && self.has_shorts(repository)? {
            let repository_key = record.repository.as_deref().unwrap_or_default();
            let short = identity::backup(&record.source, repository_key, &id[..SHORT]);
            let known = self.by_guid(short)?;
            // One that has got its whole id is found by that.
            return Ok(Ok(match known {
                Some(known) if known.state.native_id.as_deref() == Some(&id[..SHORT]) => {
                    Found::ByShort(Box::new(known))
                }
                _ => Found::Nothing,
            }));
        }
        if is_hex(id, SHORT) {
            return self.by_long(id, repository);
        }
        Ok(Ok(Found::Nothing))
    }

    fn by_long(
        &mut self,
        short: &str,
        repository: Handle,
    ) -> Result<Result<Found, Refusal>, StoreError> {
        let ids: Vec<i64> = self
            .transaction
            .prepare_cached(
                "SELECT id FROM backups
                 WHERE repository_id = $1 AND substr(native_id, 1, 8) = $2 AND length(native_id) = 64 LIMIT 2",
            )?
            .query_all((repository, short), |row| row.get(0))?;
        Ok(match ids.as_slice() {
            [] => Ok(Found::Nothing),
            [id] => Ok(Found::Backup(Box::new(self.by_number(*id)?))),
            _ => Err(Refusal::of(
                "id",
                format_args!(
                    "is {short:?}, the first digits of several backups of this repository; send the whole id"
                ),
            )),
        })
    }

    fn has_shorts(&mut self, repository: Handle) -> Result<bool, StoreError> {
        if let Some(has) = self.shorts.get(&repository) {
            return Ok(*has);
        }
        let has = self
            .transaction
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM backups WHERE repository_id = $1 AND length(native_id) = 8)",
            )?
            .query_row([repository], |row| row.get(0))?;
        self.shorts.insert(repository, has);
        Ok(has)
    }
}

fn known(row: &Row<'_>, copies: &mut Statement<'_>) -> Result<Known, StoreError> {
    let (place, mut state) = row::read(row)?;
    state.copies = copies::read(copies, place.id)?;
    Ok(Known { place, state })
}

/// Whether `short` is the first digits of `long`, and both are what tools print.
pub(super) fn is_short_of(short: Option<&str>, long: Option<&str>) -> bool {
    match (short, long) {
        (Some(short), Some(long)) => {
            is_hex(short, SHORT) && is_hex(long, LONG) && long.starts_with(short)
        }
        _ => false,
    }
}

/// Whether all that is known of a backup is that the record's run makes it: the record says which one that is.
fn is_placeholder(known: &Known, record: &Record) -> bool {
    let state = &known.state;
    state.native_id.is_none()
        && state.pulled_status.is_none()
        && state.run.is_some()
        && state.run == record.run
}

/// A run may make several backups: one that is known by another id is not this record's.
fn is_another(known: &Known, record: &Record) -> bool {
    match (&known.state.native_id, &record.id) {
        (Some(known), Some(id)) => known != id,
        _ => false,
    }
}

fn is_hex(id: &str, digits: usize) -> bool {
    id.len() == digits
        && id
            .bytes()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}
