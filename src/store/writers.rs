//! The connections that write; of each process one at a time.

use super::StoreError;
use super::database::{Access, Connection, Role, Transaction};
use super::place::Place;

/// Connections that write, opened when first needed.
#[derive(Debug)]
pub(super) struct Writers {
    place: Place,
    edits: Option<Connection>,
    /// Of reports, whose references are rows that were just found or added: here SQLite does not look for them again.
    reports: Option<Connection>,
}

/// What is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Writing {
    Edits,
    Reports,
}

impl Writers {
    /// With a connection that is open already.
    pub(super) fn new(place: Place, edits: Connection) -> Self {
        Self {
            place,
            edits: Some(edits),
            reports: None,
        }
    }

    /// Runs `work` in one transaction, which is committed if it succeeds and rolled back if it fails.
    pub(super) fn transact<T, E: From<StoreError>>(
        &mut self,
        writing: Writing,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let (slot, role) = match writing {
            Writing::Edits => (&mut self.edits, Role::Writer),
            Writing::Reports => (&mut self.reports, Role::Reports),
        };
        slot.take_if(|connection| connection.has_ended());
        let connection = match slot {
            Some(connection) => connection,
            None => slot.insert(self.place.connect(role)?),
        };
        let transaction = connection.begin(Access::Write)?;
        let result = work(&transaction)?;
        transaction.commit()?;
        Ok(result)
    }
}
