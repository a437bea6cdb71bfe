//! What many backups have in common, held once.

use indexmap::IndexSet;

use crate::types::{BackupStatus, BackupType};

/// The text of a backup that has none.
pub(super) const NO_TEXT: u32 = 0;

/// What a filter may ask of a backup beside its time and size. Backups of one entity that went alike share one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Profile {
    pub(super) entity: i64,
    pub(super) source: i64,
    pub(super) policy: Option<i64>,
    pub(super) rule: Option<i64>,
    pub(super) node: Option<i64>,
    pub(super) status: BackupStatus,
    pub(super) kind: BackupType,
    pub(super) hidden: bool,
    /// Whether the backup may be mounted and has a location that is PRESENT.
    pub(super) mountable: bool,
    /// Which of the lists of destinations.
    pub(super) destinations: u32,
    /// Which of the texts its status info is, folded.
    pub(super) info: u32,
    /// Which of the texts its description is, folded.
    pub(super) description: u32,
}

/// All profiles. A catalog of millions has thousands, unless each backup has a text of its own.
#[derive(Debug)]
pub(super) struct Profiles {
    known: IndexSet<Profile>,
    destinations: IndexSet<Vec<i64>>,
    /// None: there were too many.
    texts: Option<IndexSet<Box<str>>>,
}

impl Profiles {
    /// None yet. Without texts all backups count as having none.
    pub(super) fn new(with_texts: bool) -> Self {
        Self {
            known: IndexSet::new(),
            destinations: IndexSet::from([Vec::new()]),
            texts: with_texts.then(|| IndexSet::from([Box::default()])),
        }
    }

    /// The number of a profile.
    pub(super) fn number(&mut self, profile: Profile) -> u32 {
        number(self.known.insert_full(profile).0)
    }

    /// The number of a list of destinations.
    pub(super) fn destinations(&mut self, list: &[i64]) -> u32 {
        let known = self.destinations.get_index_of(list);
        number(known.unwrap_or_else(|| self.destinations.insert_full(list.to_vec()).0))
    }

    /// The number of a text.
    pub(super) fn text(&mut self, text: Option<&str>) -> u32 {
        let (Some(texts), Some(text)) = (&mut self.texts, text) else {
            return NO_TEXT;
        };
        let known = texts.get_index_of(text);
        number(known.unwrap_or_else(|| texts.insert_full(text.into()).0))
    }

    /// The profiles in the order of their numbers.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Profile> {
        self.known.iter()
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.known.len()
    }

    /// A list of destinations by its number.
    pub(super) fn list(&self, number: u32) -> &[i64] {
        let list = self.destinations.get_index(number as usize);
        list.map_or(&[], Vec::as_slice)
    }

    /// For each list of destinations whether it is wanted.
    pub(super) fn lists(&self, wanted: impl Fn(&[i64]) -> bool) -> Vec<bool> {
        self.destinations.iter().map(|list| wanted(list)).collect()
    }

    /// For each text whether it is wanted; none, where texts are not held.
    pub(super) fn texts(&self, wanted: impl Fn(&str) -> bool) -> Option<Vec<bool>> {
        let texts = self.texts.as_ref()?;
        // The first stands for no text, which contains nothing.
        let wanted = texts
            .iter()
            .enumerate()
            .map(|(number, text)| number > 0 && wanted(text));
        Some(wanted.collect())
    }

    /// Whether texts are held.
    pub(super) fn has_texts(&self) -> bool {
        self.texts.is_some()
    }
}

/// A number of something of which there are at most as many as backups.
fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
