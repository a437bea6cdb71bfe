//! The operations of `openapi/access.yaml`.

use uuid::Uuid;

use super::{audit, tokens};
use crate::app::App;
use crate::generated::server::{
    AccessApi, AuditQuery, CreateTokenOk, ListAuditOk, ListTokensOk, RevokeTokenOk, TokenFilter,
};
use crate::http::{ApiError, Caller};
use crate::types;

impl AccessApi for App {
    type Ctx = Caller;

    async fn list_audit(&self, caller: Caller, query: AuditQuery) -> Result<ListAuditOk, ApiError> {
        audit::list_audit(self, &caller, query).await
    }

    async fn list_tokens(
        &self,
        caller: Caller,
        query: TokenFilter,
    ) -> Result<ListTokensOk, ApiError> {
        tokens::list_tokens(self, &caller, &query).await
    }

    async fn create_token(
        &self,
        caller: Caller,
        body: types::TokenRequest,
    ) -> Result<CreateTokenOk, ApiError> {
        tokens::create_token(self, &caller, body).await
    }

    async fn revoke_token(&self, caller: Caller, guid: Uuid) -> Result<RevokeTokenOk, ApiError> {
        tokens::revoke_token(self, &caller, guid).await
    }
}
