//! The things whose guids the filters take, by name.

use super::database::Row;
use uuid::Uuid;

use super::snapshot::Snapshot;
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
        let (table, by, restriction) = match kind {
            NamedKind::Policies => ("policies", "b.policy_id", None),
            NamedKind::Destinations => ("destinations", "l.destination_id", None),
            NamedKind::Nodes => ("nodes", "b.node_id", None),
            NamedKind::Sources => ("sources", "b.source_id", None),
            NamedKind::Projects => ("projects", "e.project_id", None),
            NamedKind::Infrastructure(kind) => ("infrastructure", column(kind), Some(kind)),
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
            by,
            conditions,
            page,
            |row, _| {
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
            "t.guid, t.name, p.guid, p.name, p.id",
            from,
            "b.rule_id",
            conditions(name_like.as_deref()),
            page,
            |row, snapshot| {
                let policy: Option<Uuid> = row.get(2)?;
                let shown = match row.get(4)? {
                    Some(id) => snapshot.visible().refers(snapshot, id, "b.policy_id")?,
                    None => false,
                };
                Ok(Rule {
                    rule: Named {
                        guid: row.get(0)?,
                        name: row.get(1)?,
                    },
                    policy: policy
                        .filter(|_| shown)
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
            let conditions = visible(snapshot, conditions, "b.entity_id");
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
        by: &'static str,
        conditions: Sql,
        page: Page,
        read: fn(&Row<'_>, &Snapshot) -> Result<T, StoreError>,
    ) -> Result<Listing<T>, StoreError> {
        self.select(move |snapshot| {
            let conditions = visible(snapshot, conditions, by);
            let (total, rows) = statements(columns, &from, &conditions, page);
            let total = snapshot.count(&total, |_| Ok(None))?;
            let mut statement = snapshot.prepare_cached(&rows.text)?;
            let rows = statement.query_all(&rows.values, |row| read(row, snapshot))?;
            Ok(Listing { rows, total })
        })
        .await
    }
}

/// Conditions on the names of a table `t`.
pub(super) fn conditions(name_like: Option<&str>) -> Sql {
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

/// The conditions, and that a backup which is there for the caller refers to the thing.
fn visible(snapshot: &Snapshot, mut conditions: Sql, by: &str) -> Sql {
    let word = if conditions.text.is_empty() {
        " WHERE "
    } else {
        " AND "
    };
    let engine = snapshot.engine();
    snapshot
        .visible()
        .referred(&mut conditions, word, "t.id", by, engine);
    conditions
}

/// The column by which entities refer to infrastructure.
const fn column(kind: InfrastructureKind) -> &'static str {
    match kind {
        InfrastructureKind::CloudServiceProvider => "e.cloud_service_provider_id",
        InfrastructureKind::Hypervisor => "e.hypervisor_id",
        InfrastructureKind::HypervisorManager => "e.hypervisor_manager_id",
        InfrastructureKind::StorageProvider => "e.storage_provider_id",
    }
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
