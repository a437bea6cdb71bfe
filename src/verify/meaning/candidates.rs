//! Values of a parameter that tell something about a server with these backups.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::Value;

use super::chains;
use crate::verify::document::Parameter;
use crate::verify::model::{Backup, Known, fold, selects};
use crate::verify::run::Run;
use crate::verify::sample::Scope;

/// A value of a parameter, or several of a repeatable one, and the part of the catalog where it is tried.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub(super) scope: Arc<Scope>,
    pub(super) values: Vec<String>,
    /// Guids of the backups that it selects there.
    pub(super) expected: BTreeSet<String>,
}

impl Candidate {
    pub(super) fn rows(&self) -> Vec<&Backup> {
        self.scope
            .rows
            .iter()
            .filter(|row| self.expected.contains(row.guid()))
            .collect()
    }

    /// Whether a server that ignores the parameter would be seen.
    pub(super) fn tells(&self) -> bool {
        self.expected.len() < self.scope.rows.len()
    }

    /// The best are those that select about half.
    fn rank(&self) -> (bool, bool, usize) {
        let (selected, all) = (self.expected.len(), self.scope.rows.len());
        (
            !self.tells(),
            selected == 0,
            (2 * selected).abs_diff(all) * 1_000 / all.max(1),
        )
    }
}

/// The most telling values, the best first.
pub(super) fn candidates(run: &Run, parameter: &Parameter) -> Vec<Candidate> {
    let mut all: Vec<Candidate> = run
        .scopes
        .iter()
        .filter(|scope| !scope.rows.is_empty())
        .flat_map(|scope| of_scope(scope, parameter, &run.entities))
        .collect();
    all.sort_by_key(Candidate::rank);
    let mut seen = BTreeSet::new();
    all.retain(|candidate| seen.insert(candidate.values.clone()));
    let most = if parameter.schema.get("enum").is_some() || is_text(parameter) {
        16
    } else {
        3
    };
    all.truncate(most);
    all
}

/// All values that are worth trying in one part of the catalog.
pub(super) fn of_scope(
    scope: &Arc<Scope>,
    parameter: &Parameter,
    entities: &BTreeMap<String, Value>,
) -> Vec<Candidate> {
    let name = parameter.name.as_str();
    let known = Known {
        entities: Some(entities),
        ..Known::default()
    };
    let candidate = |values: Vec<String>, known: &Known| Candidate {
        scope: Arc::clone(scope),
        expected: scope
            .rows
            .iter()
            .filter(|row| selects(row, name, &values, known))
            .map(|row| row.guid().to_owned())
            .collect(),
        values,
    };
    let mut all: Vec<Candidate> = values(scope, parameter, entities)
        .into_iter()
        .map(|values| candidate(values, &known))
        .collect();
    if name == "root-backup" {
        all.extend(chains::inner(scope).map(|(guid, below)| {
            candidate(
                vec![guid],
                &Known {
                    below,
                    ..Known::default()
                },
            )
        }));
    }
    all
}

fn values(
    scope: &Scope,
    parameter: &Parameter,
    entities: &BTreeMap<String, Value>,
) -> Vec<Vec<String>> {
    let rows = &scope.rows;
    let one = |values: Vec<String>| {
        values
            .into_iter()
            .map(|value| vec![value])
            .collect::<Vec<_>>()
    };
    if let Some(allowed) = parameter.schema["enum"].as_array() {
        let names: Vec<String> = allowed
            .iter()
            .filter_map(|it| it.as_str().map(str::to_owned))
            .collect();
        let mut all = one(names.clone());
        if parameter.repeatable {
            all.extend(names.windows(2).map(<[String]>::to_vec));
        }
        return all;
    }
    match parameter.name.as_str() {
        "from" => one(bounds(rows.iter().map(Backup::time), [0, 1])),
        "to" => one(bounds(rows.iter().map(Backup::time), [0, -1])),
        "min-size" => {
            let mut all = bounds(
                rows.iter().map(Backup::size).filter(|size| *size > 0),
                [0, 1],
            );
            all.push("0".to_owned());
            one(all)
        }
        "nameLike" => one(needles(
            rows.iter()
                .filter_map(|row| row.text("/protectedEntity/name")),
        )),
        "filter" => one(texts(rows)),
        "without-hidden" => one(vec!["true".to_owned(), "false".to_owned()]),
        name => {
            let mut guids = guids(rows, name, entities);
            let two: Vec<String> = guids.iter().take(2).cloned().collect();
            // The rarest and the most frequent are enough.
            if guids.len() > 8 {
                guids.drain(4..guids.len() - 4);
            }
            let mut all = one(guids);
            if parameter.repeatable && two.len() == 2 {
                all.push(two);
            }
            all
        }
    }
}

/// Values around one in the middle that occurs.
fn bounds(values: impl Iterator<Item = i64>, offsets: [i64; 2]) -> Vec<String> {
    let mut values: Vec<i64> = values.collect();
    values.sort_unstable();
    let Some(middle) = values.get(values.len() / 2) else {
        return Vec::new();
    };
    offsets
        .iter()
        .map(|offset| (middle + offset).to_string())
        .collect()
}

fn is_text(parameter: &Parameter) -> bool {
    parameter.name == "filter" || parameter.name == "nameLike"
}

/// Guids that occur, the rarest first.
fn guids(rows: &[Backup], name: &str, entities: &BTreeMap<String, Value>) -> Vec<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut count = |guid: &str| *counts.entry(guid.to_owned()).or_default() += 1;
    for row in rows {
        let pointer = match name {
            "protected-entity" => "/protectedEntity/guid",
            "backup-policy" => "/backupPolicy/guid",
            "backup-rule" => "/backupRule/guid",
            "node" => "/node/guid",
            "parent-backup" => "/parentBackup/guid",
            "root-backup" => "/rootBackup/guid",
            "project-uuid" => "/sourceProject/guid",
            "backup-destination" => {
                row.locations("/backupDestination/guid")
                    .for_each(&mut count);
                continue;
            }
            name => {
                let found = super::super::infrastructure::guid(entities, row.entity(), name);
                found.into_iter().for_each(&mut count);
                continue;
            }
        };
        row.text(pointer).into_iter().for_each(&mut count);
    }
    let mut guids: Vec<(usize, String)> = counts
        .into_iter()
        .map(|(guid, count)| (count, guid))
        .collect();
    guids.sort();
    guids.into_iter().map(|(_, guid)| guid).collect()
}

/// Texts to look for in names: pieces with their case turned round, whole names, letters that are wildcards elsewhere.
fn needles<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let names: BTreeSet<&str> = names.collect();
    let mut all: Vec<String> = ["%", "_", "*", "no backup is called so"]
        .map(str::to_owned)
        .to_vec();
    let sorted: Vec<&&str> = names.iter().collect();
    for name in [sorted.first(), sorted.get(sorted.len() / 2), sorted.last()]
        .into_iter()
        .flatten()
    {
        all.push(turned(&piece(name)));
        all.push(turned(name));
    }
    // Case is more than ASCII.
    all.extend(
        names
            .iter()
            .find(|name| !name.is_ascii())
            .map(|name| turned(name)),
    );
    all.extend(
        names
            .iter()
            .find(|name| name.contains(['%', '_']))
            .map(|name| piece_around(name)),
    );
    all.retain(|text| !text.is_empty());
    all
}

/// Texts to look for anywhere, one of each place that is looked at.
fn texts(rows: &[Backup]) -> Vec<String> {
    let mut all = vec!["%".to_owned(), "no backup says so".to_owned()];
    for pointer in [
        "/protectedEntity/name",
        "/statusInfo",
        "/description",
        "/backupPolicy/name",
    ] {
        let found: BTreeSet<&str> = rows.iter().filter_map(|row| row.text(pointer)).collect();
        let middle = found.iter().nth(found.len() / 2);
        all.extend(middle.map(|text| turned(&piece(text))));
    }
    let names: BTreeSet<&str> = rows
        .iter()
        .flat_map(|row| row.locations("/backupDestination/name"))
        .collect();
    all.extend(names.first().map(|name| turned(name)));
    if let Some(row) = rows.get(rows.len() / 2) {
        all.push(row.guid().to_owned());
        all.push(row.guid().to_uppercase());
        // A guid counts as a whole only.
        all.push(row.guid().chars().take(18).collect());
    }
    all.retain(|text| !text.trim().is_empty());
    all
}

/// Some letters from the middle.
fn piece(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let length = letters.len().min(5);
    let start = (letters.len() - length) / 2;
    letters[start..start + length]
        .iter()
        .collect::<String>()
        .trim()
        .to_owned()
}

fn piece_around(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let place = letters
        .iter()
        .position(|letter| "%_".contains(*letter))
        .unwrap_or_default();
    letters[place.saturating_sub(1)..(place + 2).min(letters.len())]
        .iter()
        .collect()
}

/// With upper and lower case exchanged.
fn turned(text: &str) -> String {
    let turned: String = text
        .chars()
        .flat_map(|letter| -> Vec<char> {
            if letter.is_lowercase() {
                letter.to_uppercase().collect()
            } else {
                letter.to_lowercase().collect()
            }
        })
        .collect();
    // Some letters cannot be turned and back.
    if fold(&turned) == fold(text) {
        turned
    } else {
        text.to_owned()
    }
}
