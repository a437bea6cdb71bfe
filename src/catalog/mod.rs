//! The catalog's own operations: sessions, ingestion, look-ups, health.

mod access;
mod audit;
mod health;
mod ingest;
mod lookups;
pub(crate) mod session;
mod tokens;

use crate::app::App;
use crate::generated::server::{
    CatalogApi, CheckSessionOk, GetHealthOk, GetSessionUserOk, IngestOk, IngestQuery,
    ListDestinationsOk, ListEntitiesOk, ListInfrastructureOk, ListNodesOk, ListPoliciesOk,
    ListProjectsOk, ListRulesOk, ListSourcesOk, LoginOk, LoginWithTokenOk, LogoutOk, LookupFilter,
};
use crate::http::{ApiError, Caller, RawBody};
use crate::store::lookups::NamedKind;
use crate::types;

impl CatalogApi for App {
    type Ctx = Caller;

    async fn list_destinations(
        &self,
        _: Caller,
        query: LookupFilter,
    ) -> Result<ListDestinationsOk, ApiError> {
        let (body, x_total_count) = lookups::names(self, NamedKind::Destinations, query).await?;
        Ok(ListDestinationsOk {
            body,
            x_total_count,
        })
    }

    async fn list_entities(
        &self,
        _: Caller,
        query: LookupFilter,
    ) -> Result<ListEntitiesOk, ApiError> {
        lookups::list_entities(self, query).await
    }

    async fn get_health(&self, _: Caller) -> Result<GetHealthOk, ApiError> {
        health::get_health(self).await
    }

    async fn list_infrastructure(
        &self,
        _: Caller,
        kind: types::InfrastructureKind,
        query: LookupFilter,
    ) -> Result<ListInfrastructureOk, ApiError> {
        let (body, x_total_count) =
            lookups::names(self, NamedKind::Infrastructure(kind), query).await?;
        Ok(ListInfrastructureOk {
            body,
            x_total_count,
        })
    }

    async fn ingest(
        &self,
        _: Caller,
        query: IngestQuery,
        body: RawBody,
    ) -> Result<IngestOk, ApiError> {
        ingest::ingest(self, query, body).await
    }

    async fn list_nodes(&self, _: Caller, query: LookupFilter) -> Result<ListNodesOk, ApiError> {
        let (body, x_total_count) = lookups::names(self, NamedKind::Nodes, query).await?;
        Ok(ListNodesOk {
            body,
            x_total_count,
        })
    }

    async fn list_policies(
        &self,
        _: Caller,
        query: LookupFilter,
    ) -> Result<ListPoliciesOk, ApiError> {
        let (body, x_total_count) = lookups::names(self, NamedKind::Policies, query).await?;
        Ok(ListPoliciesOk {
            body,
            x_total_count,
        })
    }

    async fn list_projects(
        &self,
        _: Caller,
        query: LookupFilter,
    ) -> Result<ListProjectsOk, ApiError> {
        let (body, x_total_count) = lookups::names(self, NamedKind::Projects, query).await?;
        Ok(ListProjectsOk {
            body,
            x_total_count,
        })
    }

    async fn list_rules(&self, _: Caller, query: LookupFilter) -> Result<ListRulesOk, ApiError> {
        lookups::list_rules(self, query).await
    }

    async fn list_sources(
        &self,
        _: Caller,
        query: LookupFilter,
    ) -> Result<ListSourcesOk, ApiError> {
        let (body, x_total_count) = lookups::names(self, NamedKind::Sources, query).await?;
        Ok(ListSourcesOk {
            body,
            x_total_count,
        })
    }

    async fn check_session(&self, caller: Caller) -> Result<CheckSessionOk, ApiError> {
        session::check_session(&caller)
    }

    async fn login(&self, caller: Caller, body: types::LoginRequest) -> Result<LoginOk, ApiError> {
        session::login(self, &caller, body).await
    }

    async fn login_with_token(
        &self,
        caller: Caller,
        body: types::TokenLoginRequest,
    ) -> Result<LoginWithTokenOk, ApiError> {
        session::login_with_token(self, &caller, body).await
    }

    async fn logout(&self, caller: Caller) -> Result<LogoutOk, ApiError> {
        session::logout(self, &caller).await
    }

    async fn get_session_user(&self, caller: Caller) -> Result<GetSessionUserOk, ApiError> {
        session::get_session_user(&caller)
    }
}
