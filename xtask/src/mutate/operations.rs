//! Whole operations.

use super::loss::{Edit, File, Loss};
use super::{BACKUPS, code, document};

pub(super) const LOSSES: &[Loss] = &[
    code(
        File::Server,
        "two operations change places",
        "pub fn backups_api_router",
        "routing::get(get_backup_handler::<A>)",
        "routing::get(get_backup_for_restore_handler::<A>)",
    ),
    code(
        File::Server,
        "an operation is missing",
        "pub fn backups_api_router",
        "routing::post(get_transfer_rate_handler::<A>)",
        "axum::routing::MethodRouter::new()",
    ),
    code(
        File::Server,
        "an operation has another method",
        "pub fn backups_api_router",
        "routing::put(update_backup_description_handler::<A>)",
        "routing::post(update_backup_description_handler::<A>)",
    ),
    code(
        File::Server,
        "a trailing slash is refused",
        "pub fn backups_api_router",
        "[\"/backups/detailed\", \"/backups/detailed/\"]",
        "[\"/backups/detailed\", \"/backups/detailed//\"]",
    ),
    code(
        File::Server,
        "a privilege is not needed",
        "pub const UPDATE_BACKUP_WARNINGS:",
        "privilege: Privilege::Edit",
        "privilege: Privilege::None",
    ),
    code(
        File::Server,
        "a deprecation is lost",
        "pub const GET_GROUPED_AGGREGATED_STATISTICS:",
        "deprecated: true",
        "deprecated: false",
    ),
    document(
        "an operation is gone",
        BACKUPS,
        "/paths/~1backups~1detailed",
        Edit::Remove,
    ),
    document(
        "another privilege is needed",
        BACKUPS,
        "/paths/~1backups~1for-restore~1{guid}/get/x-privilege",
        Edit::Set("VIEW"),
    ),
    document(
        "a deprecation is gone",
        BACKUPS,
        "/paths/~1backups~1grouped~1aggregated-statistics/get/deprecated",
        Edit::Remove,
    ),
];
