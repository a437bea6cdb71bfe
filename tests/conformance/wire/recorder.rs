//! An implementation of both traits that notes what it is called with and answers with the document's examples.

use std::fmt::Debug;
use std::sync::{Arc, Mutex};

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use backup_catalog::generated::server::*;
use backup_catalog::http::{ApiError, JsonRows, RawBody};
use backup_catalog::types;
use serde::de::DeserializeOwned;
use serde_json::Value;
use uuid::Uuid;

use crate::document;

/// Notes calls.
pub(crate) struct Recorder {
    document: Value,
    calls: Mutex<Vec<String>>,
}

/// The number that every list says it has.
pub(crate) const TOTAL: i64 = 4711;

/// The text of every other header.
pub(crate) const HEADER: &str = "a header";

/// Everybody may do everything.
pub(crate) struct Anybody;

impl FromRequestParts<Arc<Recorder>> for Anybody {
    type Rejection = ApiError;

    async fn from_request_parts(_: &mut Parts, _: &Arc<Recorder>) -> Result<Self, ApiError> {
        Ok(Self)
    }
}

impl Recorder {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self {
            document: document::read(),
            calls: Mutex::default(),
        })
    }

    /// The call that was noted since the last look, if there was one.
    pub(crate) fn call(&self) -> Option<String> {
        let mut calls = self.calls.lock().unwrap();
        assert!(calls.len() <= 1, "one request, {} calls", calls.len());
        calls.pop()
    }

    fn note(&self, operation: &str, arguments: &[&dyn Debug]) {
        self.calls
            .lock()
            .unwrap()
            .push(format!("{operation}{arguments:?}"));
    }

    fn example<T: DeserializeOwned>(&self, id: &str) -> T {
        let operations = document::operations(&self.document);
        let operation = operations
            .iter()
            .find(|operation| operation.id() == id)
            .expect(id);
        let (_, response) = operation.success(&self.document);
        let example = response
            .pointer("/content/application~1json/example")
            .expect("an example");
        serde_json::from_value(example.clone()).expect(id)
    }
}

impl BackupsApi for Recorder {
    type Ctx = Anybody;

    async fn list_backups(
        &self,
        _: Anybody,
        query: BackupFilter,
    ) -> Result<ListBackupsOk, ApiError> {
        self.note("list_backups", &[&query]);
        Ok(ListBackupsOk {
            body: JsonRows::from_vec(self.example("list_backups")),
            x_total_count: TOTAL,
        })
    }

    async fn get_aggregated_statistics(
        &self,
        _: Anybody,
        query: BackupFilter,
    ) -> Result<GetAggregatedStatisticsOk, ApiError> {
        self.note("get_aggregated_statistics", &[&query]);
        Ok(GetAggregatedStatisticsOk {
            body: self.example("get_aggregated_statistics"),
            x_total_count: TOTAL,
        })
    }

    async fn list_backups_detailed(
        &self,
        _: Anybody,
        query: BackupFilter,
    ) -> Result<ListBackupsDetailedOk, ApiError> {
        self.note("list_backups_detailed", &[&query]);
        Ok(ListBackupsDetailedOk {
            body: JsonRows::from_vec(self.example("list_backups_detailed")),
            x_total_count: TOTAL,
        })
    }

    async fn get_backup_for_restore(
        &self,
        _: Anybody,
        guid: Uuid,
    ) -> Result<GetBackupForRestoreOk, ApiError> {
        self.note("get_backup_for_restore", &[&guid]);
        Ok(GetBackupForRestoreOk {
            body: self.example("get_backup_for_restore"),
            etag: HEADER.to_owned(),
        })
    }

    async fn list_backups_grouped(
        &self,
        _: Anybody,
        query: BackupFilter,
    ) -> Result<ListBackupsGroupedOk, ApiError> {
        self.note("list_backups_grouped", &[&query]);
        Ok(ListBackupsGroupedOk {
            body: JsonRows::from_vec(self.example("list_backups_grouped")),
            x_total_count: TOTAL,
        })
    }

    async fn get_grouped_aggregated_statistics(
        &self,
        _: Anybody,
        query: BackupFilter,
    ) -> Result<GetGroupedAggregatedStatisticsOk, ApiError> {
        self.note("get_grouped_aggregated_statistics", &[&query]);
        Ok(GetGroupedAggregatedStatisticsOk {
            body: self.example("get_grouped_aggregated_statistics"),
            deprecation: HEADER.to_owned(),
            x_total_count: TOTAL,
        })
    }

    async fn get_size_statistics(
        &self,
        _: Anybody,
        query: BackupFilter,
    ) -> Result<GetSizeStatisticsOk, ApiError> {
        self.note("get_size_statistics", &[&query]);
        Ok(GetSizeStatisticsOk {
            body: JsonRows::from_vec(self.example("get_size_statistics")),
            x_total_count: TOTAL,
        })
    }

    async fn get_time_statistics(
        &self,
        _: Anybody,
        query: BackupFilter,
    ) -> Result<GetTimeStatisticsOk, ApiError> {
        self.note("get_time_statistics", &[&query]);
        Ok(GetTimeStatisticsOk {
            body: JsonRows::from_vec(self.example("get_time_statistics")),
            x_total_count: TOTAL,
        })
    }

    async fn get_size_timeline(
        &self,
        _: Anybody,
        type_: types::ProtectedEntityType,
        guid: Uuid,
        query: GetSizeTimelineQuery,
    ) -> Result<GetSizeTimelineOk, ApiError> {
        self.note("get_size_timeline", &[&type_, &guid, &query]);
        Ok(GetSizeTimelineOk {
            body: self.example("get_size_timeline"),
        })
    }

    async fn get_time_timeline(
        &self,
        _: Anybody,
        type_: types::ProtectedEntityType,
        guid: Uuid,
        query: GetTimeTimelineQuery,
    ) -> Result<GetTimeTimelineOk, ApiError> {
        self.note("get_time_timeline", &[&type_, &guid, &query]);
        Ok(GetTimeTimelineOk {
            body: self.example("get_time_timeline"),
        })
    }

    async fn get_transfer_rate(
        &self,
        _: Anybody,
        task_type: types::TaskType,
        body: types::TransferRateQueryParameters,
    ) -> Result<GetTransferRateOk, ApiError> {
        self.note("get_transfer_rate", &[&task_type, &body]);
        Ok(GetTransferRateOk {
            body: JsonRows::from_vec(self.example("get_transfer_rate")),
            x_total_count: TOTAL,
        })
    }

    async fn acknowledge_warnings(
        &self,
        _: Anybody,
        body: types::WarningAcknowledgementRequest,
    ) -> Result<AcknowledgeWarningsOk, ApiError> {
        self.note("acknowledge_warnings", &[&body]);
        Ok(AcknowledgeWarningsOk {
            body: JsonRows::from_vec(self.example("acknowledge_warnings")),
            x_total_count: TOTAL,
        })
    }

    async fn get_backup(&self, _: Anybody, guid: Uuid) -> Result<GetBackupOk, ApiError> {
        self.note("get_backup", &[&guid]);
        Ok(GetBackupOk {
            body: self.example("get_backup"),
            etag: HEADER.to_owned(),
        })
    }

    async fn update_backup_description(
        &self,
        _: Anybody,
        guid: Uuid,
        headers: UpdateBackupDescriptionHeaders,
        body: types::UpdateBackupDescriptionRequest,
    ) -> Result<UpdateBackupDescriptionOk, ApiError> {
        self.note("update_backup_description", &[&guid, &headers, &body]);
        Ok(UpdateBackupDescriptionOk {
            body: self.example("update_backup_description"),
            etag: HEADER.to_owned(),
        })
    }

    async fn update_backup_warnings(
        &self,
        _: Anybody,
        guid: Uuid,
        headers: UpdateBackupWarningsHeaders,
        body: Vec<types::StringDto>,
    ) -> Result<UpdateBackupWarningsOk, ApiError> {
        self.note("update_backup_warnings", &[&guid, &headers, &body]);
        Ok(UpdateBackupWarningsOk {
            body: self.example("update_backup_warnings"),
            etag: HEADER.to_owned(),
        })
    }

    async fn acknowledge_backup_warnings(
        &self,
        _: Anybody,
        guid: Uuid,
        headers: AcknowledgeBackupWarningsHeaders,
        body: types::BooleanDto,
    ) -> Result<AcknowledgeBackupWarningsOk, ApiError> {
        self.note("acknowledge_backup_warnings", &[&guid, &headers, &body]);
        Ok(AcknowledgeBackupWarningsOk {
            body: self.example("acknowledge_backup_warnings"),
            etag: HEADER.to_owned(),
        })
    }
}

impl AccessApi for Recorder {
    type Ctx = Anybody;

    async fn list_audit(&self, _: Anybody, query: AuditQuery) -> Result<ListAuditOk, ApiError> {
        self.note("list_audit", &[&query]);
        Ok(ListAuditOk {
            body: self.example("list_audit"),
            x_total_count: TOTAL,
        })
    }

    async fn list_tokens(&self, _: Anybody, query: TokenFilter) -> Result<ListTokensOk, ApiError> {
        self.note("list_tokens", &[&query]);
        Ok(ListTokensOk {
            body: self.example("list_tokens"),
            x_total_count: TOTAL,
        })
    }

    async fn create_token(
        &self,
        _: Anybody,
        body: types::TokenRequest,
    ) -> Result<CreateTokenOk, ApiError> {
        self.note("create_token", &[&body]);
        Ok(CreateTokenOk {
            body: self.example("create_token"),
        })
    }

    async fn revoke_token(&self, _: Anybody, guid: Uuid) -> Result<RevokeTokenOk, ApiError> {
        self.note("revoke_token", &[&guid]);
        Ok(RevokeTokenOk {
            body: self.example("revoke_token"),
        })
    }
}

impl MonitoringApi for Recorder {
    type Ctx = Anybody;

    async fn list_overdue(
        &self,
        _: Anybody,
        query: ListOverdueQuery,
    ) -> Result<ListOverdueOk, ApiError> {
        self.note("list_overdue", &[&query]);
        Ok(ListOverdueOk {
            body: self.example("list_overdue"),
            x_total_count: TOTAL,
        })
    }

    async fn expect_of_entity(
        &self,
        _: Anybody,
        guid: Uuid,
        body: types::ExpectedInterval,
    ) -> Result<ExpectOfEntityOk, ApiError> {
        self.note("expect_of_entity", &[&guid, &body]);
        Ok(ExpectOfEntityOk {
            body: self.example("expect_of_entity"),
        })
    }

    async fn expect_of_policy(
        &self,
        _: Anybody,
        guid: Uuid,
        body: types::ExpectedInterval,
    ) -> Result<ExpectOfPolicyOk, ApiError> {
        self.note("expect_of_policy", &[&guid, &body]);
        Ok(ExpectOfPolicyOk {
            body: self.example("expect_of_policy"),
        })
    }
}

impl CatalogApi for Recorder {
    type Ctx = Anybody;

    async fn login_with_token(
        &self,
        _: Anybody,
        body: types::TokenLoginRequest,
    ) -> Result<LoginWithTokenOk, ApiError> {
        self.note("login_with_token", &[&body]);
        Ok(LoginWithTokenOk {
            body: self.example("login_with_token"),
            set_cookie: HEADER.to_owned(),
        })
    }

    async fn list_destinations(
        &self,
        _: Anybody,
        query: LookupFilter,
    ) -> Result<ListDestinationsOk, ApiError> {
        self.note("list_destinations", &[&query]);
        Ok(ListDestinationsOk {
            body: self.example("list_destinations"),
            x_total_count: TOTAL,
        })
    }

    async fn list_entities(
        &self,
        _: Anybody,
        query: LookupFilter,
    ) -> Result<ListEntitiesOk, ApiError> {
        self.note("list_entities", &[&query]);
        Ok(ListEntitiesOk {
            body: self.example("list_entities"),
            x_total_count: TOTAL,
        })
    }

    async fn get_health(&self, _: Anybody) -> Result<GetHealthOk, ApiError> {
        self.note("get_health", &[]);
        Ok(GetHealthOk {
            body: self.example("get_health"),
        })
    }

    async fn list_infrastructure(
        &self,
        _: Anybody,
        kind: types::InfrastructureKind,
        query: LookupFilter,
    ) -> Result<ListInfrastructureOk, ApiError> {
        self.note("list_infrastructure", &[&kind, &query]);
        Ok(ListInfrastructureOk {
            body: self.example("list_infrastructure"),
            x_total_count: TOTAL,
        })
    }

    async fn ingest(
        &self,
        _: Anybody,
        query: IngestQuery,
        body: RawBody,
    ) -> Result<IngestOk, ApiError> {
        let bytes = body.collect(1 << 20).await?;
        self.note("ingest", &[&query, &bytes]);
        Ok(IngestOk {
            body: self.example("ingest"),
        })
    }

    async fn list_nodes(&self, _: Anybody, query: LookupFilter) -> Result<ListNodesOk, ApiError> {
        self.note("list_nodes", &[&query]);
        Ok(ListNodesOk {
            body: self.example("list_nodes"),
            x_total_count: TOTAL,
        })
    }

    async fn list_policies(
        &self,
        _: Anybody,
        query: LookupFilter,
    ) -> Result<ListPoliciesOk, ApiError> {
        self.note("list_policies", &[&query]);
        Ok(ListPoliciesOk {
            body: self.example("list_policies"),
            x_total_count: TOTAL,
        })
    }

    async fn list_projects(
        &self,
        _: Anybody,
        query: LookupFilter,
    ) -> Result<ListProjectsOk, ApiError> {
        self.note("list_projects", &[&query]);
        Ok(ListProjectsOk {
            body: self.example("list_projects"),
            x_total_count: TOTAL,
        })
    }

    async fn list_rules(&self, _: Anybody, query: LookupFilter) -> Result<ListRulesOk, ApiError> {
        self.note("list_rules", &[&query]);
        Ok(ListRulesOk {
            body: self.example("list_rules"),
            x_total_count: TOTAL,
        })
    }

    async fn list_sources(
        &self,
        _: Anybody,
        query: LookupFilter,
    ) -> Result<ListSourcesOk, ApiError> {
        self.note("list_sources", &[&query]);
        Ok(ListSourcesOk {
            body: self.example("list_sources"),
            x_total_count: TOTAL,
        })
    }

    async fn check_session(&self, _: Anybody) -> Result<CheckSessionOk, ApiError> {
        self.note("check_session", &[]);
        Ok(CheckSessionOk {})
    }

    async fn login(&self, _: Anybody, body: types::LoginRequest) -> Result<LoginOk, ApiError> {
        self.note("login", &[&body]);
        Ok(LoginOk {
            body: self.example("login"),
            set_cookie: HEADER.to_owned(),
        })
    }

    async fn logout(&self, _: Anybody) -> Result<LogoutOk, ApiError> {
        self.note("logout", &[]);
        Ok(LogoutOk {})
    }

    async fn get_session_user(&self, _: Anybody) -> Result<GetSessionUserOk, ApiError> {
        self.note("get_session_user", &[]);
        Ok(GetSessionUserOk {
            body: self.example("get_session_user"),
        })
    }
}
