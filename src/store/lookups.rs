//! The things whose guids the filters take, by name.

use super::database::Row;
use uuid::Uuid;

use super::sql::{Sql, containing};
use super::{Store, StoreError};
use crate::domain::backup::Entity;
use crate::domain::fold::fold;
use crate::domain::page::{Listing, Page};
use crate::domain::reference::Named;
use crate::types::InfrastructureKind;

/// Kinds of things that have a guid and a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NamedKind {
    /// Policies.
    Policies,
    /// Destinations.
    Destinations,
    /// Nodes.
    Nodes,
    /// Sources.
    Sources,
    /// Projects.
    Projects,
    /// Infrastructure of one kind.
    Infrastructure(InfrastructureKind),
}

/// A policy rule with its policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// The rule.
    pub rule: Named,
    /// Its policy.
    pub policy: Option<Named>,
}

impl Store {
    /// Things of one kind whose name contains a text, by name.
    pub async fn names(
        &self,
        kind: NamedKind,
        name_like: Option<String>,
        page: Page,
    ) -> Result<Listing<Named>, StoreError> {
        let (table, restriction) = match kind {
            NamedKind::Policies => ("policies", None),
            NamedKind::Destinations => ("destinations", None),
            NamedKind::Nodes => ("nodes", None),
            NamedKind::Sources => ("sources", None),
            NamedKind::Projects => ("projects", None),
            NamedKind::Infrastructure(kind) => ("infrastructure", Some(kind)),
        };
        let mut conditions = conditions(name_like.as_deref());
        if let Some(kind) = restriction {
            let word = if conditions.text.is_empty() {
                " WHERE "
            } else {
                " AND "
            };
            conditions.push(word).push("t.kind = ").bind(kind.as_str());
        }
        self.look_up(
            "t.guid, t.name",
            format!(" FROM {table} t"),
            conditions,
            page,
            |row| {
                Ok(Named {
                    guid: row.get(0)?,
                    name: row.get(1)?,
                })
            },
        )
        .await
    }

    /// Rules whose name contains a text, by name.
    pub async fn rules(
        &self,
        name_like: Option<String>,
        page: Page,
    ) -> Result<Listing<Rule>, StoreError> {
        let from = " FROM rules t LEFT JOIN policies p ON p.id = t.policy_id".to_owned();
        self.look_up(
            "t.guid, t.name, p.guid, p.name",
            from,
            conditions(name_like.as_deref()),
            page,
            |row| {
                let policy: Option<Uuid> = row.get(2)?;
                Ok(Rule {
                    rule: Named {
                        guid: row.get(0)?,
                        name: row.get(1)?,
                    },
                    policy: policy
                        .map(|guid| {
                            Ok::<_, StoreError>(Named {
                                guid,
                                name: row.get(3)?,
                            })
                        })
                        .transpose()?,
                })
            },
        )
        .await
    }

    /// Protected entities whose name contains a text, by name.
    pub async fn entities(
        &self,
        name_like: Option<String>,
        page: Page,
    ) -> Result<Listing<Entity>, StoreError> {
        let conditions = conditions(name_like.as_deref());
        self.select(move |snapshot| {
            let (total, rows) = statements("t.id", " FROM entities t", &conditions, page);
            let total = snapshot.count(&total, |_| Ok(None))?;
            let mut statement = snapshot.prepare_cached(&rows.text)?;
            let ids = statement.query_all(&rows.values, |row| row.get(0))?;
            let entity = |id| Ok(snapshot.dictionary().entity(snapshot, id)?.as_ref().clone());
            Ok(Listing {
                rows: ids
                    .into_iter()
                    .map(entity)
                    .collect::<Result<_, StoreError>>()?,
                total,
            })
        })
        .await
    }

    async fn look_up<T: Send + 'static>(
        &self,
        columns: &'static str,
        from: String,
        conditions: Sql,
        page: Page,
        read: fn(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Listing<T>, StoreError> {
        self.select(move |snapshot| {
            let (total, rows) = statements(columns, &from, &conditions, page);
            let total = snapshot.count(&total, |_| Ok(None))?;
            let mut statement = snapshot.prepare_cached(&rows.text)?;
            let rows = statement.query_all(&rows.values, read)?;
            Ok(Listing { rows, total })
        })
        .await
    }
}

fn conditions(name_like: Option<&str>) -> Sql {
    let mut conditions = Sql::default();
    if let Some(text) = name_like {
        if text.contains('\0') {
            // No name has one, and SQLite takes it for the end of the pattern.
            conditions.push(" WHERE 1 = 0");
            return conditions;
        }
        conditions
            .push(" WHERE t.name_folded LIKE ")
            .bind(containing(&fold(text)).as_str())
            .push(r" ESCAPE '\'");
    }
    conditions
}

/// The statement that counts and the one that reads.
fn statements(columns: &str, from: &str, conditions: &Sql, page: Page) -> (Sql, Sql) {
    let statement = |head: String| Sql {
        text: format!("{head}{from}{}", conditions.text),
        values: conditions.values.clone(),
    };
    let mut rows = statement(format!("SELECT {columns}"));
    rows.push(" ORDER BY t.name, t.guid");
    if let Page::Rows { offset, limit } = page {
        rows.push(" LIMIT ")
            .bind(limit)
            .push(" OFFSET ")
            .bind(offset);
    }
    (statement("SELECT count(*)".to_owned()), rows)
}
