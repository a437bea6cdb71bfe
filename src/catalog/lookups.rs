//! Look-ups of the things whose guids the filters take.

use crate::app::App;
use crate::domain::backup::Entity;
use crate::domain::page::{Listing, Page};
use crate::generated::server::{ListEntitiesOk, ListRulesOk, LookupFilter};
use crate::http::ApiError;
use crate::store::lookups::{NamedKind, Rule};
use crate::types;

/// Things of one kind, and how many there are before paging.
pub(super) async fn names(
    app: &App,
    kind: NamedKind,
    filter: LookupFilter,
) -> Result<(Vec<types::NameAndGuid>, i64), ApiError> {
    let (name_like, page) = read(filter);
    Ok(wire(
        app.store.names(kind, name_like, page).await?,
        Into::into,
    ))
}

pub(super) async fn list_entities(
    app: &App,
    filter: LookupFilter,
) -> Result<ListEntitiesOk, ApiError> {
    let (name_like, page) = read(filter);
    let (body, x_total_count) = wire(app.store.entities(name_like, page).await?, entity);
    Ok(ListEntitiesOk {
        body,
        x_total_count,
    })
}

pub(super) async fn list_rules(app: &App, filter: LookupFilter) -> Result<ListRulesOk, ApiError> {
    let (name_like, page) = read(filter);
    let (body, x_total_count) = wire(app.store.rules(name_like, page).await?, rule);
    Ok(ListRulesOk {
        body,
        x_total_count,
    })
}

fn read(filter: LookupFilter) -> (Option<String>, Page) {
    (
        filter.name_like.map(|text| text.to_string()),
        Page::from_parameters(filter.page, filter.size),
    )
}

fn wire<T, W>(listing: Listing<T>, wire: fn(T) -> W) -> (Vec<W>, i64) {
    (listing.rows.into_iter().map(wire).collect(), listing.total)
}

fn rule(rule: Rule) -> types::RuleRecord {
    types::RuleRecord {
        guid: rule.rule.guid,
        name: rule.rule.name,
        backup_policy: rule.policy.map(Into::into),
    }
}

fn entity(entity: Entity) -> types::ProtectedEntityRecord {
    types::ProtectedEntityRecord {
        guid: entity.reference.guid,
        name: entity.reference.name,
        type_: entity.reference.kind.into(),
        project: entity.project.map(Into::into),
        hypervisor: entity.hypervisor.map(Into::into),
        hypervisor_manager: entity.hypervisor_manager.map(Into::into),
        storage_provider: entity.storage_provider.map(Into::into),
        cloud_service_provider: entity.cloud_service_provider.map(Into::into),
    }
}
