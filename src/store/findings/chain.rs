//! Whether what a backup builds on is there.

use std::collections::BTreeSet;

use super::OUTCOME;
use crate::domain::finding::{Break, Finding, builds_on_others};
use crate::store::database::{Connection, Row};
use crate::store::sql::Sql;
use crate::store::{StoreError, codec};
use crate::types::{BackupStatus, BackupType};

/// A backup and its parent, as far as the chain is concerned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Link {
    pub(super) id: i64,
    pub(super) parent: Option<i64>,
    /// The id of the parent that it cannot be restored without; none: it stands alone, or is not there itself.
    pub(super) needs: Option<String>,
    /// What is wrong with the parent itself.
    pub(super) direct: Option<Break>,
    pub(super) findings: Vec<String>,
    parent_is_cut_off: bool,
}

/// What [`link`] reads.
pub(super) fn columns() -> String {
    format!(
        "SELECT b.id, b.parent_id, b.parent_native, b.type, b.tool, {OUTCOME}, CAST(b.removed_time IS NOT NULL AS INTEGER), \
         b.findings, coalesce(p.removed_from, p.status), CAST(p.removed_time IS NOT NULL AS INTEGER), p.findings \
         FROM backups b LEFT JOIN backups p ON p.id = b.parent_id"
    )
}

/// Reads a row of [`columns`].
pub(super) fn link(row: &Row<'_>) -> Result<Link, StoreError> {
    let parent: Option<i64> = row.get(1)?;
    let kind: BackupType = codec::enumeration(row, 3)?;
    let is_good = |status| matches!(status, BackupStatus::Success | BackupStatus::PartialSuccess);
    let present = is_good(codec::enumeration(row, 5)?) && row.get::<i64>(6)? == 0;
    let needs: Option<String> = row.get(2)?;
    let direct = match parent {
        None => Some(Break::Unknown),
        Some(_) => {
            if !is_good(codec::enumeration(row, 8)?) {
                Some(Break::NotGood)
            } else if row.get::<i64>(9)? != 0 {
                Some(Break::Removed)
            } else {
                None
            }
        }
    };
    let above: Vec<String> = codec::json(row, 10)?;
    let builds = builds_on_others(kind, row.text(4)?);
    Ok(Link {
        id: row.get(0)?,
        parent,
        needs: needs.filter(|_| present && builds),
        direct,
        findings: codec::json(row, 7)?,
        parent_is_cut_off: above.iter().any(|text| Finding::BrokenChain.is(text)),
    })
}

impl Link {
    /// What is found of its chain; `above` says that its parent lacks something itself.
    pub(super) fn says(&self, above: bool) -> Option<String> {
        let needs = self.needs.as_ref()?;
        let broken = self.direct.or(above.then_some(Break::Above))?;
        Some(broken.says(needs))
    }

    /// What was found of it.
    pub(super) fn found(&self) -> Option<&String> {
        let mut findings = self.findings.iter();
        findings.find(|text| Finding::BrokenChain.is(text))
    }
}

/// Those of these backups of whose chain something else is found than is known, and what.
pub(in crate::store) fn judge(
    connection: &Connection,
    ids: &[i64],
) -> Result<Vec<(i64, Option<String>)>, StoreError> {
    let mut sql = Sql::new(&columns());
    sql.push(" WHERE b.id IN ")
        .bind_ids(connection.engine(), ids);
    let mut found = Vec::new();
    connection.query_each(&sql, |row| {
        let link = link(row)?;
        let says = link.says(link.parent_is_cut_off);
        if says.as_ref() != link.found() {
            found.push((link.id, says));
        }
        Ok(())
    })?;
    Ok(found)
}

/// The backups that depend directly on any of these.
pub(in crate::store) fn children(
    connection: &Connection,
    parents: BTreeSet<i64>,
) -> Result<BTreeSet<i64>, StoreError> {
    let mut children = BTreeSet::new();
    if parents.is_empty() {
        return Ok(children);
    }
    let parents: Vec<i64> = parents.into_iter().collect();
    let mut sql = Sql::new("SELECT b.id FROM backups b WHERE b.parent_id IN ");
    sql.bind_ids(connection.engine(), &parents);
    connection.query_each(&sql, |row| {
        children.insert(row.get(0)?);
        Ok(())
    })?;
    Ok(children)
}
