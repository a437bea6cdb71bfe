//! What a run is called, as far as its tool does not say it.

use clap::Args;

use crate::domain::record::{Entity, Record, Reference};
use crate::types::ProtectedEntityType;

/// What a run is called, as far as its tool does not say it.
#[allow(clippy::doc_markdown, reason = "clap shows the text as it is")]
#[derive(Debug, Args)]
pub(in crate::cli) struct Names {
    /// Who reports; by default the name of this machine
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) source: Option<String>,
    /// What is backed up; by default what the tool or its command line says
    #[arg(long, value_name = "NAME")]
    entity: Option<String>,
    /// Kind of what is backed up, such as OS_AGENT, APP or VM
    #[arg(long, value_name = "TYPE", requires = "entity")]
    entity_type: Option<ProtectedEntityType>,
    /// Name of the destination
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) destination: Option<String>,
    /// The host that is backed up
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) node: Option<String>,
    /// The policy
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) policy: Option<String>,
    /// The repository's id at its tool, where the tool cannot be asked: with it `import` meets the same backup
    #[arg(long, value_name = "ID")]
    pub(in crate::cli) repository: Option<String>,
}

impl Names {
    /// A record with what was named; the entity's name is empty where it was not.
    pub(in crate::cli) fn record(&self, source: String) -> Record {
        let reference = |name: &Option<String>| name.clone().map(Reference::Name);
        Record {
            v: 1,
            source,
            repository: self.repository.clone(),
            entity: Entity {
                kind: self.entity_type,
                name: self.entity.clone().unwrap_or_default(),
                ..Entity::default()
            },
            destination: reference(&self.destination),
            node: reference(&self.node),
            policy: reference(&self.policy),
            ..Record::default()
        }
    }
}
