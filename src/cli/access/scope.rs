//! A scope, from arguments.

use std::collections::BTreeSet;

use clap::Args;
use uuid::Uuid;

use crate::cli::failure::Failure;
use crate::domain::fold::fold;
use crate::domain::identity::{self, ReferenceKind};
use crate::domain::page::Page;
use crate::domain::scope::{Named, Scope};
use crate::store::Store;
use crate::store::lookups::NamedKind;

/// What is seen: by default everything.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Scope")]
pub(super) struct ScopeArguments {
    /// Only the backups of this policy, and of what else is named here; several times
    #[arg(long, value_name = "NAME|GUID")]
    policy: Vec<String>,
    /// Only those of this protected entity
    #[arg(long, value_name = "NAME|GUID")]
    entity: Vec<String>,
    /// Only those of this project
    #[arg(long, value_name = "NAME|GUID")]
    project: Vec<String>,
    /// Only those of this source, for which backups may then be reported; it need not have reported yet
    #[arg(long, value_name = "NAME|GUID")]
    source: Vec<String>,
}

impl ScopeArguments {
    pub(super) const fn is_empty(&self) -> bool {
        self.policy.is_empty()
            && self.entity.is_empty()
            && self.project.is_empty()
            && self.source.is_empty()
    }

    /// The scope, names looked up. What nobody has heard of yet gets the guid that its name will give it.
    pub(super) async fn read(self, store: &Store) -> Result<Scope, Failure> {
        if self.is_empty() {
            return Ok(Scope::Everything);
        }
        let by_name = async |texts: Vec<String>, kind: NamedKind, reference: ReferenceKind| {
            let mut guids = BTreeSet::new();
            for text in texts {
                if let Ok(guid) = text.parse::<Uuid>() {
                    guids.insert(guid);
                    continue;
                }
                let found = store.names(kind, Some(text.clone()), Page::Whole).await;
                let found = found.map_err(super::unreachable)?.rows;
                let same = found.into_iter().filter(|it| it.name == text);
                let before = guids.len();
                guids.extend(same.map(|it| it.guid));
                if guids.len() == before {
                    eprintln!(
                        "note: there is no {} {text:?} yet; what will be called so is seen",
                        reference.as_str()
                    );
                    guids.insert(identity::reference(reference, &text));
                }
            }
            Ok::<_, Failure>(guids)
        };
        Ok(Scope::Only(Named {
            policies: by_name(self.policy, NamedKind::Policies, ReferenceKind::Policy).await?,
            entities: entities(self.entity, store).await?,
            projects: by_name(self.project, NamedKind::Projects, ReferenceKind::Project).await?,
            sources: by_name(self.source, NamedKind::Sources, ReferenceKind::Source).await?,
        }))
    }
}

/// Entities: a name alone does not say which, while there is none.
async fn entities(texts: Vec<String>, store: &Store) -> Result<BTreeSet<Uuid>, Failure> {
    let mut guids = BTreeSet::new();
    for text in texts {
        if let Ok(guid) = text.parse::<Uuid>() {
            guids.insert(guid);
            continue;
        }
        let found = store.entities(Some(text.clone()), Page::Whole).await;
        let found = found.map_err(super::unreachable)?.rows;
        let same: Vec<Uuid> = found
            .into_iter()
            .filter(|it| fold(&it.reference.name) == fold(&text))
            .map(|it| it.reference.guid)
            .collect();
        if same.is_empty() {
            return Err(Failure::usage(format!(
                "no protected entity is called {text:?} yet; give its guid, or name the source that will report it"
            )));
        }
        guids.extend(same);
    }
    Ok(guids)
}
