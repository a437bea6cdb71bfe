//! duplicity's inventory: the files `*.jsonstat` that it stores beside each set with `--jsonstat`, one after the other.
//!
//! A run that fails stores none. One that skipped unreadable files exits 0, but counts its errors here.

mod set;

use std::collections::BTreeMap;

use self::set::Set;
use super::output::{self, Entry};
use super::{Inventory, SourceError, field};

/// What is read.
const FILES: &str = "duplicity's `*.jsonstat` files";

/// What the output does not say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Who reports.
    pub source: String,
    /// What is backed up; without it the folder that duplicity was given, after the node.
    pub entity: Option<String>,
    /// Name of the destination; without one the target's address without login and password.
    pub destination: Option<String>,
    /// The host where the backups run.
    pub node: Option<String>,
    /// The policy.
    pub policy: Option<String>,
    /// The files of all sets of their targets are there.
    pub complete: bool,
}

/// Reads the files of any number of sets: one inventory for each target.
///
/// Output that is damaged anywhere is refused as a whole. A set that cannot be read is left out with a diagnostic, and
/// no inventory is then complete; where no set can be read, it is the output of something else and refused.
pub fn inventories(output: &[u8], options: &Options) -> Result<Vec<Inventory>, SourceError> {
    let mut targets: BTreeMap<String, Vec<Entry>> = BTreeMap::new();
    let mut unread = Vec::new();
    for value in output::documents(output, FILES)? {
        let id = field::id(&value, "StartTime_str");
        match field::read::<Set>(value) {
            Ok(set) => {
                let record = set.record(options).map_err(|reason| (id, reason));
                targets.entry(set.target()).or_default().push(record);
            }
            Err(reason) => unread.push(Err((id, reason))),
        }
    }
    let complete = options.complete && unread.is_empty();
    if targets.is_empty() {
        // It has none that can be read, and says why.
        return output::inventory(FILES, String::new(), false, unread).map(|none| vec![none]);
    }
    // Nobody knows which target an unreadable one is of.
    if let Some(entries) = targets.values_mut().next() {
        entries.append(&mut unread);
    }
    targets
        .into_iter()
        .map(|(target, entries)| {
            output::inventory(FILES, format!("duplicity:{target}"), complete, entries)
        })
        .collect()
}
