//! pgBackRest's inventory.
//!
//! `pgbackrest info --output=json` is an array of stanzas, each with the backups of all its repositories. Each
//! repository of a stanza is a scope of its own: one that cannot be reached at the moment is listed without backups,
//! and pgBackRest still exits 0. Runs that failed leave no trace in it.

mod info;
mod record;

use std::collections::BTreeMap;

use serde_json::Value;

use self::info::{Backup, Repository, Stanza};
use super::output::{self, Entry};
use super::{Diagnostic, Inventory, SourceError, field};

/// The command whose output is read.
const INFO: &str = "`pgbackrest info --output=json`";

/// What the output does not say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Who reports.
    pub source: String,
    /// Names of the repositories by their key; others are called `repo1`, `repo2`, ….
    pub destinations: BTreeMap<u32, String>,
    /// Policy of backups without an annotation `policy`.
    pub policy: Option<String>,
    /// The host where backups run.
    pub node: Option<String>,
    /// pgBackRest listed all backups (no `--set`, `--type`) and exited 0.
    pub complete: bool,
}

/// Reads the output of `pgbackrest info --output=json`: one inventory for each repository of each stanza.
///
/// Output that is damaged anywhere is refused as a whole. A backup that cannot be read is left out with a diagnostic,
/// and the inventory is then not complete; where no backup can be read, it is the output of something else and refused.
pub fn inventories(output: &[u8], options: &Options) -> Result<Vec<Inventory>, SourceError> {
    let Value::Array(stanzas) = output::json(output, INFO)? else {
        return Err(shape("it is not a list".to_owned()));
    };
    if stanzas.is_empty() {
        return Err(SourceError::Bare {
            what: INFO,
            lacks: "stanza",
        });
    }
    let mut all = Vec::new();
    for (number, stanza) in (1..).zip(stanzas) {
        let stanza = Stanza::read(stanza)
            .map_err(|reason| shape(format!("in stanza {number}, {reason}")))?;
        of_stanza(stanza, options, &mut all)?;
    }
    Ok(all)
}

/// The inventories of a stanza's repositories.
fn of_stanza(
    mut stanza: Stanza,
    options: &Options,
    all: &mut Vec<Inventory>,
) -> Result<(), SourceError> {
    let backups = std::mem::take(&mut stanza.backup);
    // What `--set` prints: one backup with all that is known of it.
    let set = backups
        .iter()
        .any(|backup| backup.get("database-ref").is_some());
    let mut entries: BTreeMap<u32, Vec<Entry>> = BTreeMap::new();
    for backup in backups {
        let key = info::repository_key(&backup);
        let entry = read(backup, &stanza, options);
        entries.entry(key).or_default().push(entry);
    }
    for (number, repository) in (1..).zip(stanza.repositories(entries.keys().copied())) {
        let readable = repository.is_readable();
        let mut inventory = output::inventory(
            INFO,
            format!("pgbackrest:{}:{}", stanza.name, repository.key),
            options.complete && readable && !set,
            entries.remove(&repository.key).unwrap_or_default(),
        )?;
        if !readable {
            inventory
                .diagnostics
                .push(unreadable(number, &stanza, &repository));
        }
        all.push(inventory);
    }
    match entries.keys().next() {
        Some(key) => Err(shape(format!(
            "stanza `{}` has a backup in repository {key}, which it does not list",
            stanza.name
        ))),
        None => Ok(()),
    }
}

fn unreadable(entry: usize, stanza: &Stanza, repository: &Repository) -> Diagnostic {
    Diagnostic {
        entry,
        id: Some(format!("repo{} of stanza {}", repository.key, stanza.name)),
        reason: format!(
            "pgBackRest says `{}` (code {}); nothing of it is taken as removed",
            repository.status.message, repository.status.code
        ),
    }
}

/// One backup as a record.
fn read(value: Value, stanza: &Stanza, options: &Options) -> Entry {
    let id = field::id(&value, "label");
    field::read::<Backup>(value)
        .and_then(|backup| record::of(backup, stanza, options))
        .map_err(|reason| (id, reason))
}

fn shape(reason: String) -> SourceError {
    SourceError::Shape { what: INFO, reason }
}

/// The repository of a stanza's backups, as its records have it, by the output of `pgbackrest info --output=json`: the
/// cluster that the stanza has now, and the key.
#[cfg(feature = "cli")]
pub(crate) fn repository(info: &Value, stanza: &str, key: u32) -> Option<String> {
    let stanzas = info.as_array()?.iter();
    let mut stanzas = stanzas.filter_map(|value| Stanza::read(value.clone()).ok());
    let stanza = stanzas.find(|other| other.name == stanza)?;
    let clusters = stanza.db.iter().filter(|cluster| cluster.repo_key == key);
    let cluster = clusters.max_by_key(|cluster| cluster.id)?;
    Some(format!("{}:{key}", cluster.system_id))
}
