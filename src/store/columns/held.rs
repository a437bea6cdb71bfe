//! The copy as all connections to one database share it: made when it is first of use, and kept up with the writes.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use super::{Columns, Condition, Wanted};
use crate::domain::selection::Selection;
use crate::store::database::{Access, Connection, Role};
use crate::store::place::Place;
use crate::store::restriction::Restriction;
use crate::store::visible::Visible;
use crate::store::{StoreError, changes};

/// Memory that a copy may take, bytes (chosen): ten million backups and what they have in common.
pub const COLUMNS_MEMORY: usize = 384 << 20;

/// Rows that whoever asks reads on the way: it takes about 50 ms. For more there is a thread, and the database answers
/// until that is done.
const AT_ONCE: i64 = 20_000;

/// A place for the copy of a database.
#[derive(Debug)]
pub(in crate::store) struct Held {
    place: Place,
    limit: AtomicUsize,
    copy: RwLock<Copy>,
}

#[derive(Debug)]
enum Copy {
    /// Nobody has asked yet, or it is not known what changed since.
    Absent,
    /// A thread reads it.
    Coming,
    There(Box<Columns>),
    /// It takes more memory than it may.
    TooLarge,
}

impl Held {
    pub(in crate::store) fn new(place: Place) -> Self {
        Self {
            place,
            limit: AtomicUsize::new(COLUMNS_MEMORY),
            copy: RwLock::new(Copy::Absent),
        }
    }

    /// Lets the copy take so many bytes; 0: there is none.
    pub(in crate::store) fn limit(&self, bytes: usize) {
        self.limit.store(bytes, Ordering::Relaxed);
        self.forget();
    }

    /// Whether rows may be held in memory at all.
    pub(in crate::store) fn is_allowed(&self) -> bool {
        self.limit.load(Ordering::Relaxed) > 0
    }

    /// Forgets the copy: what answers from now on may be another database.
    pub(in crate::store) fn forget(&self) {
        *self.write() = Copy::Absent;
    }

    /// Asks the copy for what a selection finds, in the state that the connection sees; none: the database has to be
    /// asked.
    pub(in crate::store) fn ask<T>(
        self: &Arc<Self>,
        connection: &Connection,
        visible: &Visible,
        selection: &Selection,
        restriction: Restriction,
        ask: impl FnOnce(&Columns, &Condition) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        if !self.is_allowed() {
            return Ok(None);
        }
        let Wanted::Those(condition) =
            Condition::read(connection, visible, selection, restriction)?
        else {
            return Ok(None);
        };
        let state = changes::state(connection)?;
        let mut copy = self.current(state);
        if copy.is_none() {
            self.renew(connection, state)?;
            copy = self.current(state);
        }
        match copy.as_deref() {
            Some(Copy::There(columns)) if condition.is_covered(&columns.profiles) => {
                ask(columns, &condition).map(Some)
            }
            _ => Ok(None),
        }
    }

    /// The copy, if it is of this state.
    fn current(&self, state: i64) -> Option<RwLockReadGuard<'_, Copy>> {
        let copy = self.copy.read().unwrap_or_else(PoisonError::into_inner);
        matches!(&*copy, Copy::There(columns) if columns.state == state).then_some(copy)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Copy> {
        self.copy.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes the copy one of the state that the connection sees, or has that done. Not where the copy is ahead of it: a
    /// transaction that began before the last write asks the database.
    fn renew(self: &Arc<Self>, connection: &Connection, state: i64) -> Result<(), StoreError> {
        let limit = self.limit.load(Ordering::Relaxed);
        let mut copy = self.write();
        let known = match &mut *copy {
            Copy::Coming | Copy::TooLarge => return Ok(()),
            Copy::There(columns) if columns.state >= state => return Ok(()),
            Copy::There(columns) => columns.rows.last(),
            Copy::Absent => 0,
        };
        let last: i64 = connection
            .prepare_cached("SELECT coalesce(max(id), 0) FROM backups")?
            .query_row((), |row| row.get(0))?;
        if last - known > AT_ONCE {
            self.begin(&mut copy);
            return Ok(());
        }
        // What fails half-way is no copy of anything.
        match std::mem::replace(&mut *copy, Copy::Absent) {
            Copy::There(mut columns) => {
                if columns.follow(connection, limit)? {
                    *copy = Copy::There(columns);
                } else {
                    self.begin(&mut copy);
                }
            }
            _ => *copy = Copy::of(Columns::read(connection, limit)?),
        }
        Ok(())
    }

    /// Has a thread read it.
    fn begin(self: &Arc<Self>, copy: &mut Copy) {
        let held = Arc::clone(self);
        let thread = std::thread::Builder::new().name("columns".to_owned());
        *copy = match thread.spawn(move || held.fill()) {
            Ok(_) => Copy::Coming,
            Err(error) => {
                tracing::warn!(%error, "no thread to read the columns into memory");
                Copy::Absent
            }
        };
    }

    fn fill(&self) {
        let limit = self.limit.load(Ordering::Relaxed);
        let read = || {
            let connection = self.place.connect(Role::Reader)?;
            let transaction = connection.begin(Access::Read)?;
            Columns::read(&transaction, limit)
        };
        let read = read();
        let mut copy = self.write();
        if !matches!(*copy, Copy::Coming) {
            return;
        }
        *copy = match read {
            Ok(columns) => Copy::of(columns),
            Err(error) => {
                tracing::warn!(%error, "the columns could not be read into memory");
                Copy::Absent
            }
        };
    }
}

impl Copy {
    fn of(columns: Option<Columns>) -> Self {
        if let Some(columns) = columns {
            tracing::debug!(
                backups = columns.rows.last(),
                profiles = columns.profiles.count(),
                "columns read into memory"
            );
            return Self::There(Box::new(columns));
        }
        tracing::info!("the catalog is too large for the memory that its columns may take");
        Self::TooLarge
    }
}
