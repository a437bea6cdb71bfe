//! `GET /backups/detailed`, `GET /backups/{guid}` and `GET /backups/for-restore/{guid}`

use uuid::Uuid;

use super::edit::etag;
use super::record::{details, extended};
use super::rows::rows;
use super::selection::Wanted;
use crate::app::App;
use crate::domain::backup::{BackupWithChain, backup_name};
use crate::generated::server::{
    BackupFilter, GetBackupForRestoreOk, GetBackupOk, ListBackupsDetailedOk,
};
use crate::http::{ApiError, Caller};

pub(super) async fn list_backups_detailed(
    app: &App,
    filter: BackupFilter,
) -> Result<ListBackupsDetailedOk, ApiError> {
    let Wanted { query, page } = Wanted::read(app, filter).await?;
    let (body, x_total_count) = rows(app.store.backups_detailed(query, page).await?, details)?;
    Ok(ListBackupsDetailedOk {
        body,
        x_total_count,
    })
}

pub(super) async fn get_backup(app: &App, guid: Uuid) -> Result<GetBackupOk, ApiError> {
    let found = find(app, guid).await?;
    Ok(GetBackupOk {
        etag: etag(found.details.backup.revision),
        body: extended(found),
    })
}

pub(super) async fn get_backup_for_restore(
    app: &App,
    caller: &Caller,
    guid: Uuid,
) -> Result<GetBackupForRestoreOk, ApiError> {
    let found = app.store.backup_for_restore(guid).await?;
    let found = found.ok_or_else(|| unknown(guid))?;
    let backup = &found.details.backup;
    // Also outside of the caller's scope: no answer without an entry.
    let name = backup_name(&backup.entity.reference.name, backup.snapshot_time);
    let event = caller.does(app, "backup.for-restore")?;
    let event = event.to("backup", Some(backup.guid), name);
    app.store.note(event).await?;
    Ok(GetBackupForRestoreOk {
        etag: etag(found.details.backup.revision),
        body: extended(found),
    })
}

async fn find(app: &App, guid: Uuid) -> Result<BackupWithChain, ApiError> {
    app.store.backup(guid).await?.ok_or_else(|| unknown(guid))
}

/// There is no such backup.
pub(super) fn unknown(guid: Uuid) -> ApiError {
    ApiError::not_found(format!("There is no backup {guid}."))
        .parameter("guid")
        .value(guid.to_string())
}
