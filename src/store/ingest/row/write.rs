//! State → row.

use std::collections::BTreeMap;

use rusqlite::types::ToSql;

use super::{Place, pulled, said, seen};
use crate::domain::facts::{Told, Via};
use crate::domain::fold::fold;
use crate::domain::state::State;
use crate::store::StoreError;
use crate::store::database::{Parameters, Take};
use crate::types::BackupStatus;

/// What is written of a backup that stands at `place`.
pub(in super::super) struct Values<'a> {
    pub(in super::super) place: &'a Place,
    pub(in super::super) state: &'a State,
    /// The columns of [`super::PLACE`] are written too, else the row is found by `place.id`.
    pub(in super::super) insert: bool,
}

impl Parameters for Values<'_> {
    fn each(self, take: &mut Take<'_>) -> Result<(), StoreError> {
        let Self {
            place,
            state,
            insert,
        } = self;
        let times = state.times();
        let outcome = state.outcome();
        let value = |told: &Option<Told<i64>>| told.as_ref().map(|told| told.value);

        let status_info = state.status_info.as_ref().map(|told| told.value.as_str());
        let mut binder = Binder(take);
        binder.bind(state.entity)?;
        binder.bind(state.status().as_str())?;
        binder.bind(state.kind().as_str())?;
        binder.bind(state.snapshot_time())?;
        binder.bind(value(&state.finished))?;
        binder.bind(value(&state.size).unwrap_or(0))?;
        binder.bind(value(&state.transferred))?;
        binder.bind(value(&state.stored))?;
        binder.bind(value(&state.objects))?;
        binder.bind(status_info)?;
        binder.bind(status_info.map(fold))?;
        binder.bind(times.queued_export)?;
        binder.bind(times.export)?;
        binder.bind(times.queued_store)?;
        binder.bind(times.store)?;
        binder.bind(place.policy)?;
        binder.bind(place.policy_from_rule)?;
        binder.bind(state.rule)?;
        binder.bind(state.node)?;
        binder.bind(state.origin)?;
        binder.bind(&state.mode)?;
        binder.bind(state.hidden)?;
        binder.bind(state.mountable)?;
        binder.bind(state.iscsi_mountable)?;
        binder.bind(state.archive_expire)?;
        binder.bind(place.parent_guid)?;
        binder.bind(state.parent.as_ref().map(|told| told.value.as_str()))?;
        binder.bind(&state.description)?;
        binder.bind(state.description.as_deref().map(fold))?;
        binder.bind(&state.reported_description)?;
        binder.list(&state.warnings)?;
        binder.list(&state.pushed_warnings)?;
        binder.list(&state.pulled_warnings)?;
        binder.list(&state.findings)?;
        binder.bind(state.acknowledged)?;
        binder.bind(state.scope)?;
        binder.bind(&state.native_id)?;
        binder.bind(&state.run)?;
        binder.bind(&state.original)?;
        binder.bind(&state.tool)?;
        binder.labels(&state.labels)?;
        binder.bind(state.exit_code)?;
        binder.bind(value(&state.started))?;
        binder.bind(state.pushed_status.map(BackupStatus::as_str))?;
        binder.bind(state.pulled_status.map(BackupStatus::as_str))?;
        binder.bind(reported(state))?;
        binder.bind(seen(state))?;
        binder.bind(state.removal.map(|removal| removal.time))?;
        binder.bind(state.removal.map(|_| outcome.as_str()))?;
        binder.bind(place.source)?;
        binder.bind(place.repository)?;
        binder.bind(place.id)?;
        if insert {
            binder.bind(place.guid)?;
            binder.bind(place.parent)?;
            binder.bind(place.root)?;
            binder.bind(place.position)?;
        }
        Ok(())
    }
}

fn reported(state: &State) -> i64 {
    fn by<T>(told: Option<&Told<T>>, said: i64, pulled: i64) -> i64 {
        match told {
            None => 0,
            Some(told) if told.via == Via::Push => said,
            Some(_) => said | pulled,
        }
    }
    by(state.kind.as_ref(), said::KIND, pulled::KIND)
        | by(
            state.snapshot_time.as_ref(),
            said::SNAPSHOT_TIME,
            pulled::SNAPSHOT_TIME,
        )
        | by(state.size.as_ref(), said::SIZE, pulled::SIZE)
        | by(state.times.as_ref(), said::TIMES, pulled::TIMES)
        | by(state.started.as_ref(), 0, pulled::STARTED)
        | by(state.finished.as_ref(), 0, pulled::FINISHED)
        | by(state.transferred.as_ref(), 0, pulled::TRANSFERRED)
        | by(state.stored.as_ref(), 0, pulled::STORED)
        | by(state.objects.as_ref(), 0, pulled::OBJECTS)
        | by(state.parent.as_ref(), 0, pulled::PARENT)
        | by(state.status_info.as_ref(), 0, pulled::STATUS_INFO)
        | if state.copies_listed { said::COPIES } else { 0 }
}

fn seen(state: &State) -> i64 {
    let bit = |set: bool, bit: i64| if set { bit } else { 0 };
    bit(state.pushed_status.is_some(), seen::PUSHED)
        | bit(state.pulled_status.is_some(), seen::PULLED)
        | bit(
            state
                .removal
                .is_some_and(|removal| removal.via == Via::Push),
            seen::REMOVED_BY_PUSH,
        )
}

/// Binds the parameters of a statement, from the first on.
struct Binder<'a, 'take>(&'a mut Take<'take>);

impl Binder<'_, '_> {
    fn bind(&mut self, value: impl ToSql) -> Result<(), StoreError> {
        (self.0)(&value)
    }

    fn list(&mut self, texts: &[String]) -> Result<(), StoreError> {
        if texts.is_empty() {
            return self.bind("[]");
        }
        self.bind(serde_json::to_string(texts).unwrap_or_default())
    }

    fn labels(&mut self, labels: &BTreeMap<String, String>) -> Result<(), StoreError> {
        if labels.is_empty() {
            return self.bind(None::<&str>);
        }
        self.bind(serde_json::to_string(labels).unwrap_or_default())
    }
}
