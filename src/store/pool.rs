//! The connections that read from one database.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::StoreError;
use super::columns::Held;
use super::database::{Access, Connection, Role};
use super::place::Place;
use super::snapshot::{Memory, Snapshot};

/// Connections to one database, opened when first needed, and whether it answers.
#[derive(Debug)]
pub(super) struct Pool {
    place: Place,
    columns: Arc<Held>,
    idle: Mutex<Vec<Lent>>,
    /// Set while it does not answer: when it may be tried again.
    silent_until: Mutex<Option<Instant>>,
    pause: Duration,
}

/// A connection with what it remembers.
#[derive(Debug)]
struct Lent {
    connection: Connection,
    memory: Memory,
}

impl Lent {
    fn attempt<R, F>(&mut self, columns: &Arc<Held>, state: i64, work: F) -> Attempt<R, F>
    where
        F: FnOnce(&mut Snapshot<'_>) -> R,
    {
        let transaction = match self.connection.begin(Access::Read) {
            Ok(transaction) => transaction,
            Err(error) => return Attempt::Missed(work, Some(error)),
        };
        if transaction.version() < state {
            return Attempt::Missed(work, None);
        }
        Attempt::Done(work(&mut Snapshot::new(
            transaction,
            &mut self.memory,
            columns,
        )))
    }
}

/// How an attempt to read ended.
pub(super) enum Attempt<R, F> {
    /// The work was done.
    Done(R),
    /// It was not begun: the database does not answer, or (none) its state is too old.
    Missed(F, Option<StoreError>),
}

impl Pool {
    /// A database that does not answer is left alone for `pause`, where another one can answer.
    pub(super) fn new(place: Place, pause: Duration) -> Self {
        Self {
            columns: Arc::new(Held::new(place.clone())),
            place,
            idle: Mutex::default(),
            silent_until: Mutex::default(),
            pause,
        }
    }

    pub(super) fn columns(&self) -> &Held {
        &self.columns
    }

    pub(super) fn place(&self) -> &Place {
        &self.place
    }

    /// Whether it did not answer a moment ago.
    pub(super) fn is_silent(&self) -> bool {
        locked(&self.silent_until).is_some_and(|end| Instant::now() < end)
    }

    /// Whether to try it: it answers, or its pause is over. Of many who ask after the pause one tries.
    pub(super) fn may_be_tried(&self) -> bool {
        let now = Instant::now();
        let mut silent_until = locked(&self.silent_until);
        match &mut *silent_until {
            None => true,
            Some(end) if *end <= now => {
                *end = now + self.pause;
                true
            }
            Some(_) => false,
        }
    }

    /// Notes that it answered.
    pub(super) fn answered(&self) {
        if locked(&self.silent_until).take().is_some() {
            tracing::info!(database = %self.place, "the database answers again");
        }
    }

    fn failed(&self, error: &StoreError) {
        let end = Instant::now() + self.pause;
        if locked(&self.silent_until).replace(end).is_none() {
            tracing::warn!(database = %self.place, %error, "the database does not answer");
        }
    }

    /// Runs `work` in one read transaction, if the database is in `state` or a later one. Not for an asynchronous task.
    pub(super) fn attempt<R, F>(&self, state: i64, mut work: F) -> Attempt<R, F>
    where
        F: FnOnce(&mut Snapshot<'_>) -> R,
    {
        // One that was open may have ended unnoticed: nothing is lost by beginning again on a new one.
        let mut open = locked(&self.idle).pop();
        if open.take_if(|lent| lent.connection.has_ended()).is_some() {
            self.columns.forget();
        }
        loop {
            let fresh = open.is_none();
            let lent = match open.take() {
                Some(lent) => Ok(lent),
                None => self.open(),
            };
            let mut lent = match lent {
                Ok(lent) => lent,
                Err(error) => {
                    self.failed(&error);
                    return Attempt::Missed(work, Some(error));
                }
            };
            let attempt = lent.attempt(&self.columns, state, work);
            let Attempt::Missed(rest, Some(error)) = attempt else {
                self.answered();
                self.keep(lent);
                return attempt;
            };
            if fresh || !lent.connection.is_broken() {
                self.failed(&error);
                self.keep(lent);
                return Attempt::Missed(rest, Some(error));
            }
            self.columns.forget();
            work = rest;
        }
    }

    fn open(&self) -> Result<Lent, StoreError> {
        Ok(Lent {
            connection: self.place.connect(Role::Reader)?,
            memory: Memory::default(),
        })
    }

    fn keep(&self, lent: Lent) {
        if lent.connection.is_broken() {
            // Another server may answer next, and have lost what this one had.
            self.columns.forget();
        } else {
            locked(&self.idle).push(lent);
        }
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
