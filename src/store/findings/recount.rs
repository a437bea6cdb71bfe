//! Finds everything anew, from all backups: what is kept has to be the same.
//!
//! `CLOCK` and `STALE_RUN` are not looked at: they say what was so when it was found.

use std::collections::{BTreeMap, HashSet};

use uuid::Uuid;

use super::{OUTCOME, chain};
use crate::domain::finding::{Content, Finding};
use crate::domain::usual_size::Window;
use crate::store::database::{Connection, Transaction};
use crate::store::ingest::Writer;
use crate::store::sql::Sql;
use crate::store::{StoreError, codec};
use crate::types::{BackupStatus, BackupType};

/// Backups whose children are read with one statement.
const TOGETHER: usize = 1_000;

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
    connection.scan(&Sql::new(&sql), |row| {
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
    for (id, Chain { kept, found }) in chains(connection)? {
        keep(id, Finding::BrokenChain, kept.as_ref(), found);
    }
    name(connection, &mut wrong)?;
    Ok(wrong)
}

/// What is kept of a backup's chain, and what is found of it anew.
struct Chain {
    kept: Option<String>,
    found: Option<String>,
}

impl Chain {
    /// Of a backup; `above` says that its parent lacks something itself. None: the two are the same.
    fn of(link: &chain::Link, above: bool) -> Option<Self> {
        let (kept, found) = (link.found(), link.says(above));
        (kept != found.as_ref()).then(|| Self {
            kept: kept.cloned(),
            found,
        })
    }
}

/// The backups of whose chain something else is found than is kept. Only those that lack something, and what builds on
/// them, are held in memory: of ten million backups nine may have a parent.
fn chains(connection: &Connection) -> Result<BTreeMap<i64, Chain>, StoreError> {
    let mut wrong = BTreeMap::new();
    let mut cut_off = HashSet::new();
    let mut to_see = Vec::new();
    let mut sql = Sql::new(&chain::columns());
    sql.push(" WHERE b.parent_native IS NOT NULL OR b.findings <> '[]'");
    connection.scan(&sql, |row| {
        let link = chain::link(row)?;
        if link.says(false).is_some() {
            cut_off.insert(link.id);
            to_see.push(link.id);
        }
        wrong.extend(Chain::of(&link, false).map(|chain| (link.id, chain)));
        Ok(())
    })?;
    while !to_see.is_empty() {
        let some = to_see.split_off(to_see.len().saturating_sub(TOGETHER));
        let mut sql = Sql::new(&chain::columns());
        sql.push(" WHERE b.parent_id IN ")
            .bind_ids(connection.engine(), &some);
        connection.scan(&sql, |row| {
            let link = chain::link(row)?;
            match Chain::of(&link, true) {
                Some(chain) => wrong.insert(link.id, chain),
                None => wrong.remove(&link.id),
            };
            if link.needs.is_some() && cut_off.insert(link.id) {
                to_see.push(link.id);
            }
            Ok(())
        })?;
    }
    Ok(wrong)
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
