//! What people are told of: that something goes wrong, once, and that it is over, once.
//!
//! Chosen: of one look at a subject there is one event. It has the name of the worst that is new; where nothing is new and
//! something is over, it is a recovery. A backup that is running says nothing yet of how it goes: until it ends, what was
//! known of the last one stays.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What happens to a subject, the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Happening {
    /// An entity has had no success for longer than it should, or never had one.
    Overdue,
    /// An inventory that would mark too much of a source as gone was refused.
    MassRemovalRefused,
    /// The last backup of an entity failed.
    Failed,
    /// A source has reported nothing for long.
    SourceSilent,
    /// The last backup of an entity is not complete.
    Partial,
    /// What was wrong is over.
    Recovered,
}

impl Happening {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Overdue,
        Self::MassRemovalRefused,
        Self::Failed,
        Self::SourceSilent,
        Self::Partial,
        Self::Recovered,
    ];

    /// As it is stored and sent.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Overdue => "OVERDUE",
            Self::MassRemovalRefused => "MASS_REMOVAL_REFUSED",
            Self::Failed => "FAILED",
            Self::SourceSilent => "SOURCE_SILENT",
            Self::Partial => "PARTIAL",
            Self::Recovered => "RECOVERED",
        }
    }

    /// Whether it is about the last backup, which one that is running may change.
    const fn is_of_last_backup(self) -> bool {
        matches!(self, Self::Failed | Self::Partial)
    }
}

impl fmt::Display for Happening {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl FromStr for Happening {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let mut all = Self::ALL.into_iter();
        all.find(|happening| happening.as_str() == text).ok_or(())
    }
}

/// Of what something is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum SubjectKind {
    /// A protected entity.
    Entity,
    /// A source of reports.
    Source,
}

impl SubjectKind {
    /// As it is stored and sent.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Entity => "ENTITY",
            Self::Source => "SOURCE",
        }
    }
}

/// A subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Subject {
    /// What it is.
    pub kind: SubjectKind,
    /// Which.
    pub guid: Uuid,
}

/// What was told of each subject and is not over.
pub type Told = BTreeMap<Subject, BTreeSet<Happening>>;

/// What a look at a subject finds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Look {
    /// What is wrong.
    pub wrong: BTreeSet<Happening>,
    /// What of it somebody has acknowledged: nobody is told of that.
    pub acknowledged: BTreeSet<Happening>,
    /// Whether a backup is under way.
    pub is_running: bool,
}

/// What changed of a subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The subject.
    pub subject: Subject,
    /// What is wrong now, was not before, and is to be told.
    pub raised: BTreeSet<Happening>,
    /// What was told and is over.
    pub ended: BTreeSet<Happening>,
}

impl Change {
    /// What those are told who want to hear of these happenings; none: nothing.
    pub fn told_to(&self, wanted: &BTreeSet<Happening>) -> Option<Happening> {
        let worst = self.raised.intersection(wanted).next().copied();
        let is_over = self.ended.intersection(wanted).next().is_some();
        worst
            .or((is_over && wanted.contains(&Happening::Recovered)).then_some(Happening::Recovered))
    }
}

/// What changed since `told`, of the subjects that were looked at; those that are not there any more are forgotten
/// without a word.
pub fn changes(told: &Told, looks: &BTreeMap<Subject, Look>) -> Vec<Change> {
    let nothing = BTreeSet::new();
    let change = |(subject, look): (&Subject, &Look)| {
        let before = told.get(subject).unwrap_or(&nothing);
        let mut wrong = look.wrong.clone();
        if look.is_running {
            wrong.extend(before.iter().filter(|it| it.is_of_last_backup()));
        }
        let loud: BTreeSet<Happening> = wrong.difference(&look.acknowledged).copied().collect();
        Change {
            subject: *subject,
            raised: loud.difference(before).copied().collect(),
            ended: before.difference(&wrong).copied().collect(),
        }
    };
    looks
        .iter()
        .map(change)
        .filter(|change| !change.raised.is_empty() || !change.ended.is_empty())
        .collect()
}

/// The subjects of which something was told and that are not there any more.
pub fn vanished(told: &Told, looks: &BTreeMap<Subject, Look>) -> Vec<Subject> {
    let mut gone: Vec<Subject> = told.keys().copied().collect();
    gone.retain(|subject| !looks.contains_key(subject));
    gone
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use uuid::Uuid;

    use super::Happening::{self, Failed, Overdue, Partial, Recovered};
    use super::{Look, Subject, SubjectKind, Told, changes, vanished};

    const ONE: Subject = Subject {
        kind: SubjectKind::Entity,
        guid: Uuid::from_u128(1),
    };

    fn set(happenings: &[Happening]) -> BTreeSet<Happening> {
        happenings.iter().copied().collect()
    }

    fn look(wrong: &[Happening]) -> Look {
        Look {
            wrong: set(wrong),
            ..Look::default()
        }
    }

    /// What those are told who want to hear all, and what is known afterwards.
    fn step(told: &mut Told, look: Look) -> Option<Happening> {
        let looks = BTreeMap::from([(ONE, look)]);
        let changes = changes(told, &looks);
        let change = changes.first()?;
        let known = told.entry(ONE).or_default();
        known.retain(|it| !change.ended.contains(it));
        known.extend(&change.raised);
        change.told_to(&set(&Happening::ALL))
    }

    #[test]
    fn each_is_told_once_and_its_end_once() {
        let mut told = Told::new();
        let told = &mut told;
        assert_eq!(step(told, look(&[])), None);
        assert_eq!(step(told, look(&[Failed])), Some(Failed));
        assert_eq!(step(told, look(&[Failed])), None);
        assert_eq!(step(told, look(&[Failed, Overdue])), Some(Overdue));
        assert_eq!(step(told, look(&[Partial])), Some(Partial));
        assert_eq!(step(told, look(&[])), Some(Recovered));
        assert_eq!(step(told, look(&[])), None);
    }

    #[test]
    fn a_backup_that_runs_changes_nothing_until_it_ends() {
        let mut told = Told::new();
        let told = &mut told;
        assert_eq!(step(told, look(&[Failed])), Some(Failed));
        let running = Look {
            is_running: true,
            ..Look::default()
        };
        assert_eq!(step(told, running.clone()), None);
        assert_eq!(step(told, look(&[Failed])), None, "it failed again");
        assert_eq!(step(told, running), None);
        assert_eq!(step(told, look(&[])), Some(Recovered));
    }

    #[test]
    fn what_is_acknowledged_is_quiet_and_its_end_is_told_if_it_was_told() {
        let quiet = Look {
            acknowledged: set(&[Partial]),
            ..look(&[Partial])
        };
        let mut told = Told::new();
        assert_eq!(step(&mut told, quiet.clone()), None);
        assert_eq!(step(&mut told, look(&[])), None, "nobody had heard of it");
        assert_eq!(step(&mut told, look(&[Partial])), Some(Partial));
        assert_eq!(step(&mut told, quiet), None);
        assert_eq!(step(&mut told, look(&[])), Some(Recovered));
    }

    #[test]
    fn who_hears_of_failures_only_hears_of_their_end_only() {
        let told = Told::from([(ONE, set(&[Partial]))]);
        let looks = BTreeMap::from([(ONE, look(&[]))]);
        let changes = changes(&told, &looks);
        assert_eq!(changes[0].told_to(&set(&[Failed, Recovered])), None);
        assert_eq!(changes[0].told_to(&set(&[Partial])), None);
        assert_eq!(
            changes[0].told_to(&set(&[Partial, Recovered])),
            Some(Recovered)
        );
    }

    #[test]
    fn what_is_not_there_any_more_is_forgotten() {
        let told = Told::from([(ONE, set(&[Failed]))]);
        assert_eq!(vanished(&told, &BTreeMap::new()), [ONE]);
        assert!(changes(&told, &BTreeMap::new()).is_empty());
    }

    #[test]
    fn names_are_read_as_they_are_written() {
        for happening in Happening::ALL {
            assert_eq!(happening.as_str().parse(), Ok(happening));
        }
        assert!("NONE".parse::<Happening>().is_err());
    }
}
