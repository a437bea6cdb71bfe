//! How reports of one backup come together.
//!
//! Runs push, inventories are pulled; both may speak of one backup, in any order and again and again.
//! - Each side owns what it knows better: a run start, end, task times, transferred bytes and its warnings; an
//!   inventory size, type, parent and snapshot time. The owner's word stays; the other one fills what is absent.
//! - An inventory never raises `PARTIAL_SUCCESS` or `FAILED`, and never deletes a run's warnings.
//! - A status that says "running" never replaces one that says how it ended.
//! - What is absent keeps what is known. The status in words belongs to the status: a new status comes with its own
//!   words or with none.
//! - What a person wrote stays until the *reported* warnings change.
//! - A backup that an inventory lists again is no longer gone. A push brings back only what a push removed: a late
//!   report of an old run says nothing of what is there today.

use crate::types::BackupStatus;

use super::facts::{Copied, Copies, Facts, Told, Via};
use super::finding::Moments;
use super::state::{Removal, State, is_good, is_running, rank};

impl State {
    /// What is known after the first report. `now` is when it was true, `heard` when it came, epoch ms.
    pub fn first(facts: Facts, now: i64, heard: i64) -> Self {
        let mut state = Self {
            pushed_status: None,
            pulled_status: None,
            removal: None,
            status_info: None,
            exit_code: None,
            kind: None,
            snapshot_time: None,
            started: None,
            finished: None,
            size: None,
            transferred: None,
            stored: None,
            objects: None,
            times: None,
            entity: facts.entity,
            policy: None,
            rule: None,
            node: None,
            origin: None,
            scope: None,
            mode: None,
            hidden: false,
            mountable: false,
            iscsi_mountable: false,
            archive_expire: None,
            parent: None,
            description: None,
            reported_description: None,
            warnings: Vec::new(),
            pushed_warnings: Vec::new(),
            pulled_warnings: Vec::new(),
            findings: Vec::new(),
            acknowledged: false,
            copies: Vec::new(),
            copies_listed: false,
            native_id: None,
            run: None,
            original: None,
            tool: None,
            labels: std::collections::BTreeMap::new(),
        };
        state.take(facts, now);
        state.find_alone(None, heard);
        state
    }

    /// Takes in one more report. Taking in the one that came last once more changes nothing. `now` is when it was true,
    /// `heard` when it came, epoch ms.
    pub fn merge(&mut self, facts: Facts, now: i64, heard: i64) {
        let before = Moments::of(self);
        self.take(facts, now);
        self.find_alone(Some(&before), heard);
    }

    fn take(&mut self, facts: Facts, now: i64) {
        self.merge_status(&facts, now);
        self.merge_warnings(&facts);
        let via = facts.via;
        tell(&mut self.snapshot_time, facts.snapshot_time, via, Via::Pull);
        tell(&mut self.kind, facts.kind, via, Via::Pull);
        tell(&mut self.size, facts.size, via, Via::Pull);
        tell(&mut self.stored, facts.stored, via, Via::Pull);
        tell(&mut self.objects, facts.objects, via, Via::Pull);
        tell(&mut self.parent, facts.parent, via, Via::Pull);
        tell(&mut self.started, facts.started, via, Via::Push);
        tell(&mut self.finished, facts.finished, via, Via::Push);
        tell(&mut self.times, facts.times, via, Via::Push);
        // An inventory's number is what the backup takes *now* (borg's deduplicated size): the first sight counts.
        if via == Via::Push || self.transferred.is_none() {
            tell(&mut self.transferred, facts.transferred, via, Via::Push);
        }
        self.merge_description(facts.description);
        self.merge_copies(facts.copies);
        self.entity = facts.entity;
        replace(&mut self.policy, facts.policy);
        replace(&mut self.rule, facts.rule);
        replace(&mut self.node, facts.node);
        replace(&mut self.origin, facts.origin);
        replace(&mut self.scope, facts.scope);
        replace(&mut self.mode, facts.mode);
        replace(&mut self.archive_expire, facts.archive_expire);
        replace(&mut self.native_id, facts.native_id);
        replace(&mut self.run, facts.run);
        replace(&mut self.original, facts.original);
        replace(&mut self.tool, facts.tool);
        self.hidden = facts.hidden.unwrap_or(self.hidden);
        self.mountable = facts.mountable.unwrap_or(self.mountable);
        self.iscsi_mountable = facts.iscsi_mountable.unwrap_or(self.iscsi_mountable);
        self.labels.extend(facts.labels);
    }

    fn merge_status(&mut self, facts: &Facts, now: i64) {
        let known = (self.pushed_status.or(self.pulled_status)).map(|_| self.outcome());
        let said = match (facts.status, known) {
            // How a backup that is gone went is only known from before.
            (BackupStatus::SuccessRemoved, Some(known)) if is_good(known) => known,
            (BackupStatus::SuccessRemoved, _) => BackupStatus::Success,
            (status, _) => status,
        };
        let (side, monotone) = match facts.via {
            Via::Push => (&mut self.pushed_status, false),
            Via::Pull => (&mut self.pulled_status, true),
        };
        *side = match *side {
            Some(before) if (monotone || is_running(said)) && rank(before) > rank(said) => {
                Some(before)
            }
            _ => Some(said),
        };
        let outcome = self.outcome();
        if known != Some(outcome) {
            self.status_info = facts.status_info.clone().map(|value| Told {
                value,
                via: facts.via,
            });
            if facts.via == Via::Push || self.exit_code.is_none() {
                self.exit_code = facts.exit_code;
            }
        } else if said == outcome {
            tell(
                &mut self.status_info,
                facts.status_info.clone(),
                facts.via,
                Via::Push,
            );
            if facts.via == Via::Push || self.exit_code.is_none() {
                replace(&mut self.exit_code, facts.exit_code);
            }
        }
        self.merge_existence(facts, now);
    }

    fn merge_existence(&mut self, facts: &Facts, now: i64) {
        if !is_good(self.outcome()) {
            self.removal = None;
        } else if facts.status == BackupStatus::SuccessRemoved {
            self.removal.get_or_insert(Removal {
                time: now,
                via: facts.via,
            });
        } else {
            let back = match facts.via {
                Via::Pull => facts.current,
                Via::Push => {
                    is_good(facts.status)
                        && self.removal.is_some_and(|removal| removal.via == Via::Push)
                }
            };
            if back {
                self.removal = None;
            }
        }
    }

    fn merge_warnings(&mut self, facts: &Facts) {
        let Some(warnings) = &facts.warnings else {
            return;
        };
        let known = match facts.via {
            Via::Push => &self.pushed_warnings,
            Via::Pull => &self.pulled_warnings,
        };
        if known == warnings {
            return;
        }
        let before = self.reported_warnings();
        match facts.via {
            Via::Push => self.pushed_warnings.clone_from(warnings),
            Via::Pull => self.pulled_warnings.clone_from(warnings),
        }
        let after = self.reported_warnings();
        if before != after {
            self.warnings = self.all_warnings();
            self.acknowledged = false;
        }
    }

    fn merge_description(&mut self, description: Option<String>) {
        if let Some(description) = description {
            let reported = Some(description).filter(|text| !text.is_empty());
            if self.description == self.reported_description {
                self.description.clone_from(&reported);
            }
            self.reported_description = reported;
        }
    }

    fn merge_copies(&mut self, copies: Copies) {
        match copies {
            Copies::Untold => {}
            Copies::Listed(copies) => {
                self.copies = copies;
                self.copies_listed = true;
            }
            // A list says more than a name.
            Copies::At(_) if self.copies_listed => {}
            Copies::At(destination) => {
                if self.copies.first().map(|copy| copy.destination) != Some(destination) {
                    self.copies = vec![Copied::primary(destination)];
                }
            }
        }
    }
}

/// Takes over a value unless it is absent, or the other side owns what is known.
fn tell<T>(known: &mut Option<Told<T>>, said: Option<T>, via: Via, owner: Via) {
    let Some(value) = said else { return };
    let taken = known.as_ref().is_some_and(|known| known.via == owner);
    if !taken || via == owner {
        *known = Some(Told { value, via });
    }
}

fn replace<T>(known: &mut Option<T>, said: Option<T>) {
    if said.is_some() {
        *known = said;
    }
}
