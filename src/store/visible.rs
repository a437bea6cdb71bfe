//! The part of the catalog that a caller sees, as conditions on rows.
//!
//! A backup is there for a caller if its policy, entity, project or source is in their scope. Everything else follows: a
//! thing is there if a backup that is there refers to it, and a chain ends where its next link is not there.

use std::collections::{BTreeSet, HashSet};

use uuid::Uuid;

use super::database::{Connection, Engine};
use super::sql::Sql;
use super::{StoreError, guids};
use crate::domain::scope::Scope;

/// What is there for a caller.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub(super) enum Visible {
    /// Everything.
    #[default]
    All,
    /// The backups of these things.
    Only(Ids),
}

/// Row ids of the things that a scope names, without those that do not exist.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub(super) struct Ids {
    policies: Vec<i64>,
    /// Also those of the projects.
    entities: Vec<i64>,
    sources: Vec<i64>,
}

impl Visible {
    /// Reads what a scope names.
    pub(super) fn read(connection: &Connection, scope: &Scope) -> Result<Self, StoreError> {
        let Scope::Only(named) = scope else {
            return Ok(Self::All);
        };
        let mut entities = ids(connection, "entities", &named.entities)?;
        let projects = ids(connection, "projects", &named.projects)?;
        if !projects.is_empty() {
            let mut sql = Sql::new("SELECT id FROM entities WHERE project_id IN ");
            sql.bind_ids(connection.engine(), &projects);
            connection.query_each(&sql, |row| {
                entities.push(row.get(0)?);
                Ok(())
            })?;
            entities.sort_unstable();
            entities.dedup();
        }
        Ok(Self::Only(Ids {
            policies: ids(connection, "policies", &named.policies)?,
            entities,
            sources: ids(connection, "sources", &named.sources)?,
        }))
    }

    /// Whether nothing is left out.
    pub(super) const fn is_all(&self) -> bool {
        matches!(self, Self::All)
    }

    /// Adds the condition that the row `alias` of `backups` is there, after a `word` such as ` AND `; nothing, where
    /// everything is.
    pub(super) fn add(&self, sql: &mut Sql, word: &str, alias: &str, engine: Engine) {
        let Self::Only(ids) = self else { return };
        sql.push(word).push("(");
        let mut first = true;
        for (column, ids) in ids.columns() {
            if ids.is_empty() {
                continue;
            }
            sql.push(if first { "" } else { " OR " })
                .push(&format!("{alias}.{column} IN "))
                .bind_ids(engine, ids);
            first = false;
        }
        sql.push(if first { "1 = 0)" } else { ")" });
    }

    /// The same without parameters, for a place where there can be none.
    pub(super) fn literally(&self, word: &str, alias: &str) -> String {
        let Self::Only(ids) = self else {
            return String::new();
        };
        let parts: Vec<String> = ids
            .columns()
            .into_iter()
            .filter(|(_, ids)| !ids.is_empty())
            .map(|(column, ids)| {
                let ids: Vec<String> = ids.iter().map(i64::to_string).collect();
                format!("{alias}.{column} IN ({})", ids.join(", "))
            })
            .collect();
        if parts.is_empty() {
            return format!("{word}1 = 0");
        }
        format!("{word}({})", parts.join(" OR "))
    }

    /// The row of the backup with this guid, also one that it had before, if it is there.
    pub(super) fn backup_id(
        &self,
        connection: &Connection,
        guid: Uuid,
    ) -> Result<Option<i64>, StoreError> {
        match guids::backup_id(connection, guid)? {
            Some(id) if self.shows(connection, id)? => Ok(Some(id)),
            _ => Ok(None),
        }
    }

    /// Whether a backup is there.
    pub(super) fn shows(&self, connection: &Connection, backup: i64) -> Result<bool, StoreError> {
        Ok(self.is_all() || !self.of(connection, &[backup])?.is_empty())
    }

    /// Those of some backups that are there.
    pub(super) fn of(
        &self,
        connection: &Connection,
        backups: &[i64],
    ) -> Result<HashSet<i64>, StoreError> {
        if self.is_all() {
            return Ok(backups.iter().copied().collect());
        }
        let engine = connection.engine();
        let mut sql = Sql::new("SELECT b.id FROM backups b WHERE b.id IN ");
        sql.bind_ids(engine, backups);
        self.add(&mut sql, " AND ", "b", engine);
        let mut shown = HashSet::new();
        connection.query_each(&sql, |row| {
            shown.insert(row.get(0)?);
            Ok(())
        })?;
        Ok(shown)
    }

    /// Adds the condition that a row is there: one of the backups that are there refers to it by `column`, which is one
    /// of `backups b` or an expression over it. Nothing, where everything is there.
    pub(super) fn referred(&self, sql: &mut Sql, word: &str, id: &str, by: &str, engine: Engine) {
        if self.is_all() {
            return;
        }
        sql.push(word)
            .push(&format!("{id} IN (SELECT {by} FROM backups b"));
        if by.starts_with("l.") {
            sql.push(" JOIN locations l ON l.backup_id = b.id");
        } else if by.starts_with("e.") {
            sql.push(" JOIN entities e ON e.id = b.entity_id");
        }
        self.add(sql, " WHERE ", "b", engine);
        sql.push(&format!(" AND {by} IS NOT NULL)"));
    }

    /// Whether a row is there, in the sense of [`Visible::referred`].
    pub(super) fn refers(
        &self,
        connection: &Connection,
        id: i64,
        by: &str,
    ) -> Result<bool, StoreError> {
        if self.is_all() {
            return Ok(true);
        }
        let mut sql = Sql::new("SELECT CAST(count(*) AS BIGINT) FROM (SELECT CAST(");
        sql.bind(id).push(" AS BIGINT) AS id) t");
        self.referred(&mut sql, " WHERE ", "t.id", by, connection.engine());
        let found: i64 = connection.query_row(&sql.text, &sql.values, |row| row.get(0))?;
        Ok(found > 0)
    }

    /// Policies and entities whose backups are there, if that is all that says so.
    pub(super) fn profiles(&self) -> Option<(HashSet<i64>, HashSet<i64>)> {
        match self {
            Self::Only(ids) if ids.sources.is_empty() => Some((
                ids.policies.iter().copied().collect(),
                ids.entities.iter().copied().collect(),
            )),
            _ => None,
        }
    }
}

impl Ids {
    const fn columns(&self) -> [(&'static str, &Vec<i64>); 3] {
        [
            ("policy_id", &self.policies),
            ("entity_id", &self.entities),
            ("source_id", &self.sources),
        ]
    }
}

fn ids(
    connection: &Connection,
    table: &str,
    guids: &BTreeSet<Uuid>,
) -> Result<Vec<i64>, StoreError> {
    let mut ids = Vec::new();
    for guid in guids {
        ids.extend(super::filter::id(connection, table, *guid)?);
    }
    ids.sort_unstable();
    Ok(ids)
}
