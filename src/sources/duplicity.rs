//! duplicity's inventory: the files of its archive folder, `~/.cache/duplicity/NAME`.
//!
//! Each set has a manifest there, in plain text whatever the target has, and with `--jsonstat` (from 2.1 on) statistics.
//! What a set is called only the names of its files say: the times in the statistics may be a second later. A run that
//! fails leaves no manifest. One that skipped unreadable files exits 0, but its statistics count its errors.

mod manifest;
mod name;
mod set;

use std::collections::BTreeMap;

pub(crate) use self::name::Name;
use self::set::{Set, Statistics};
use super::output::{self, Entry};
use super::{Inventory, SourceError, field, without_credentials};
use crate::domain::record::Record;

/// What is read.
const FOLDER: &str = "duplicity's archive folder (`~/.cache/duplicity/NAME`)";

/// What the files do not say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Who reports.
    pub source: String,
    /// What is backed up; without it the folder that duplicity was given, after the node.
    pub entity: Option<String>,
    /// The target of the sets without statistics, as duplicity was given it.
    pub target: Option<String>,
    /// Name of the destination; without one the target's address without login and password.
    pub destination: Option<String>,
    /// The host where the backups run.
    pub node: Option<String>,
    /// The policy.
    pub policy: Option<String>,
    /// All files of their folders are there.
    pub complete: bool,
}

/// A file of an archive folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// The folder.
    pub folder: String,
    /// Its name in it.
    pub name: String,
    /// What is in it, unpacked. Of a manifest the beginning will do.
    pub bytes: Vec<u8>,
}

/// Whether a file of this name is read, and whether only its beginning is.
pub fn is_read(name: &str) -> Option<bool> {
    of_file(name).map(|(_, kind)| kind == Kind::Manifest)
}

/// Reads the files of any number of archive folders: one inventory for each target. Other files are passed over.
///
/// Statistics that are damaged are refused as a whole. A set that cannot be read is left out with a diagnostic, and no
/// inventory is then complete; where no set can be read, it is the output of something else and refused.
pub fn inventories(files: &[File], options: &Options) -> Result<Vec<Inventory>, SourceError> {
    let folders = folders(files)?;
    if folders.is_empty() {
        return Err(SourceError::Bare {
            what: FOLDER,
            lacks: "set",
        });
    }
    let given = options.target.as_deref().map(without_credentials);
    if given.is_some() && folders.len() > 1 {
        return Err(SourceError::OneTarget(folders.len()));
    }
    let mut targets: BTreeMap<String, Vec<Entry>> = BTreeMap::new();
    let mut fine = true;
    for (folder, sets) in folders {
        let said = sets.values().find_map(Set::target);
        // The full set that each one goes back to; the sets come in the order of their times.
        let mut roots: BTreeMap<String, String> = BTreeMap::new();
        for (name, set) in sets {
            let target = set.target().or_else(|| given.clone());
            let target = target
                .or_else(|| said.clone())
                .ok_or_else(|| no_target(folder, &set))?;
            let root = match &name.parent {
                None => Some(name.id.clone()),
                Some(parent) => roots.get(parent).cloned(),
            };
            if let Some(root) = &root {
                roots.insert(name.id.clone(), root.clone());
            }
            let record = set.record(&name, &target, options).map(|record| Record {
                root: root.filter(|_| record.parent.is_some()),
                ..record
            });
            fine &= record.is_ok();
            let entry = record.map_err(|reason| (Some(name.id), reason));
            targets.entry(target).or_default().push(entry);
        }
    }
    // Nobody knows which target an unreadable one is of.
    let complete = options.complete && fine;
    targets
        .into_iter()
        .map(|(target, entries)| {
            output::inventory(FOLDER, format!("duplicity:{target}"), complete, entries)
        })
        .collect()
}

fn no_target(folder: &str, set: &Set) -> SourceError {
    match &set.statistics {
        Some(Err(reason)) => SourceError::Shape {
            what: FOLDER,
            reason: reason.clone(),
        },
        _ => SourceError::NoTarget(folder.to_owned()),
    }
}

/// The sets of each folder, by their names.
fn folders(files: &[File]) -> Result<BTreeMap<&str, BTreeMap<Name, Set>>, SourceError> {
    let mut folders: BTreeMap<&str, BTreeMap<Name, Set>> = BTreeMap::new();
    for file in files {
        let Some((name, kind)) = of_file(&file.name) else {
            continue;
        };
        let sets = folders.entry(&file.folder).or_default();
        let set = sets.entry(name).or_default();
        match kind {
            Kind::Manifest => set.source = manifest::source(&file.bytes),
            Kind::Statistics => {
                let read = field::read::<Statistics>(output::json(&file.bytes, FOLDER)?);
                set.statistics = Some(read);
            }
        }
    }
    Ok(folders)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Manifest,
    Statistics,
}

/// The set that a file is of, and what it says of it. What is encrypted, or not done yet, says nothing.
fn of_file(name: &str) -> Option<(Name, Kind)> {
    let plain = name.strip_suffix(".gz").unwrap_or(name);
    let (_, ending) = plain.rsplit_once('.')?;
    let kind = match ending {
        "manifest" => Kind::Manifest,
        "jsonstat" => Kind::Statistics,
        _ => return None,
    };
    Name::read(plain).map(|name| (name, kind))
}
