//! An implementation of both traits that notes what it was called with and answers the least.

use std::fmt::Debug;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use backup_catalog::generated::server::*;
use backup_catalog::http::{ApiError, JsonRows, RawBody, operation};
use backup_catalog::types;
use uuid::Uuid;

/// What the fake was called with, one line a call: `operation: arguments`.
#[derive(Default)]
pub(crate) struct Fake {
    pub(crate) calls: Mutex<Vec<String>>,
}

impl Fake {
    fn note(&self, operation: &str, arguments: &dyn Debug) {
        let line = format!("{operation}: {arguments:?}");
        self.calls.lock().unwrap().push(line);
    }

    fn refuse<T>(&self, operation: &str, arguments: &dyn Debug) -> Result<T, ApiError> {
        self.note(operation, arguments);
        Err(ApiError::not_found("The fake has none."))
    }
}

/// A caller; `x-caller: nobody` is not logged in.
pub(crate) struct Caller {
    pub(crate) operation: &'static OperationInfo,
}

impl<A: Send + Sync> FromRequestParts<Arc<A>> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &Arc<A>) -> Result<Self, ApiError> {
        if parts
            .headers
            .get("x-caller")
            .is_some_and(|caller| caller == "nobody")
        {
            return Err(ApiError::unauthenticated("Log in first."));
        }
        Ok(Self {
            operation: operation::of(parts)?,
        })
    }
}

fn rows<T>() -> JsonRows<T> {
    JsonRows::from_vec(Vec::new())
}

impl BackupsApi for Fake {
    type Ctx = Caller;

    async fn list_backups(
        &self,
        ctx: Caller,
        query: BackupFilter,
    ) -> Result<ListBackupsOk, ApiError> {
        assert_eq!(ctx.operation.id, "list_backups");
        match query.filter.as_deref().map(String::as_str) {
            Some("panic") => panic!("the fake was told to panic"),
            Some("sleep") => tokio::time::sleep(Duration::from_hours(1)).await,
            _ => {}
        }
        self.note("list_backups", &query);
        Ok(ListBackupsOk {
            body: rows(),
            x_total_count: 7,
        })
    }

    async fn get_aggregated_statistics(
        &self,
        _: Caller,
        query: BackupFilter,
    ) -> Result<GetAggregatedStatisticsOk, ApiError> {
        self.note("get_aggregated_statistics", &query);
        Ok(GetAggregatedStatisticsOk {
            body: Vec::new(),
            x_total_count: 0,
        })
    }

    async fn list_backups_detailed(
        &self,
        _: Caller,
        query: BackupFilter,
    ) -> Result<ListBackupsDetailedOk, ApiError> {
        self.note("list_backups_detailed", &query);
        Ok(ListBackupsDetailedOk {
            body: rows(),
            x_total_count: 0,
        })
    }

    async fn list_backups_grouped(
        &self,
        _: Caller,
        query: BackupFilter,
    ) -> Result<ListBackupsGroupedOk, ApiError> {
        self.note("list_backups_grouped", &query);
        Ok(ListBackupsGroupedOk {
            body: rows(),
            x_total_count: 0,
        })
    }

    async fn get_size_statistics(
        &self,
        _: Caller,
        query: BackupFilter,
    ) -> Result<GetSizeStatisticsOk, ApiError> {
        self.note("get_size_statistics", &query);
        Ok(GetSizeStatisticsOk {
            body: rows(),
            x_total_count: 0,
        })
    }

    async fn get_time_statistics(
        &self,
        _: Caller,
        query: BackupFilter,
    ) -> Result<GetTimeStatisticsOk, ApiError> {
        self.note("get_time_statistics", &query);
        Ok(GetTimeStatisticsOk {
            body: rows(),
            x_total_count: 0,
        })
    }

    async fn get_grouped_aggregated_statistics(
        &self,
        _: Caller,
        query: BackupFilter,
    ) -> Result<GetGroupedAggregatedStatisticsOk, ApiError> {
        self.note("get_grouped_aggregated_statistics", &query);
        Ok(GetGroupedAggregatedStatisticsOk {
            body: Vec::new(),
            x_total_count: 0,
            deprecation: "@1795334400".to_owned(),
        })
    }

    async fn acknowledge_warnings(
        &self,
        _: Caller,
        body: types::WarningAcknowledgementRequest,
    ) -> Result<AcknowledgeWarningsOk, ApiError> {
        self.note("acknowledge_warnings", &body);
        Ok(AcknowledgeWarningsOk {
            body: rows(),
            x_total_count: 0,
        })
    }

    async fn get_backup(&self, _: Caller, guid: Uuid) -> Result<GetBackupOk, ApiError> {
        self.refuse("get_backup", &guid)
    }

    async fn get_backup_for_restore(
        &self,
        _: Caller,
        guid: Uuid,
    ) -> Result<GetBackupForRestoreOk, ApiError> {
        self.refuse("get_backup_for_restore", &guid)
    }

    async fn get_transfer_rate(
        &self,
        _: Caller,
        task_type: types::TaskType,
        body: types::TransferRateQueryParameters,
    ) -> Result<GetTransferRateOk, ApiError> {
        self.note("get_transfer_rate", &(task_type, body));
        Ok(GetTransferRateOk {
            body: rows(),
            x_total_count: 0,
        })
    }

    async fn update_backup_description(
        &self,
        _: Caller,
        guid: Uuid,
        headers: UpdateBackupDescriptionHeaders,
        body: types::UpdateBackupDescriptionRequest,
    ) -> Result<UpdateBackupDescriptionOk, ApiError> {
        self.refuse("update_backup_description", &(guid, headers, body))
    }

    async fn update_backup_warnings(
        &self,
        _: Caller,
        guid: Uuid,
        headers: UpdateBackupWarningsHeaders,
        body: Vec<types::StringDto>,
    ) -> Result<UpdateBackupWarningsOk, ApiError> {
        self.refuse("update_backup_warnings", &(guid, headers, body))
    }

    async fn acknowledge_backup_warnings(
        &self,
        _: Caller,
        guid: Uuid,
        headers: AcknowledgeBackupWarningsHeaders,
        body: types::BooleanDto,
    ) -> Result<AcknowledgeBackupWarningsOk, ApiError> {
        self.refuse("acknowledge_backup_warnings", &(guid, headers, body))
    }

    async fn get_size_timeline(
        &self,
        _: Caller,
        type_: types::ProtectedEntityType,
        guid: Uuid,
        query: GetSizeTimelineQuery,
    ) -> Result<GetSizeTimelineOk, ApiError> {
        self.refuse("get_size_timeline", &(type_, guid, query))
    }

    async fn get_time_timeline(
        &self,
        _: Caller,
        type_: types::ProtectedEntityType,
        guid: Uuid,
        query: GetTimeTimelineQuery,
    ) -> Result<GetTimeTimelineOk, ApiError> {
        self.refuse("get_time_timeline", &(type_, guid, query))
    }
}

impl AccessApi for Fake {
    type Ctx = Caller;

    async fn list_audit(&self, _: Caller, query: AuditQuery) -> Result<ListAuditOk, ApiError> {
        self.refuse("list_audit", &query)
    }

    async fn list_tokens(&self, _: Caller, query: TokenFilter) -> Result<ListTokensOk, ApiError> {
        self.refuse("list_tokens", &query)
    }

    async fn create_token(
        &self,
        _: Caller,
        body: types::TokenRequest,
    ) -> Result<CreateTokenOk, ApiError> {
        self.refuse("create_token", &body)
    }

    async fn revoke_token(&self, _: Caller, guid: Uuid) -> Result<RevokeTokenOk, ApiError> {
        self.refuse("revoke_token", &guid)
    }
}

impl MonitoringApi for Fake {
    type Ctx = Caller;

    async fn list_overdue(
        &self,
        _: Caller,
        query: ListOverdueQuery,
    ) -> Result<ListOverdueOk, ApiError> {
        self.refuse("list_overdue", &query)
    }

    async fn expect_of_entity(
        &self,
        _: Caller,
        guid: Uuid,
        body: types::ExpectedInterval,
    ) -> Result<ExpectOfEntityOk, ApiError> {
        self.refuse("expect_of_entity", &(guid, body))
    }

    async fn expect_of_policy(
        &self,
        _: Caller,
        guid: Uuid,
        body: types::ExpectedInterval,
    ) -> Result<ExpectOfPolicyOk, ApiError> {
        self.refuse("expect_of_policy", &(guid, body))
    }
}

impl CatalogApi for Fake {
    type Ctx = Caller;

    async fn login_with_token(
        &self,
        _: Caller,
        _: types::TokenLoginRequest,
    ) -> Result<LoginWithTokenOk, ApiError> {
        self.refuse("login_with_token", &())
    }

    async fn login(&self, _: Caller, body: types::LoginRequest) -> Result<LoginOk, ApiError> {
        self.refuse("login", &body.login)
    }

    async fn check_session(&self, _: Caller) -> Result<CheckSessionOk, ApiError> {
        Ok(CheckSessionOk {})
    }

    async fn get_session_user(&self, _: Caller) -> Result<GetSessionUserOk, ApiError> {
        self.refuse("get_session_user", &())
    }

    async fn logout(&self, _: Caller) -> Result<LogoutOk, ApiError> {
        Ok(LogoutOk {})
    }

    async fn get_health(&self, _: Caller) -> Result<GetHealthOk, ApiError> {
        Err(ApiError::unavailable("The database cannot be read.", 30))
    }

    /// Answers how many bytes came.
    async fn ingest(
        &self,
        _: Caller,
        query: IngestQuery,
        body: RawBody,
    ) -> Result<IngestOk, ApiError> {
        let content_type = body.content_type;
        let bytes = body.collect(4 * 1024 * 1024).await?;
        self.note("ingest", &(query, content_type, bytes.len()));
        let body = types::IngestReport {
            created: 0,
            updated: 0,
            unchanged: 0,
            removed: 0,
            rejected: Vec::new(),
            rejected_count: None,
        };
        Ok(IngestOk { body })
    }

    async fn list_entities(
        &self,
        _: Caller,
        query: LookupFilter,
    ) -> Result<ListEntitiesOk, ApiError> {
        self.refuse("list_entities", &query)
    }

    async fn list_policies(
        &self,
        _: Caller,
        query: LookupFilter,
    ) -> Result<ListPoliciesOk, ApiError> {
        self.refuse("list_policies", &query)
    }

    async fn list_rules(&self, _: Caller, query: LookupFilter) -> Result<ListRulesOk, ApiError> {
        self.refuse("list_rules", &query)
    }

    async fn list_destinations(
        &self,
        _: Caller,
        query: LookupFilter,
    ) -> Result<ListDestinationsOk, ApiError> {
        self.refuse("list_destinations", &query)
    }

    async fn list_nodes(&self, _: Caller, query: LookupFilter) -> Result<ListNodesOk, ApiError> {
        self.refuse("list_nodes", &query)
    }

    async fn list_sources(
        &self,
        _: Caller,
        query: LookupFilter,
    ) -> Result<ListSourcesOk, ApiError> {
        self.refuse("list_sources", &query)
    }

    async fn list_projects(
        &self,
        _: Caller,
        query: LookupFilter,
    ) -> Result<ListProjectsOk, ApiError> {
        self.refuse("list_projects", &query)
    }

    async fn list_infrastructure(
        &self,
        _: Caller,
        kind: types::InfrastructureKind,
        query: LookupFilter,
    ) -> Result<ListInfrastructureOk, ApiError> {
        self.refuse("list_infrastructure", &(kind, query))
    }
}
