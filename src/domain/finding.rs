//! What the catalog itself warns of, beside what tools and people say of a backup.
//!
//! Findings are kept apart from what was reported, and shown with it: `CODE: what came, and what was expected`. They
//! follow from what is known, so that the same reports find the same, in whichever order they come. Only one that is new
//! takes an acknowledgement back; one whose numbers have changed does not.

use super::facts::Told;
use super::state::{State, is_good, is_running};
use crate::human;
use crate::types::{BackupStatus, BackupType};

/// How far a clock may be ahead of the server's, ms. Ten minutes (chosen: clocks without NTP drift by seconds a day).
pub const CLOCK_TOLERANCE: i64 = 10 * 60_000;

/// A kind of finding, in the order in which they are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Finding {
    /// There is nothing in it.
    Empty,
    /// Much less is in it than usual.
    Shrunk,
    /// Much more is in it than usual.
    Grown,
    /// It has been running for much longer than usual.
    StaleRun,
    /// Its times cannot be true.
    Clock,
    /// A backup that it cannot be restored without is not there.
    BrokenChain,
}

/// Tools whose incremental backups hold differences only: without all that they build on nothing can be restored. Those
/// of restic, rustic, Borg and Kopia stand alone, whatever they name as their parent. Of tools that are not known here
/// nothing is claimed.
const PHYSICAL: [&str; 10] = [
    "pgbackrest",
    "barman",
    "duplicity",
    "mariadb-backup",
    "mariabackup",
    "xtrabackup",
    "bacula",
    "veeam",
    "storware",
    "vprotect",
];

/// Tools whose backups each hold everything, also those that are called incremental.
const LOGICAL: [&str; 7] = [
    "restic",
    "rustic",
    "borg",
    "borgmatic",
    "kopia",
    "proxmox-backup",
    "velero",
];

impl Finding {
    /// The word that a finding begins with.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "EMPTY",
            Self::Shrunk => "SHRUNK",
            Self::Grown => "GROWN",
            Self::StaleRun => "STALE_RUN",
            Self::Clock => "CLOCK",
            Self::BrokenChain => "BROKEN_CHAIN",
        }
    }

    /// Whether a text is a finding of this kind.
    pub fn is(self, text: &str) -> bool {
        text.strip_prefix(self.code())
            .is_some_and(|rest| rest.starts_with(": "))
    }

    /// Its text.
    pub(super) fn says(self, what: impl std::fmt::Display) -> String {
        format!("{}: {what}", self.code())
    }

    fn of(text: &str) -> Option<Self> {
        [
            Self::Empty,
            Self::Shrunk,
            Self::Grown,
            Self::StaleRun,
            Self::Clock,
            Self::BrokenChain,
        ]
        .into_iter()
        .find(|finding| finding.is(text))
    }
}

impl State {
    /// The finding of this kind.
    pub fn finding(&self, finding: Finding) -> Option<&str> {
        let found = self.findings.iter().find(|text| finding.is(text));
        found.map(String::as_str)
    }

    /// Keeps what was found, or that nothing of the kind was.
    pub fn find(&mut self, finding: Finding, text: Option<String>) {
        let known = self.findings.iter().position(|known| finding.is(known));
        // A catalog that is mirrored here has found the same.
        let reported = self.reports(finding);
        match (known, text) {
            (None, None) => {}
            (Some(at), None) => {
                let gone = self.findings.remove(at);
                if !reported {
                    self.warnings.retain(|warning| *warning != gone);
                }
            }
            (Some(at), Some(text)) => {
                if !reported {
                    for warning in &mut self.warnings {
                        if *warning == self.findings[at] {
                            warning.clone_from(&text);
                        }
                    }
                }
                self.findings[at] = text;
            }
            (None, Some(text)) => {
                if !reported {
                    let later = |other: &String| {
                        self.findings.contains(other) && Finding::of(other) > Some(finding)
                    };
                    let at = self.warnings.iter().position(later);
                    let at = at.unwrap_or(self.warnings.len());
                    self.warnings.insert(at, text.clone());
                    self.acknowledged = false;
                }
                self.findings.push(text);
                self.findings.sort_by_key(|text| Finding::of(text));
            }
        }
    }

    /// What was reported, then what the catalog has found beside.
    pub(super) fn all_warnings(&self) -> Vec<String> {
        let mut all = self.reported_warnings();
        let found = self.findings.iter().filter(|text| {
            Finding::of(text).is_none_or(|finding| !all.iter().any(|warning| finding.is(warning)))
        });
        let found: Vec<String> = found.cloned().collect();
        all.extend(found);
        all
    }

    fn reports(&self, finding: Finding) -> bool {
        let mut reported = self.pushed_warnings.iter().chain(&self.pulled_warnings);
        reported.any(|warning| finding.is(warning))
    }

    /// Finds what this backup shows without any other. `before` is what was known before the report, `now` epoch ms.
    pub(super) fn find_alone(&mut self, before: Option<&Moments>, now: i64) {
        let empty = self.emptiness();
        self.find(Finding::Empty, empty);
        if self.sized().is_none() {
            self.find(Finding::Shrunk, None);
            self.find(Finding::Grown, None);
        }
        let moments = Moments::of(self);
        if before != Some(&moments) {
            let clock = moments.mistake(now);
            self.find(Finding::Clock, clock);
            self.find(Finding::StaleRun, None);
        }
    }

    fn emptiness(&self) -> Option<String> {
        let value = |told: &Option<Told<i64>>| told.as_ref().map(|told| told.value);
        Content {
            outcome: self.outcome(),
            kind: self.kind(),
            tool: self.tool.as_deref(),
            objects: value(&self.objects),
            size: value(&self.size),
        }
        .emptiness()
    }

    /// What it counts for among the sizes of its kind; none, if nothing.
    pub fn sized(&self) -> Option<i64> {
        let size = self.size.as_ref().map(|told| told.value);
        size.filter(|_| self.is_good())
    }

    /// Whether it cannot be restored without its parent.
    pub fn needs_parent(&self) -> bool {
        self.parent.is_some() && builds_on_others(self.kind(), self.tool.as_deref())
    }

    /// Whether it came to a good end, in part or in whole.
    pub fn is_good(&self) -> bool {
        is_good(self.outcome())
    }
}

/// What a backup is said to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Content<'a> {
    /// How it went.
    pub outcome: BackupStatus,
    /// Its type.
    pub kind: BackupType,
    /// The tool, with its version.
    pub tool: Option<&'a str>,
    /// Objects (files), if that was said.
    pub objects: Option<i64>,
    /// Bytes, if that was said.
    pub size: Option<i64>,
}

impl Content<'_> {
    /// Says that there is nothing in it, if that is so. An increment of nothing is an ordinary day.
    pub fn emptiness(&self) -> Option<String> {
        let whole = matches!(self.kind, BackupType::Full | BackupType::Synthetic);
        if !is_good(self.outcome) || !whole && !is_of(self.tool, &LOGICAL) {
            return None;
        }
        let what = match (self.objects, self.size) {
            (Some(0), _) => "0 objects (files)",
            (_, Some(0)) => "0 bytes",
            _ => return None,
        };
        Some(Finding::Empty.says(format_args!(
            "{what} came, where some were expected; was the source there, and the path right?"
        )))
    }
}

/// Whether a backup with a parent cannot be restored without it: `tool` (with its version) keeps differences only.
pub fn builds_on_others(kind: BackupType, tool: Option<&str>) -> bool {
    kind == BackupType::Incremental && is_of(tool, &PHYSICAL)
}

fn is_of(tool: Option<&str>, tools: &[&str]) -> bool {
    let name = tool.and_then(|tool| tool.split(' ').next());
    name.is_some_and(|name| tools.iter().any(|tool| tool.eq_ignore_ascii_case(name)))
}

/// Why a backup cannot be restored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Break {
    /// No report has ever spoken of its parent.
    Unknown,
    /// Its parent is gone.
    Removed,
    /// Its parent has failed, or has not ended.
    NotGood,
    /// Its parent cannot be restored itself.
    Above,
}

impl Break {
    /// What is found of a backup whose parent has this id.
    pub fn says(self, parent: &str) -> String {
        let what = match self {
            Self::Unknown => "was never reported",
            Self::Removed => "is gone",
            Self::NotGood => "has not come to a good end",
            Self::Above => "lacks a backup that it builds on itself",
        };
        Finding::BrokenChain.says(format_args!(
            "its parent {parent} {what}; all backups that it builds on were expected, it cannot be restored without them"
        ))
    }
}

/// The times that a backup is said to have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Moments {
    snapshot: i64,
    started: Option<i64>,
    finished: Option<i64>,
    /// One reporter told both, by one clock.
    one_clock: bool,
    planned: bool,
    running: bool,
}

impl Moments {
    pub(super) fn of(state: &State) -> Self {
        let outcome = state.outcome();
        let (started, finished) = (state.started.as_ref(), state.finished.as_ref());
        Self {
            snapshot: state.snapshot_time(),
            started: started.map(|told| told.value),
            finished: finished.map(|told| told.value),
            one_clock: started.map(|told| told.via) == finished.map(|told| told.via),
            planned: outcome == BackupStatus::Queued,
            running: is_running(outcome),
        }
    }

    /// Says what cannot be true of them at `now`, epoch ms.
    fn mistake(&self, now: i64) -> Option<String> {
        if self.planned {
            return None;
        }
        let all = [
            ("end", self.finished),
            ("start", self.started),
            ("point in time", Some(self.snapshot)),
        ];
        let to_come = all.into_iter().find_map(|(name, time)| {
            let time = time.filter(|time| *time > now.saturating_add(CLOCK_TOLERANCE))?;
            Some(Finding::Clock.says(format_args!(
                "its {name} is {} UTC, but it was reported at {}; no more than 10 minutes ahead were expected, are clock and time \
                 zone of the source right?",
                human::time(time),
                human::time(now)
            )))
        });
        to_come.or_else(|| {
            let (started, finished) = (self.started?, self.finished?);
            let tolerance = if self.one_clock { 0 } else { CLOCK_TOLERANCE };
            (finished.saturating_add(tolerance) < started).then(|| {
                Finding::Clock.says(format_args!(
                    "its end {} UTC is before its start {}; an end after the start was expected, was the clock set meanwhile?",
                    human::time(finished),
                    human::time(started)
                ))
            })
        })
    }
}
