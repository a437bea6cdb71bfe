//! What the 27 parameters of the seven lists ask for.

use uuid::Uuid;

use crate::app::App;
use crate::domain::page::Page;
use crate::domain::selection::{Order, Selection};
use crate::generated::server::BackupFilter;
use crate::http::ApiError;
use crate::store::list::ListQuery;

/// A list as it is asked for.
#[derive(Debug)]
pub(crate) struct Wanted {
    pub(crate) query: ListQuery,
    pub(crate) page: Page,
}

impl Wanted {
    /// Reads the parameters, and refuses what they refuse: `from` after `to` (400), and with
    /// `fail-on-non-successful` a selection that holds an unsuccessful backup (409).
    pub(crate) async fn read(app: &App, filter: BackupFilter) -> Result<Self, ApiError> {
        range("from", filter.from, filter.to)?;
        let page = Page::from_parameters(filter.page, filter.size);
        let order = Order {
            by: filter.order_by,
            direction: filter.direction,
        };
        let fail = filter.fail_on_non_successful == Some(true);
        let selection = selection(filter);
        if fail && let Some(found) = app.store.unsuccessful(selection.clone()).await? {
            return Err(ApiError::conflict(format!(
                "{} of the selected backups are neither SUCCESS nor PARTIAL_SUCCESS, the first is {}. Without \
                 `fail-on-non-successful` they are listed.",
                found.count, found.first
            ))
            .parameter("fail-on-non-successful")
            .value(found.first.to_string()));
        }
        Ok(Self {
            query: ListQuery { selection, order },
            page,
        })
    }
}

/// Refuses a range that ends before it begins.
pub(super) fn range(parameter: &str, from: Option<i64>, to: Option<i64>) -> Result<(), ApiError> {
    match (from, to) {
        (Some(from), Some(to)) if from > to => Err(ApiError::malformed_parameter(
            parameter,
            from.to_string(),
            format!(
                "`from` is {from}, which is after `to`, {to}; give a `from` that is not later."
            ),
        )),
        _ => Ok(()),
    }
}

fn selection(filter: BackupFilter) -> Selection {
    Selection {
        entity: filter.protected_entity,
        entity_type: filter.protected_entity_type,
        kind: filter.type_,
        statuses: filter.status,
        policies: filter.backup_policy,
        rule: filter.backup_rule,
        destination: filter.backup_destination,
        hypervisor: filter.hypervisor,
        hypervisor_manager: filter.hypervisor_manager,
        storage_provider: filter.storage_provider,
        cloud_service_provider: filter.cloud_service_provider,
        // The pattern of the parameter lets nothing through that is no UUID.
        project: filter
            .project_uuid
            .and_then(|text| Uuid::parse_str(&text).ok()),
        node: filter.node,
        parent: filter.parent_backup,
        root: filter.root_backup,
        from: filter.from,
        to: filter.to,
        min_size: filter.min_size,
        name_like: filter.name_like.map(|text| text.to_string()),
        text: filter.filter.map(|text| text.to_string()),
        only_mountable: filter.only_mountable == Some(true),
        without_hidden: filter.without_hidden == Some(true),
    }
}
