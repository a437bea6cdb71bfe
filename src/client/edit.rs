//! Edits. The vendor's page shows 204 for a PUT beside a body; an appliance that really answers 204 has made the edit,
//! and the backup is then read again.

use progenitor_client::{Error, ResponseValue};
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::{ClientError, Session};
use crate::types::{
    BackupDetails, BackupListRecord, BooleanDto, ErrorBody, GuidOrReference, StringDto,
    UpdateBackupDescriptionRequest, WarningAcknowledgementRequest,
};

impl Session {
    /// Sets a backup's description, at most 4,096 characters; an empty text clears it.
    pub async fn describe(&self, guid: Uuid, text: &str) -> Result<BackupListRecord, ClientError> {
        let body = UpdateBackupDescriptionRequest {
            value: text
                .parse()
                .map_err(|error| ClientError::Request(format!("the description is {error}")))?,
        };
        let request = self.api().update_backup_description().guid(guid);
        self.edited(guid, request.body(body).send().await).await
    }

    /// Replaces a backup's warnings.
    pub async fn set_warnings(
        &self,
        guid: Uuid,
        warnings: &[String],
    ) -> Result<BackupDetails, ClientError> {
        let body = warnings
            .iter()
            .map(|warning| {
                let value = warning
                    .parse()
                    .map_err(|error| ClientError::Request(format!("a warning is {error}")))?;
                Ok(StringDto { value })
            })
            .collect::<Result<Vec<_>, ClientError>>()?;
        let request = self.api().update_backup_warnings().guid(guid);
        self.edited(guid, request.body(body).send().await).await
    }

    /// Acknowledges a backup's warnings, or takes that back.
    pub async fn acknowledge(&self, guid: Uuid, value: bool) -> Result<BackupDetails, ClientError> {
        let request = self.api().acknowledge_backup_warnings().guid(guid);
        self.edited(guid, request.body(BooleanDto { value }).send().await)
            .await
    }

    /// Acknowledges the warnings of all backups that are named, of a named entity, or on a named destination.
    pub async fn acknowledge_all(
        &self,
        what: WarningAcknowledgementRequest,
    ) -> Result<Vec<BackupDetails>, ClientError> {
        let request = self.api().acknowledge_warnings().body(what.clone());
        match request.send().await {
            Ok(answer) => Ok(answer.into_inner()),
            Err(error) if without_body(&error) => self.acknowledged(&what).await,
            Err(error) => Err(self.explain(error)),
        }
    }

    /// The backups that an acknowledgement named, each once.
    async fn acknowledged(
        &self,
        what: &WarningAcknowledgementRequest,
    ) -> Result<Vec<BackupDetails>, ClientError> {
        let mut backups = Vec::new();
        for backup in &what.backups {
            backups.push(self.read_again(guid(backup)).await?);
        }
        for entity in &what.protected_entities {
            let request = self.api().list_backups_detailed();
            let list = request.protected_entity(guid(entity)).send().await;
            backups.extend(list.map_err(|error| self.explain(error))?.into_inner());
        }
        for destination in &what.backup_destinations {
            let request = self.api().list_backups_detailed();
            let list = request.backup_destination(guid(destination)).send().await;
            backups.extend(list.map_err(|error| self.explain(error))?.into_inner());
        }
        backups.sort_by_key(|backup: &BackupDetails| backup.guid);
        backups.dedup_by_key(|backup| backup.guid);
        Ok(backups)
    }

    async fn edited<T: DeserializeOwned>(
        &self,
        guid: Uuid,
        answer: Result<ResponseValue<T>, Error<ErrorBody>>,
    ) -> Result<T, ClientError> {
        match answer {
            Ok(answer) => Ok(answer.into_inner()),
            Err(error) if without_body(&error) => self.read_again(guid).await,
            Err(error) => Err(self.explain(error)),
        }
    }

    /// One backup, as a part of its extended details.
    async fn read_again<T: DeserializeOwned>(&self, guid: Uuid) -> Result<T, ClientError> {
        let backup = self.api().get_backup().guid(guid).send().await;
        let backup = backup.map_err(|error| self.explain(error))?.into_inner();
        part(&backup).map_err(|error| ClientError::Request(error.to_string()))
    }
}

fn without_body(error: &Error<ErrorBody>) -> bool {
    matches!(error, Error::UnexpectedResponse(response) if response.status() == 204)
}

/// Each of the three read models holds the one before.
fn part<T: DeserializeOwned>(whole: &impl Serialize) -> Result<T, serde_json::Error> {
    serde_json::from_value(serde_json::to_value(whole)?)
}

fn guid(reference: &GuidOrReference) -> Uuid {
    match reference {
        GuidOrReference::Reference(reference) => reference.guid,
        GuidOrReference::Uuid(guid) => *guid,
    }
}
