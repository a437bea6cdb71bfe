//! `PUT /backups/{guid}/warnings`, `PUT /backups/{guid}/warnings-acknowledged` and `PUT /backups/warnings-acknowledged`

use uuid::Uuid;

use super::edit::{edited, etag, expected, text};
use super::record::details;
use super::rows::rows;
use crate::app::App;
use crate::generated::server::{
    AcknowledgeBackupWarningsOk, AcknowledgeWarningsOk, UpdateBackupWarningsOk,
};
use crate::http::ApiError;
use crate::store::edit::Acknowledgement;
use crate::types;

pub(super) async fn update_backup_warnings(
    app: &App,
    guid: Uuid,
    if_match: Option<&str>,
    body: Vec<types::StringDto>,
) -> Result<UpdateBackupWarningsOk, ApiError> {
    let warnings = body
        .into_iter()
        .map(|warning| text(&warning.value))
        .collect::<Result<_, _>>()?;
    app.store.warn(guid, warnings, expected(if_match)?).await?;
    let backup = edited(app, guid).await?;
    Ok(UpdateBackupWarningsOk {
        etag: etag(backup.backup.revision),
        body: details(backup),
    })
}

pub(super) async fn acknowledge_backup_warnings(
    app: &App,
    guid: Uuid,
    if_match: Option<&str>,
    body: types::BooleanDto,
) -> Result<AcknowledgeBackupWarningsOk, ApiError> {
    app.store
        .acknowledge(guid, body.value, expected(if_match)?)
        .await?;
    let backup = edited(app, guid).await?;
    Ok(AcknowledgeBackupWarningsOk {
        etag: etag(backup.backup.revision),
        body: details(backup),
    })
}

pub(super) async fn acknowledge_warnings(
    app: &App,
    body: types::WarningAcknowledgementRequest,
) -> Result<AcknowledgeWarningsOk, ApiError> {
    for (property, kind, named) in [
        ("snapshots", "snapshot", &body.snapshots),
        ("restoreJobs", "restore job", &body.restore_jobs),
    ] {
        if let Some(first) = named.first() {
            return Err(ApiError::not_found(format!(
                "There is no {kind} {}: this server has none. Nothing was changed; leave `{property}` empty.",
                first.guid()
            ))
            .parameter(property)
            .value(first.guid().to_string()));
        }
    }
    let guids = |named: Vec<types::GuidOrReference>| {
        named.iter().map(types::GuidOrReference::guid).collect()
    };
    let request = Acknowledgement {
        backups: guids(body.backups),
        entities: guids(body.protected_entities),
        destinations: guids(body.backup_destinations),
        value: body.value.unwrap_or(true),
    };
    let acknowledged = app.store.acknowledge_all(request).await?;
    let (body, x_total_count) = rows(app.store.details_of(acknowledged).await?, details)?;
    Ok(AcknowledgeWarningsOk {
        body,
        x_total_count,
    })
}
