//! The vendor's operations: one file an operation group, each a thin step between the wire and the store.

mod description;
mod details;
mod edit;
mod grouped;
mod list;
mod record;
mod rows;
mod selection;
mod statistics;
mod timeline;
mod transfer_rate;
mod warnings;
mod wire;

#[cfg(feature = "cli")]
pub(crate) use selection::Wanted;

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
        query: BackupFilter,
    ) -> Result<ListBackupsOk, ApiError> {
        list::list_backups(self, query).await
    }

    async fn get_aggregated_statistics(
        &self,
        _: Caller,
        query: BackupFilter,
    ) -> Result<GetAggregatedStatisticsOk, ApiError> {
        statistics::get_aggregated_statistics(self, query).await
    }

    async fn list_backups_detailed(
        &self,
        _: Caller,
        query: BackupFilter,
    ) -> Result<ListBackupsDetailedOk, ApiError> {
        details::list_backups_detailed(self, query).await
    }

    async fn get_backup_for_restore(
        &self,
        caller: Caller,
        guid: Uuid,
    ) -> Result<GetBackupForRestoreOk, ApiError> {
        details::get_backup_for_restore(self, &caller, guid).await
    }

    async fn list_backups_grouped(
        &self,
        _: Caller,
        query: BackupFilter,
    ) -> Result<ListBackupsGroupedOk, ApiError> {
        grouped::list_backups_grouped(self, query).await
    }

    async fn get_grouped_aggregated_statistics(
        &self,
        _: Caller,
        query: BackupFilter,
    ) -> Result<GetGroupedAggregatedStatisticsOk, ApiError> {
        grouped::get_grouped_aggregated_statistics(self, query).await
    }

    async fn get_size_statistics(
        &self,
        _: Caller,
        query: BackupFilter,
    ) -> Result<GetSizeStatisticsOk, ApiError> {
        statistics::get_size_statistics(self, query).await
    }

    async fn get_time_statistics(
        &self,
        _: Caller,
        query: BackupFilter,
    ) -> Result<GetTimeStatisticsOk, ApiError> {
        statistics::get_time_statistics(self, query).await
    }

    async fn get_size_timeline(
        &self,
        _: Caller,
        type_: types::ProtectedEntityType,
        guid: Uuid,
        query: GetSizeTimelineQuery,
    ) -> Result<GetSizeTimelineOk, ApiError> {
        timeline::get_size_timeline(self, type_, guid, query).await
    }

    async fn get_time_timeline(
        &self,
        _: Caller,
        type_: types::ProtectedEntityType,
        guid: Uuid,
        query: GetTimeTimelineQuery,
    ) -> Result<GetTimeTimelineOk, ApiError> {
        timeline::get_time_timeline(self, type_, guid, query).await
    }

    async fn get_transfer_rate(
        &self,
        _: Caller,
        task_type: types::TaskType,
        body: types::TransferRateQueryParameters,
    ) -> Result<GetTransferRateOk, ApiError> {
        transfer_rate::get_transfer_rate(self, task_type, body).await
    }

    async fn acknowledge_warnings(
        &self,
        _: Caller,
        body: types::WarningAcknowledgementRequest,
    ) -> Result<AcknowledgeWarningsOk, ApiError> {
        warnings::acknowledge_warnings(self, body).await
    }

    async fn get_backup(&self, _: Caller, guid: Uuid) -> Result<GetBackupOk, ApiError> {
        details::get_backup(self, guid).await
    }

    async fn update_backup_description(
        &self,
        _: Caller,
        guid: Uuid,
        headers: UpdateBackupDescriptionHeaders,
        body: types::UpdateBackupDescriptionRequest,
    ) -> Result<UpdateBackupDescriptionOk, ApiError> {
        description::update_backup_description(self, guid, headers.if_match.as_deref(), body).await
    }

    async fn update_backup_warnings(
        &self,
        _: Caller,
        guid: Uuid,
        headers: UpdateBackupWarningsHeaders,
        body: Vec<types::StringDto>,
    ) -> Result<UpdateBackupWarningsOk, ApiError> {
        warnings::update_backup_warnings(self, guid, headers.if_match.as_deref(), body).await
    }

    async fn acknowledge_backup_warnings(
        &self,
        _: Caller,
        guid: Uuid,
        headers: AcknowledgeBackupWarningsHeaders,
        body: types::BooleanDto,
    ) -> Result<AcknowledgeBackupWarningsOk, ApiError> {
        warnings::acknowledge_backup_warnings(self, guid, headers.if_match.as_deref(), body).await
    }
}
