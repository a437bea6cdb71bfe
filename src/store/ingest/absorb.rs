//! The placeholder of a run becomes the backup that the run made.
//!
//! A run is reported when it begins, before anybody knows the id of what it makes. An inventory may list that backup
//! before the run's own end arrives; then there are two rows for it, and the end says so. The one with the id stays.
//! The guid of the other becomes one more name of it.

use super::StoreError;
use super::find::Known;
use super::judge::Judged;
use super::rollups::Counted;
use super::writer::Writer;
use crate::domain::state::State;

impl Writer<'_> {
    /// Takes a placeholder out of the catalog; its guids lead to the backup in row `into`. What was known of it.
    pub(super) fn absorb(&mut self, placeholder: Known, into: i64) -> Result<State, StoreError> {
        let Known { place, state } = placeholder;
        let transaction = self.transaction;
        self.resolver.rollups.remove(&Counted::of(&place, &state));
        self.judge.removed(&Judged::of(&place, &state));
        self.resolver.changes.changed(place.id);
        self.finder.ahead.forget(place.guid);
        self.chains.forget(place.guid);
        if place.parent.is_some() {
            self.chains.detach(place.id, place.position)?;
        }
        transaction
            .prepare_cached("UPDATE aliases SET backup_id = $1 WHERE backup_id = $2")?
            .execute_later((into, place.id))?;
        transaction
            .prepare_cached("DELETE FROM locations WHERE backup_id = $1")?
            .execute_later([place.id])?;
        transaction
            .prepare_cached("DELETE FROM backups WHERE id = $1")?
            .execute_later([place.id])?;
        self.finder.add_alias(place.guid, into)?;
        self.chains.adopt(place.guid, into)?;
        Ok(state)
    }
}
