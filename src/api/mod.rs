//! The vendor's operations: one file an operation group, each a thin step between the wire and the store.

use uuid::Uuid;

use crate::app::App;
use crate::generated::server::{
    AcknowledgeBackupWarningsHeaders, AcknowledgeBackupWarningsOk, AcknowledgeWarningsOk,
    BackupFilter, BackupsApi, GetAggregatedStatisticsOk, GetBackupForRestoreOk, GetBackupOk,
    GetGroupedAggregatedStatisticsOk, GetSizeStatisticsOk, GetSizeTimelineOk, GetSizeTimelineQuery,
    GetTimeStatisticsOk, GetTimeTimelineOk, GetTimeTimelineQuery, GetTransferRateOk,
    ListBackupsDetailedOk, ListBackupsGroupedOk, ListBackupsOk, UpdateBackupDescriptionHeaders,
    UpdateBackupDescriptionOk, UpdateBackupWarningsHeaders, UpdateBackupWarningsOk,
};
use crate::http::{ApiError, Caller};
use crate::types;

impl BackupsApi for App {
    type Ctx = Caller;

    async fn list_backups(
        &self,
        _: Caller,
        _query: BackupFilter,
    ) -> Result<ListBackupsOk, ApiError> {
        Err(ApiError::not_implemented(
            "This server does not do that yet.",
        ))
    }

    async fn get_aggregated_statistics(
        &self,
        _: Caller,
        _query: BackupFilter,
    ) -> Result<GetAggregatedStatisticsOk, ApiError> {
        Err(ApiError::not_implemented(
            "This server does not do that yet.",
        ))
    }

    async fn list_backups_detailed(
        &self,
        _: Caller,
        _query: BackupFilter,
    ) -> Result<ListBackupsDetailedOk, ApiError> {
        Err(ApiError::not_implemented(
            "This server does not do that yet.",
        ))
    }

    async fn get_backup_for_restore(
        &self,
        _: Caller,
        _guid: Uuid,
    ) -> Result<GetBackupForRestoreOk, ApiError> {
        Err(ApiError::not_implemented(
            "This server does not do that yet.",
        ))
    }

    async fn list_backups_grouped(
        &self,
        _: Caller,
        _query: BackupFilter,
    ) -> Result<ListBackupsGroupedOk, ApiError> {
        Err(ApiError::not_implemented(
            "This server does not do that yet.",
        ))
    }

    async fn get_grouped_aggregated_statistics(
        &self,
        _: Caller,
        _query: BackupFilter,
    ) -> Result<GetGroupedAggregatedStatisticsOk, ApiError> {
        Err(ApiError::not_implemented(
            "This server does not do that yet.",
        ))
    }

    async fn get_size_statistics(
        &self,
        _: Caller,
        _query: BackupFilter,
    ) -> Result<GetSizeStatisticsOk, ApiError> {
        Err(ApiError::not_implemented(
            "This server does not do that yet.",
        ))
    }

    async fn get_time_statistics(
        &self,
        _: Caller,
        _query: BackupFilter,
    ) -> Result<GetTimeStatisticsOk, ApiError> {
        Err(ApiError::not_implemented(
            "This server does not do that yet.",
        ))
    }

    async fn get_size_timeline(
        &self,
        _: Caller,
        _type_: types::ProtectedEntityType,
        _guid: Uuid,
        _query: GetSizeTimelineQuery,
    ) -> Result<GetSizeTimelineOk, ApiError> {
        Err(ApiError::not_implemented(
            "This server does not do that yet.",
        ))
    }

    async fn get_time_timeline(
        &self,
        _: Caller,
        _type_: types::ProtectedEntityType,
        _guid: Uuid,
        _query: GetTimeTimelineQuery,
    ) -> Result<GetTimeTimelineOk, ApiError> {
        Err(ApiError::not_implemented(
            "This server does not do that yet.",
        ))
    }

    async fn get_transfer_rate(
        &self,
        _: Caller,
        _task_type: types::TaskType,
        _body: types::TransferRateQueryParameters,
    ) -> Result<GetTransferRateOk, ApiError> {
        Err(ApiError::not_implemented(
            "This server does not do that yet.",
        ))
    }

    async fn acknowledge_warnings(
        &self,
        _: Caller,
        _body: types::WarningAcknowledgementRequest,
    ) -> Result<AcknowledgeWarningsOk, ApiError> {
        Err(ApiError::not_implemented(
            "This server does not do that yet.",
        ))
    }

    async fn get_backup(&self, _: Caller, _guid: Uuid) -> Result<GetBackupOk, ApiError> {
        Err(ApiError::not_implemented(
            "This server does not do that yet.",
        ))
    }

    async fn update_backup_description(
        &self,
        _: Caller,
        _guid: Uuid,
        _headers: UpdateBackupDescriptionHeaders,
        _body: types::UpdateBackupDescriptionRequest,
    ) -> Result<UpdateBackupDescriptionOk, ApiError> {
        Err(ApiError::not_implemented(
            "This server does not do that yet.",
        ))
    }

    async fn update_backup_warnings(
        &self,
        _: Caller,
        _guid: Uuid,
        _headers: UpdateBackupWarningsHeaders,
        _body: Vec<types::StringDto>,
    ) -> Result<UpdateBackupWarningsOk, ApiError> {
        Err(ApiError::not_implemented(
            "This server does not do that yet.",
        ))
    }

    async fn acknowledge_backup_warnings(
        &self,
        _: Caller,
        _guid: Uuid,
        _headers: AcknowledgeBackupWarningsHeaders,
        _body: types::BooleanDto,
    ) -> Result<AcknowledgeBackupWarningsOk, ApiError> {
        Err(ApiError::not_implemented(
            "This server does not do that yet.",
        ))
    }
}
