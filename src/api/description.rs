//! `PUT /backups/{guid}/description`

use uuid::Uuid;

use super::edit::{edited, etag, expected, text};
use super::record::list_record;
use crate::app::App;
use crate::generated::server::UpdateBackupDescriptionOk;
use crate::http::ApiError;
use crate::types;

pub(super) async fn update_backup_description(
    app: &App,
    guid: Uuid,
    if_match: Option<&str>,
    body: types::UpdateBackupDescriptionRequest,
) -> Result<UpdateBackupDescriptionOk, ApiError> {
    app.store
        .describe(guid, text(&body.value)?, expected(if_match)?)
        .await?;
    let backup = edited(app, guid).await?.backup;
    Ok(UpdateBackupDescriptionOk {
        etag: etag(backup.revision),
        body: list_record(backup),
    })
}
