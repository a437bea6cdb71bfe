//! The connections that write; of each process one at a time.

use super::StoreError;
use super::caller::{Author, Credential};
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

    /// Runs `work` in one transaction, which is committed if it succeeds and rolled back if it fails. What it writes is
    /// a write of its author's session.
    pub(super) fn transact<T, E: From<StoreError>>(
        &mut self,
        writing: Writing,
        author: Option<&Author>,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let (slot, role) = match writing {
            Writing::Edits => (&mut self.edits, Role::Writer),
            Writing::Reports => (&mut self.reports, Role::Reports),
        };
        slot.take_if(|connection| connection.has_ended());
        // One that was open may have ended unnoticed: nothing is lost by beginning again on a new one.
        if let Some(connection) = slot {
            match connection.begin(Access::Write) {
                Ok(transaction) => return finish(transaction, author, work),
                Err(error) if !connection.is_broken() => return Err(error.into()),
                Err(_) => {}
            }
        }
        let connection = slot.insert(self.place.connect(role)?);
        finish(connection.begin(Access::Write)?, author, work)
    }
}

fn finish<T, E: From<StoreError>>(
    transaction: Transaction<'_>,
    author: Option<&Author>,
    work: impl FnOnce(&Transaction<'_>) -> Result<T, E>,
) -> Result<T, E> {
    let result = work(&transaction)?;
    // The commit makes the next state.
    let state = transaction.version() + 1;
    let author = author.filter(|_| transaction.engine().has_standbys());
    match author.and_then(Author::credential) {
        None => {}
        Some(Credential::Session(hash)) => transaction
            .prepare_cached("UPDATE sessions SET wrote = $1 WHERE token_hash = $2")?
            .execute_later((state, hash))?,
        Some(Credential::Token(hash)) => transaction
            .prepare_cached("UPDATE tokens SET wrote = $1 WHERE token_hash = $2")?
            .execute_later((state, hash))?,
    }
    transaction.commit()?;
    if let Some(author) = author {
        author.wrote(state);
    }
    Ok(result)
}
