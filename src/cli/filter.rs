//! The 27 parameters that select backups, as flags of the same names.

use std::num::NonZeroU64;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser, ValueParser};
use uuid::Uuid;

use super::moment;
use crate::generated::client::builder::ListBackups;
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
    #[arg(long, value_name = "GUID")]
    protected_entity: Option<Uuid>,
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
    #[arg(long, value_name = "GUID", value_delimiter = ',')]
    backup_policy: Vec<Uuid>,
    /// Backups of this policy rule
    #[arg(long, value_name = "GUID")]
    backup_rule: Option<Uuid>,
    /// Backups with a location on this destination
    #[arg(long, value_name = "GUID")]
    backup_destination: Option<Uuid>,
    /// Backups that this node ran
    #[arg(long, value_name = "GUID")]
    node: Option<Uuid>,
    /// Backups of entities on this hypervisor
    #[arg(long, value_name = "GUID")]
    hypervisor: Option<Uuid>,
    /// Backups of entities of this hypervisor manager
    #[arg(long, value_name = "GUID")]
    hypervisor_manager: Option<Uuid>,
    /// Backups of entities of this storage provider
    #[arg(long, value_name = "GUID")]
    storage_provider: Option<Uuid>,
    /// Backups of entities of this cloud service provider
    #[arg(long, value_name = "GUID")]
    cloud_service_provider: Option<Uuid>,
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

impl Filter {
    /// Puts what is given into a request.
    pub(super) fn apply(self, mut request: ListBackups<'_>) -> ListBackups<'_> {
        macro_rules! given {
            ($($name:ident)*) => { $( if let Some(value) = self.$name { request = request.$name(value); } )* };
        }
        macro_rules! wanted {
            ($($name:ident)*) => { $( if self.$name { request = request.$name(true); } )* };
        }
        macro_rules! listed {
            ($($name:ident)*) => { $( if !self.$name.is_empty() { request = request.$name(self.$name); } )* };
        }
        given! {
            protected_entity protected_entity_type type_ backup_rule backup_destination node hypervisor
            hypervisor_manager storage_provider cloud_service_provider project_uuid parent_backup
            root_backup from to min_size name_like filter order_by direction page size
        }
        wanted! { only_mountable without_hidden fail_on_non_successful }
        listed! { status backup_policy }
        request
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
