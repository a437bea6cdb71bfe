//! One backup: its details are what the lists say, and its chain is whole.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::Value;

use super::compare::difference;
use crate::verify::exchange::Ask;
use crate::verify::model::Backup;
use crate::verify::run::{Run, Stop};
use crate::verify::sample::Scope;

/// Backups that are asked for one by one.
const ASKED: usize = 16;

/// Some backups that differ: by status and type, with a parent and without.
fn chosen(scopes: &[Arc<Scope>]) -> Vec<(Arc<Scope>, Backup)> {
    let mut seen = BTreeSet::new();
    let mut chosen = Vec::new();
    for scope in scopes {
        for row in &scope.rows {
            let kind = format!(
                "{} {:?} {} {}",
                row.status(),
                row.text("/type/name"),
                row.at("/parentBackup").is_some(),
                !row.texts("/warnings").is_empty()
            );
            if chosen.len() < ASKED && seen.insert(kind) {
                chosen.push((Arc::clone(scope), row.clone()));
            }
        }
    }
    chosen
}

pub(super) async fn check(run: &mut Run) -> Result<(), Stop> {
    let operation = run.operation("get_backup")?;
    let names = run.document.properties("BackupDetails");
    for (scope, row) in chosen(&run.scopes) {
        let ask = Ask::of(&operation).at("guid", row.guid());
        let answer = run.ask(&ask).await?;
        let details = Backup::new(&answer.json());
        let found = if answer.is_success() {
            difference(&row.only(&names), &details.only(&names), !run.is_full())
        } else {
            Some((answer.words(), "the backup".to_owned()))
        };
        let (got, wanted) = found.clone().unwrap_or_default();
        let wanted = format!("{wanted}, as GET /backups/detailed says");
        run.expect(found.is_none(), &ask, got, wanted, operation.sentence());
        if let Some(wrong) = broken_chain(&details, &scope) {
            run.find(&ask, wrong.0, wrong.1, "parents: Its ancestors, the nearest first. children: The backups that depend on it directly, oldest first.");
        }
        let ask = Ask::of(&operation).at("guid", &row.guid().to_uppercase());
        let upper = run.ask(&ask).await?;
        run.expect(
            upper.json() == answer.json(),
            &ask,
            upper.words(),
            "the same backup",
            "Guids are accepted in any case.",
        );
    }
    Ok(())
}

fn broken_chain(details: &Backup, scope: &Scope) -> Option<(String, String)> {
    let guids = |pointer: &str| -> Option<Vec<&str>> {
        let items = details.at(pointer)?.as_array()?;
        Some(
            items
                .iter()
                .filter_map(|item| item["guid"].as_str())
                .collect(),
        )
    };
    let parents = guids("/parents")?;
    if parents.first().copied() != details.text("/parentBackup/guid") {
        return Some((
            format!("parents {parents:?}"),
            format!(
                "the nearest is the parent {:?}",
                details.text("/parentBackup/guid")
            ),
        ));
    }
    let position = details.number("/chainPosition")?;
    if usize::try_from(position) != Ok(parents.len()) {
        return Some((
            format!("{} parents, chainPosition {position}", parents.len()),
            "as many parents as the position".to_owned(),
        ));
    }
    let root = parents.last().copied().unwrap_or(details.guid());
    if details.text("/rootBackup/guid") != Some(root) {
        return Some((
            format!("rootBackup {:?}", details.text("/rootBackup/guid")),
            format!("the last of the parents, {root}"),
        ));
    }
    if scope.whole.contains(details.entity()) {
        let mut depending: Vec<&Backup> = scope
            .rows
            .iter()
            .filter(|row| row.text("/parentBackup/guid") == Some(details.guid()))
            .collect();
        depending.sort_by_key(|row| (row.time(), row.guid()));
        let depending: Vec<&str> = depending.iter().map(|row| row.guid()).collect();
        let children = guids("/children")?;
        // One of another entity may depend on it too.
        let shown: Vec<&str> = children
            .iter()
            .copied()
            .filter(|guid| scope.rows.iter().any(|row| row.guid() == *guid))
            .collect();
        if shown != depending {
            return Some((
                format!("children {children:?}"),
                format!("{depending:?}, those that name it as parent"),
            ));
        }
    }
    None
}

pub(super) async fn for_restore(run: &mut Run) -> Result<(), Stop> {
    let (plain, restore) = (
        run.operation("get_backup")?,
        run.operation("get_backup_for_restore")?,
    );
    for (_, row) in chosen(&run.scopes).into_iter().take(4) {
        let expected: Value = run
            .ask(&Ask::of(&plain).at("guid", row.guid()))
            .await?
            .json();
        let ask = Ask::of(&restore).at("guid", row.guid());
        let answer = run.ask(&ask).await?;
        if answer.status == 403 {
            run.skip("403: the user of this run may not restore");
            return Ok(());
        }
        let found = difference(&expected, &answer.json(), false).filter(|_| answer.is_success());
        let found = found
            .or_else(|| (!answer.is_success()).then(|| (answer.words(), "the backup".to_owned())));
        let (got, wanted) = found.clone().unwrap_or_default();
        run.expect(
            found.is_none(),
            &ask,
            got,
            format!("{wanted}, as GET /backups/{{guid}} says"),
            restore.sentence(),
        );
    }
    Ok(())
}
