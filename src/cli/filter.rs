//! The 27 parameters that select backups, as flags of the same names.

use std::num::NonZeroU64;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser, ValueParser};
use uuid::Uuid;

use super::failure::Failure;
use super::moment;
use super::named::{self, Named};
use crate::client::Session;
use crate::generated::client::builder::{GetAggregatedStatistics, ListBackups};
use crate::types::{
    BackupOrder, BackupStatus, BackupType, ProjectUuid, ProtectedEntityType, SearchText,
    SortDirection,
};

/// Which backups, in which order.
#[allow(
    clippy::doc_markdown,
    clippy::struct_field_names,
    reason = "clap shows the text as it is; the names are the contract's"
)]
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Selection")]
pub(super) struct Filter {
    /// Backups of this protected entity
    #[arg(long, value_name = "NAME|GUID", visible_alias = "entity")]
    protected_entity: Option<Named>,
    /// Backups of entities of this type
    #[arg(long, value_name = "TYPE", ignore_case = true, value_parser = choice(ProtectedEntityType::ALL, ProtectedEntityType::as_str))]
    protected_entity_type: Option<ProtectedEntityType>,
    /// Backups with any of these statuses
    #[arg(long, value_name = "STATUS", value_delimiter = ',', ignore_case = true, value_parser = choice(BackupStatus::ALL, BackupStatus::as_str))]
    status: Vec<BackupStatus>,
    /// Backups of this type
    #[arg(long = "type", value_name = "TYPE", ignore_case = true, value_parser = choice(BackupType::ALL, BackupType::as_str))]
    type_: Option<BackupType>,
    /// Backups of any of these policies
    #[arg(
        long,
        value_name = "NAME|GUID",
        visible_alias = "policy",
        value_delimiter = ','
    )]
    backup_policy: Vec<Named>,
    /// Backups of this policy rule
    #[arg(long, value_name = "NAME|GUID", visible_alias = "rule")]
    backup_rule: Option<Named>,
    /// Backups with a location on this destination
    #[arg(long, value_name = "NAME|GUID", visible_alias = "destination")]
    backup_destination: Option<Named>,
    /// Backups that this node ran
    #[arg(long, value_name = "NAME|GUID")]
    node: Option<Named>,
    /// Backups of entities on this hypervisor
    #[arg(long, value_name = "NAME|GUID")]
    hypervisor: Option<Named>,
    /// Backups of entities of this hypervisor manager
    #[arg(long, value_name = "NAME|GUID")]
    hypervisor_manager: Option<Named>,
    /// Backups of entities of this storage provider
    #[arg(long, value_name = "NAME|GUID")]
    storage_provider: Option<Named>,
    /// Backups of entities of this cloud service provider
    #[arg(long, value_name = "NAME|GUID")]
    cloud_service_provider: Option<Named>,
    /// Backups of entities of this project, with or without dashes
    #[arg(long, value_name = "UUID")]
    project_uuid: Option<ProjectUuid>,
    /// Direct children of this backup
    #[arg(long, value_name = "GUID")]
    parent_backup: Option<Uuid>,
    /// The whole chain that starts at this backup
    #[arg(long, value_name = "GUID")]
    root_backup: Option<Uuid>,
    /// Earliest snapshot time: a day (UTC), RFC 3339 or epoch ms
    #[arg(long, value_name = "TIME", allow_negative_numbers = true, value_parser = moment::earliest)]
    from: Option<i64>,
    /// Latest snapshot time; a day is meant to its end
    #[arg(long, value_name = "TIME", allow_negative_numbers = true, value_parser = moment::latest)]
    to: Option<i64>,
    /// Smallest size in bytes
    #[arg(long, value_name = "BYTES", allow_negative_numbers = true, value_parser = clap::value_parser!(i64).range(0..))]
    min_size: Option<i64>,
    /// Text that the entity's name contains, in any case
    #[arg(long, value_name = "TEXT", alias = "nameLike")]
    name_like: Option<SearchText>,
    /// Text in the names, the status in words or the description; or a guid
    #[arg(long, value_name = "TEXT")]
    filter: Option<SearchText>,
    /// Only what files can be restored from one by one
    #[arg(long)]
    only_mountable: bool,
    /// Leave out hidden backups
    #[arg(long)]
    without_hidden: bool,
    /// Fail, exit code 1, if any of them is neither SUCCESS nor PARTIAL_SUCCESS
    #[arg(long)]
    fail_on_non_successful: bool,
    /// Property to sort by, such as snapshotTime, size, status or protectedEntity
    #[arg(long, value_name = "PROPERTY", alias = "orderBy", ignore_case = true, hide_possible_values = true, value_parser = choice(BackupOrder::ALL, BackupOrder::as_str))]
    order_by: Option<BackupOrder>,
    /// Sort direction; without it the greatest time, duration or size comes first
    #[arg(long, ignore_case = true, value_parser = choice(SortDirection::ALL, SortDirection::as_str))]
    direction: Option<SortDirection>,
    /// Page number, the first is 0
    #[arg(long, allow_negative_numbers = true, value_parser = clap::value_parser!(i64).range(0..=i64::from(i32::MAX)))]
    page: Option<i64>,
    /// Backups a page, 1 to 1000; without --page and --size all are listed
    #[arg(long, value_name = "COUNT", value_parser = page_size)]
    size: Option<NonZeroU64>,
}

/// A selection whose names have become guids.
#[derive(Debug)]
pub(super) struct Resolved(Filter);

impl Filter {
    /// Looks the names up, each once.
    pub(super) async fn resolved(mut self, session: &Session) -> Result<Resolved, Failure> {
        let one = [
            (&mut self.protected_entity, named::ENTITY),
            (&mut self.backup_rule, named::RULE),
            (&mut self.backup_destination, named::DESTINATION),
            (&mut self.node, named::NODE),
            (&mut self.hypervisor, named::HYPERVISOR),
            (&mut self.hypervisor_manager, named::HYPERVISOR_MANAGER),
            (&mut self.storage_provider, named::STORAGE_PROVIDER),
            (
                &mut self.cloud_service_provider,
                named::CLOUD_SERVICE_PROVIDER,
            ),
        ];
        let one = one
            .into_iter()
            .filter_map(|(name, kinds)| Some((name.as_mut()?, kinds)));
        let several = self.backup_policy.iter_mut();
        for (name, kinds) in one.chain(several.map(|name| (name, named::POLICY))) {
            *name = Named::Guid(name.guid(session, kinds).await?);
        }
        Ok(Resolved(self))
    }
}

/// Puts what is given into the request of a list; all of them have the same 27 methods, and no trait.
macro_rules! select {
    ($filter:expr, $request:expr) => {{
        let filter = $filter;
        let mut request = $request;
        select!(filter request named: protected_entity backup_rule backup_destination node hypervisor
            hypervisor_manager storage_provider cloud_service_provider);
        select!(filter request given: protected_entity_type type_ project_uuid parent_backup root_backup from to
            min_size name_like filter order_by direction page size);
        select!(filter request wanted: only_mountable without_hidden fail_on_non_successful);
        let policies = filter.backup_policy.iter().filter_map(Named::known);
        let policies: Vec<Uuid> = policies.collect();
        if !policies.is_empty() {
            request = request.backup_policy(policies);
        }
        if !filter.status.is_empty() {
            request = request.status(filter.status);
        }
        request
    }};
    ($filter:ident $request:ident named: $($name:ident)*) => { $(
        if let Some(guid) = $filter.$name.as_ref().and_then(Named::known) {
            $request = $request.$name(guid);
        }
    )* };
    ($filter:ident $request:ident given: $($name:ident)*) => { $(
        if let Some(value) = $filter.$name {
            $request = $request.$name(value);
        }
    )* };
    ($filter:ident $request:ident wanted: $($name:ident)*) => { $(
        if $filter.$name {
            $request = $request.$name(true);
        }
    )* };
}

impl Resolved {
    /// For the list of backups.
    pub(super) fn list(self, request: ListBackups<'_>) -> ListBackups<'_> {
        select!(self.0, request)
    }

    /// For their sums.
    pub(super) fn sums(self, request: GetAggregatedStatistics<'_>) -> GetAggregatedStatistics<'_> {
        select!(self.0, request)
    }
}

/// One of the contract's names, in any case.
fn choice<T>(all: &'static [T], name: fn(T) -> &'static str) -> ValueParser
where
    T: Copy + Send + Sync + 'static,
{
    let values = PossibleValuesParser::new(all.iter().map(|value| name(*value)));
    let parser = values.try_map(move |text| {
        all.iter()
            .copied()
            .find(|value| name(*value).eq_ignore_ascii_case(&text))
            .ok_or("no such value")
    });
    ValueParser::new(parser)
}

fn page_size(text: &str) -> Result<NonZeroU64, String> {
    text.parse()
        .ok()
        .filter(|size: &NonZeroU64| size.get() <= 1000)
        .ok_or_else(|| "a page has 1 to 1000 backups".to_owned())
}
