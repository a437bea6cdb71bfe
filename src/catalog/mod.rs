//! The catalog's own operations: sessions, ingestion, look-ups, health.

mod health;
mod session;

use crate::app::App;
use crate::generated::server::{
    CatalogApi, CheckSessionOk, GetHealthOk, GetSessionUserOk, IngestOk, IngestQuery,
    ListDestinationsOk, ListEntitiesOk, ListInfrastructureOk, ListNodesOk, ListPoliciesOk,
    ListProjectsOk, ListRulesOk, ListSourcesOk, LoginOk, LogoutOk, LookupFilter,
};
use crate::http::{ApiError, Caller, RawBody};
use crate::types;

impl CatalogApi for App {
    type Ctx = Caller;

    async fn list_destinations(
        &self,
        _: Caller,
        _query: LookupFilter,
    ) -> Result<ListDestinationsOk, ApiError> {
        Err(ApiError::not_implemented(
            "This server does not do that yet.",
        ))
    }

    async fn list_entities(
        &self,
        _: Caller,
        _query: LookupFilter,
    ) -> Result<ListEntitiesOk, ApiError> {
        Err(ApiError::not_implemented(
            "This server does not do that yet.",
        ))
    }

    async fn get_health(&self, _: Caller) -> Result<GetHealthOk, ApiError> {
        health::get_health(self).await
    }

    async fn list_infrastructure(
        &self,
        _: Caller,
        _kind: types::InfrastructureKind,
        _query: LookupFilter,
    ) -> Result<ListInfrastructureOk, ApiError> {
        Err(ApiError::not_implemented(
            "This server does not do that yet.",
        ))
    }

    async fn ingest(
        &self,
        _: Caller,
        _query: IngestQuery,
        _body: RawBody,
    ) -> Result<IngestOk, ApiError> {
        Err(ApiError::not_implemented(
            "This server does not do that yet.",
        ))
    }

    async fn list_nodes(&self, _: Caller, _query: LookupFilter) -> Result<ListNodesOk, ApiError> {
        Err(ApiError::not_implemented(
            "This server does not do that yet.",
        ))
    }

    async fn list_policies(
        &self,
        _: Caller,
        _query: LookupFilter,
    ) -> Result<ListPoliciesOk, ApiError> {
        Err(ApiError::not_implemented(
            "This server does not do that yet.",
        ))
    }

    async fn list_projects(
        &self,
        _: Caller,
        _query: LookupFilter,
    ) -> Result<ListProjectsOk, ApiError> {
        Err(ApiError::not_implemented(
            "This server does not do that yet.",
        ))
    }

    async fn list_rules(&self, _: Caller, _query: LookupFilter) -> Result<ListRulesOk, ApiError> {
        Err(ApiError::not_implemented(
            "This server does not do that yet.",
        ))
    }

    async fn list_sources(
        &self,
        _: Caller,
        _query: LookupFilter,
    ) -> Result<ListSourcesOk, ApiError> {
        Err(ApiError::not_implemented(
            "This server does not do that yet.",
        ))
    }

    async fn check_session(&self, caller: Caller) -> Result<CheckSessionOk, ApiError> {
        session::check_session(&caller)
    }

    async fn login(&self, _: Caller, body: types::LoginRequest) -> Result<LoginOk, ApiError> {
        session::login(self, body).await
    }

    async fn logout(&self, caller: Caller) -> Result<LogoutOk, ApiError> {
        session::logout(self, &caller).await
    }

    async fn get_session_user(&self, caller: Caller) -> Result<GetSessionUserOk, ApiError> {
        session::get_session_user(&caller)
    }
}
