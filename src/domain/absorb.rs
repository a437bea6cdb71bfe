//! How the placeholder of a run and the backup that the run made become one.
//!
//! What is known of the backup stays; the placeholder fills what is absent, and what runs know better than inventories.
//! What a person wrote on either is kept; where both were written on, the backup's.

use super::facts::{Told, Via};
use super::finding::Finding;
use super::state::State;

impl State {
    /// Takes in what is known of the run's placeholder.
    pub(crate) fn absorb(&mut self, placeholder: State) {
        self.absorb_words(&placeholder);
        // What it says of the start was found when that was reported.
        if let (None, Some(clock)) = (
            self.finding(Finding::Clock),
            placeholder.finding(Finding::Clock),
        ) {
            let (clock, acknowledged) = (clock.to_owned(), self.acknowledged);
            self.find(Finding::Clock, Some(clock));
            self.acknowledged = acknowledged && placeholder.acknowledged;
        }
        self.pushed_status = self.pushed_status.or(placeholder.pushed_status);
        run_knows(&mut self.started, placeholder.started);
        run_knows(&mut self.finished, placeholder.finished);
        run_knows(&mut self.times, placeholder.times);
        run_knows(&mut self.transferred, placeholder.transferred);
        fill(&mut self.snapshot_time, placeholder.snapshot_time);
        fill(&mut self.kind, placeholder.kind);
        fill(&mut self.size, placeholder.size);
        fill(&mut self.stored, placeholder.stored);
        fill(&mut self.objects, placeholder.objects);
        fill(&mut self.parent, placeholder.parent);
        fill(&mut self.status_info, placeholder.status_info);
        fill(&mut self.exit_code, placeholder.exit_code);
        fill(&mut self.policy, placeholder.policy);
        fill(&mut self.rule, placeholder.rule);
        fill(&mut self.node, placeholder.node);
        fill(&mut self.origin, placeholder.origin);
        fill(&mut self.mode, placeholder.mode);
        fill(&mut self.archive_expire, placeholder.archive_expire);
        fill(&mut self.run, placeholder.run);
        fill(&mut self.tool, placeholder.tool);
        self.hidden |= placeholder.hidden;
        self.mountable |= placeholder.mountable;
        self.iscsi_mountable |= placeholder.iscsi_mountable;
        for (key, value) in placeholder.labels {
            self.labels.entry(key).or_insert(value);
        }
        // A list says more than a name.
        if self.copies.is_empty() || placeholder.copies_listed && !self.copies_listed {
            self.copies = placeholder.copies;
            self.copies_listed = placeholder.copies_listed;
        }
    }

    /// The note and the warnings.
    fn absorb_words(&mut self, placeholder: &State) {
        let is_noted = |state: &State| state.description != state.reported_description;
        if !is_noted(self) && (is_noted(placeholder) || self.description.is_none()) {
            self.description.clone_from(&placeholder.description);
        }
        if self.reported_description.is_none() {
            self.reported_description
                .clone_from(&placeholder.reported_description);
        }

        let before = self.reported_warnings();
        let is_edited = self.warnings != self.all_warnings();
        if self.pushed_warnings.is_empty() {
            self.pushed_warnings
                .clone_from(&placeholder.pushed_warnings);
        }
        if is_edited {
            return;
        }
        let after = self.reported_warnings();
        if placeholder.warnings != placeholder.all_warnings() {
            self.warnings.clone_from(&placeholder.warnings);
            self.acknowledged = placeholder.acknowledged;
            return;
        }
        if after == placeholder.reported_warnings() {
            // Nothing that was not there when it was acknowledged.
            self.acknowledged |= placeholder.acknowledged;
        } else {
            self.acknowledged &= before == after;
        }
        self.warnings = self.all_warnings();
    }
}

/// The run's word, unless there is one.
fn run_knows<T>(known: &mut Option<Told<T>>, run: Option<Told<T>>) {
    let is_run = |told: &Option<Told<T>>| told.as_ref().is_some_and(|told| told.via == Via::Push);
    if known.is_none() || is_run(&run) && !is_run(known) {
        *known = run.or(known.take());
    }
}

fn fill<T>(known: &mut Option<T>, other: Option<T>) {
    if known.is_none() {
        *known = other;
    }
}
