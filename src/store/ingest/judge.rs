//! What the catalog finds when it compares a backup with others: after all records of a transaction were taken, of what
//! they changed and of what follows from that.

use std::collections::{BTreeMap, BTreeSet};

use super::row::Place;
use super::writer::Writer;
use crate::domain::facts::{Handle, Told};
use crate::domain::finding::Finding;
use crate::domain::state::State;
use crate::domain::usual_size::Window;
use crate::store::StoreError;
use crate::store::findings::{chain, series};
use crate::types::{BackupStatus, BackupType};

/// What is asked for together.
const TOGETHER: usize = 500;

/// Backups whose sizes are compared: one entity's of one type, as one source measures them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) struct Series {
    pub(in crate::store) entity: Handle,
    pub(in crate::store) source: Handle,
    pub(in crate::store) kind: BackupType,
}

impl Series {
    fn key(&self) -> (Handle, Handle, &'static str) {
        (self.entity, self.source, self.kind.as_str())
    }
}

/// What other backups' findings may follow from.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Judged {
    series: Series,
    /// Its time and size, and whether it was a success.
    sized: Option<(i64, i64, bool)>,
    /// Whether it came to a good end, and whether it is gone.
    present: (bool, bool),
    /// The parent that it cannot be restored without.
    parent: Option<String>,
}

impl Judged {
    pub(super) fn of(place: &Place, state: &State) -> Self {
        let success = state.outcome() == BackupStatus::Success;
        let parent = state.parent.as_ref().filter(|_| state.needs_parent());
        Self {
            series: Series {
                entity: state.entity,
                source: place.source,
                kind: state.kind(),
            },
            sized: state
                .sized()
                .map(|size| (state.snapshot_time(), size, success)),
            present: (state.is_good(), state.removal.is_some()),
            parent: parent.map(|Told { value, .. }| value.clone()),
        }
    }
}

/// What a transaction changed.
#[derive(Debug, Default)]
pub(super) struct Judge {
    /// Since when the sizes of a series are not what they were.
    series: BTreeMap<(Handle, Handle, &'static str), (Series, i64)>,
    /// Backups whose chain is to be looked at.
    chains: BTreeSet<i64>,
    /// Backups whose children's chains are.
    parents: BTreeSet<i64>,
}

impl Judge {
    /// A backup was added.
    pub(super) fn added(&mut self, place: &Place, judged: &Judged) {
        self.touch(judged);
        if judged.parent.is_some() {
            self.chains.insert(place.id);
        }
    }

    /// A backup was changed.
    pub(super) fn changed(&mut self, place: &Place, before: Judged, after: &Judged) {
        if before == *after {
            return;
        }
        if (before.series, before.sized) != (after.series, after.sized) {
            self.touch(&before);
            self.touch(after);
        }
        if (before.present, before.parent) != (after.present, after.parent.clone()) {
            self.chains.insert(place.id);
        }
        if before.present != after.present {
            self.parents.insert(place.id);
        }
    }

    /// A backup was taken out; nothing builds on it.
    pub(super) fn removed(&mut self, judged: &Judged) {
        self.touch(judged);
    }

    fn touch(&mut self, judged: &Judged) {
        let Some((time, ..)) = judged.sized else {
            return;
        };
        let since = self.series.entry(judged.series.key());
        let (_, since) = since.or_insert((judged.series, time));
        *since = time.min(*since);
    }
}

impl Writer<'_> {
    /// Finds what follows from all that was taken.
    pub(super) fn judge(&mut self) -> Result<(), StoreError> {
        let judge = std::mem::take(&mut self.judge);
        let touched: Vec<(Series, i64)> = judge.series.into_values().collect();
        for together in touched.chunks(TOGETHER) {
            self.judge_sizes(together)?;
        }
        let mut chains = judge.chains;
        chains.extend(self.chains.take_relinked());
        chains.extend(chain::children(self.transaction, judge.parents)?);
        self.judge_chains(chains)
    }

    fn judge_sizes(&mut self, touched: &[(Series, i64)]) -> Result<(), StoreError> {
        let mut found = Vec::new();
        let mut at = None;
        let mut window = Window::default();
        series::since(self.transaction, touched, |number, row| {
            if at != Some(number) {
                at = Some(number);
                window = Window::default();
            }
            let Some((series, since)) = touched.get(number) else {
                return Ok(());
            };
            window.go_to(row.time);
            if row.success {
                window.add(row.size);
            }
            if row.time >= *since {
                let usual = window.usual();
                let says = usual.and_then(|usual| usual.judge(row.size, series.kind));
                if !series::is_found(&row.findings, says.as_ref()) {
                    found.push((row.id, says));
                }
            }
            Ok(())
        })?;
        for (id, says) in found {
            self.find_in(id, |state| series::find(state, says))?;
        }
        Ok(())
    }

    fn judge_chains(&mut self, mut chains: BTreeSet<i64>) -> Result<(), StoreError> {
        while !chains.is_empty() {
            let mut changed = BTreeSet::new();
            let ids: Vec<i64> = std::mem::take(&mut chains).into_iter().collect();
            for together in ids.chunks(TOGETHER) {
                for (id, says) in chain::judge(self.transaction, together)? {
                    self.find_in(id, |state| state.find(Finding::BrokenChain, says))?;
                    changed.insert(id);
                }
            }
            chains = chain::children(self.transaction, changed)?;
        }
        Ok(())
    }

    /// Changes what is found of a backup.
    pub(in crate::store) fn find_in(
        &mut self,
        id: i64,
        find: impl FnOnce(&mut State),
    ) -> Result<(), StoreError> {
        let known = self.by_number(id)?;
        let mut state = known.state.clone();
        find(&mut state);
        if state != known.state {
            self.write(&known.place, &state, false)?;
        }
        Ok(())
    }
}
