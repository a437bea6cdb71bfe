//! Finds everything anew, from all backups: what is kept has to be the same.
//!
//! `CLOCK` and `STALE_RUN` are not looked at: they say what was so when it was found.

use std::collections::{BTreeMap, HashMap, HashSet};

use uuid::Uuid;

use super::{OUTCOME, chain};
use crate::domain::finding::{Content, Finding};
use crate::domain::usual_size::Window;
use crate::store::database::{Connection, Transaction};
use crate::store::ingest::Writer;
use crate::store::sql::Sql;
use crate::store::{StoreError, codec};
use crate::types::{BackupStatus, BackupType};

/// A finding that is not what the backups show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistaken {
    /// The backup.
    pub backup: Uuid,
    /// The kind.
    pub finding: Finding,
    /// What is kept.
    pub kept: Option<String>,
    /// What is found anew.
    pub found: Option<String>,
    pub(super) id: i64,
}

/// All findings that are not what the backups show.
pub(in crate::store) fn recount(connection: &Connection) -> Result<Vec<Mistaken>, StoreError> {
    let mut wrong = Vec::new();
    let mut keep = |id: i64, finding: Finding, kept: Option<&String>, found: Option<String>| {
        if kept != found.as_ref() {
            wrong.push(Mistaken {
                backup: Uuid::nil(),
                finding,
                kept: kept.cloned(),
                found,
                id,
            });
        }
    };
    let kept = |findings: &[String], finding: Finding| {
        findings.iter().find(|text| finding.is(text)).cloned()
    };
    let mut at = None;
    let mut window = Window::default();
    let sql = format!(
        "SELECT b.entity_id, b.source_id, b.type, b.snapshot_time, b.size, {OUTCOME}, b.findings, b.id, b.objects, b.tool, \
         CAST((b.reported & 4) <> 0 AS INTEGER) FROM backups b \
         ORDER BY b.entity_id, b.source_id, b.type, b.snapshot_time, b.guid"
    );
    connection.query_each(&Sql::new(&sql), |row| {
        let kind: BackupType = codec::enumeration(row, 2)?;
        let key: (i64, i64, &str) = (row.get(0)?, row.get(1)?, kind.as_str());
        let findings: Vec<String> = codec::json(row, 6)?;
        let (time, size): (i64, i64) = (row.get(3)?, row.get(4)?);
        let outcome: BackupStatus = codec::enumeration(row, 5)?;
        let id: i64 = row.get(7)?;
        if at != Some(key) {
            at = Some(key);
            window = Window::default();
        }
        let is_said = row.get::<i64>(10)? != 0;
        let good = matches!(
            outcome,
            BackupStatus::Success | BackupStatus::PartialSuccess
        );
        let mut says = None;
        if is_said && good {
            window.go_to(time);
            let usual = window.usual();
            says = usual.and_then(|usual| usual.judge(size, kind));
            if outcome == BackupStatus::Success {
                window.add(size);
            }
        }
        for finding in [Finding::Shrunk, Finding::Grown] {
            let found = says.as_ref().filter(|(kind, _)| *kind == finding);
            let found = found.map(|(_, text)| text.clone());
            keep(id, finding, kept(&findings, finding).as_ref(), found);
        }
        let content = Content {
            outcome,
            kind,
            tool: row.text(9)?,
            objects: row.get(8)?,
            size: is_said.then_some(size),
        };
        let empty = kept(&findings, Finding::Empty);
        keep(id, Finding::Empty, empty.as_ref(), content.emptiness());
        Ok(())
    })?;
    chains(connection, |link, found| {
        keep(link.id, Finding::BrokenChain, link.found(), found);
    })?;
    name(connection, &mut wrong)?;
    Ok(wrong)
}

/// Calls `read` with what is found of the chain of each backup that has one, or of which something is kept.
fn chains(
    connection: &Connection,
    mut read: impl FnMut(&chain::Link, Option<String>),
) -> Result<(), StoreError> {
    let mut links = BTreeMap::new();
    let mut children: HashMap<i64, Vec<i64>> = HashMap::new();
    let mut sql = Sql::new(&chain::columns());
    sql.push(" WHERE b.parent_native IS NOT NULL OR b.findings <> '[]'");
    connection.query_each(&sql, |row| {
        let link = chain::link(row)?;
        if let Some(parent) = link.parent {
            children.entry(parent).or_default().push(link.id);
        }
        links.insert(link.id, link);
        Ok(())
    })?;
    let mut cut_off: HashSet<i64> = HashSet::new();
    let mut to_see: Vec<i64> = links
        .values()
        .filter(|link| link.says(false).is_some())
        .map(|link| link.id)
        .collect();
    while let Some(id) = to_see.pop() {
        let needs = links.get(&id).is_some_and(|link| link.needs.is_some());
        if needs && cut_off.insert(id) {
            to_see.extend(children.get(&id).into_iter().flatten());
        }
    }
    for link in links.values() {
        let above = link.parent.is_some_and(|parent| cut_off.contains(&parent));
        read(link, link.says(above));
    }
    Ok(())
}

fn name(connection: &Connection, wrong: &mut [Mistaken]) -> Result<(), StoreError> {
    let mut guid = connection.prepare_cached("SELECT guid FROM backups WHERE id = $1")?;
    for mistaken in wrong {
        mistaken.backup = guid.query_row([mistaken.id], |row| row.get(0))?;
    }
    Ok(())
}

/// Keeps what is found anew.
pub(in crate::store) fn repair(transaction: &Transaction<'_>) -> Result<(), StoreError> {
    let wrong = recount(transaction)?;
    if wrong.is_empty() {
        return Ok(());
    }
    let mut writer = Writer::new(transaction)?;
    for Mistaken {
        id, finding, found, ..
    } in wrong
    {
        writer.find_in(id, |state| state.find(finding, found))?;
    }
    writer.finish()
}
