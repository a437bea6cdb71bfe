//! Which part of the catalog a caller sees.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The part of the catalog that is there for a caller: all of it, or the backups of some policies, entities, projects
/// and sources. What is outside is as if it did not exist.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Scope {
    /// Everything.
    #[default]
    Everything,
    /// The backups that one of these things has.
    Only(Named),
}

/// Things whose backups a scope holds, by guid. A thing that does not exist yet may be named.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Named {
    /// Policies.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub policies: BTreeSet<Uuid>,
    /// Protected entities.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub entities: BTreeSet<Uuid>,
    /// Projects of protected entities.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub projects: BTreeSet<Uuid>,
    /// Sources that report.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub sources: BTreeSet<Uuid>,
}

impl Named {
    /// Whether nothing is named.
    pub fn is_empty(&self) -> bool {
        self.policies.is_empty()
            && self.entities.is_empty()
            && self.projects.is_empty()
            && self.sources.is_empty()
    }

    /// The kinds with what is named of each.
    pub fn kinds(&self) -> [(&'static str, &BTreeSet<Uuid>); 4] {
        [
            ("policy", &self.policies),
            ("entity", &self.entities),
            ("project", &self.projects),
            ("source", &self.sources),
        ]
    }
}

impl Scope {
    /// Nothing at all.
    pub fn nothing() -> Self {
        Self::Only(Named::default())
    }

    /// Whether nothing is left out.
    pub const fn is_everything(&self) -> bool {
        matches!(self, Self::Everything)
    }

    /// Whether a caller may report for a source. A scope of policies or entities holds what others report, and a report
    /// can speak of anything: only a source that is named may be reported for.
    pub fn reports_for(&self, source: Uuid) -> bool {
        match self {
            Self::Everything => true,
            Self::Only(named) => named.sources.contains(&source),
        }
    }

    /// As it is kept: none is everything.
    pub fn to_json(&self) -> Option<String> {
        match self {
            Self::Everything => None,
            // A struct of sets of guids always is JSON.
            Self::Only(named) => Some(serde_json::to_string(named).unwrap_or_default()),
        }
    }

    /// Reads what [`Scope::to_json`] wrote.
    pub fn from_json(text: Option<&str>) -> Result<Self, serde_json::Error> {
        text.map_or(Ok(Self::Everything), |text| {
            serde_json::from_str(text).map(Self::Only)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Named, Scope};
    use uuid::Uuid;

    #[test]
    fn a_scope_is_kept_as_json() {
        let guid = Uuid::from_u128(7);
        let named = Named {
            sources: [guid].into(),
            ..Named::default()
        };
        for scope in [Scope::Everything, Scope::nothing(), Scope::Only(named)] {
            let read = Scope::from_json(scope.to_json().as_deref());
            assert_eq!(read.ok(), Some(scope));
        }
        assert!(Scope::from_json(Some(r#"{"tenants":[]}"#)).is_err());
    }

    #[test]
    fn only_a_named_source_may_be_reported_for() {
        let (mine, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let scope = Scope::Only(Named {
            sources: [mine].into(),
            entities: [other].into(),
            ..Named::default()
        });
        assert!(scope.reports_for(mine));
        assert!(!scope.reports_for(other));
        assert!(Scope::Everything.reports_for(other));
        assert!(!Scope::nothing().reports_for(mine));
    }
}
