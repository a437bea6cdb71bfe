//! The operations of `openapi/monitoring.yaml`: whether everything is backed up.

mod expected_interval;
mod overdue;

use uuid::Uuid;

use crate::app::App;
use crate::generated::server::{
    ExpectOfEntityOk, ExpectOfPolicyOk, ListOverdueOk, ListOverdueQuery, MonitoringApi,
};
use crate::http::{ApiError, Caller};
use crate::store::standings::Subject;
use crate::types;

impl MonitoringApi for App {
    type Ctx = Caller;

    async fn list_overdue(
        &self,
        _: Caller,
        query: ListOverdueQuery,
    ) -> Result<ListOverdueOk, ApiError> {
        overdue::list_overdue(self, query).await
    }

    async fn expect_of_entity(
        &self,
        caller: Caller,
        guid: Uuid,
        body: types::ExpectedInterval,
    ) -> Result<ExpectOfEntityOk, ApiError> {
        // What is expected of something is expected of it for all who see it.
        caller.unscoped()?;
        let body = expected_interval::expect(self, Subject::Entity, guid, body).await?;
        Ok(ExpectOfEntityOk { body })
    }

    async fn expect_of_policy(
        &self,
        caller: Caller,
        guid: Uuid,
        body: types::ExpectedInterval,
    ) -> Result<ExpectOfPolicyOk, ApiError> {
        // What is expected of something is expected of it for all who see it.
        caller.unscoped()?;
        let body = expected_interval::expect(self, Subject::Policy, guid, body).await?;
        Ok(ExpectOfPolicyOk { body })
    }
}
