//! `GET /catalog/overdue`

use crate::app::App;
use crate::domain::page::Page;
use crate::generated::server::{ListOverdueOk, ListOverdueQuery};
use crate::http::ApiError;
use crate::store::standings::EntityStanding;
use crate::types::{self, ProtectionState};

pub(super) async fn list_overdue(
    app: &App,
    query: ListOverdueQuery,
) -> Result<ListOverdueOk, ApiError> {
    let mut states = query.state;
    if states.is_empty() {
        states = vec![ProtectionState::NeverSucceeded, ProtectionState::Overdue];
    }
    let name_like = query.name_like.map(|text| text.to_string());
    let page = Page::from_parameters(query.page, query.size);
    let found = app
        .store
        .standings(states, name_like, app.clock.now(), page)
        .await?;
    Ok(ListOverdueOk {
        body: found.rows.into_iter().map(record).collect(),
        x_total_count: found.total,
    })
}

fn record(row: EntityStanding) -> types::ProtectionRecord {
    let EntityStanding {
        entity,
        standing,
        policy,
    } = row;
    types::ProtectionRecord {
        protected_entity: (&entity).into(),
        state: standing.state.into(),
        last_success: standing.last_success,
        last_backup: standing.newest.map(|newest| newest.time),
        last_status: standing.newest.map(|newest| newest.status.into()),
        expected_interval: standing.rhythm.map(|rhythm| rhythm.interval),
        grace: standing.rhythm.map(|rhythm| rhythm.grace),
        interval_source: standing.rhythm.map(|rhythm| rhythm.source.into()),
        due: standing.due,
        overdue_since: standing.since,
        backup_policy: policy.map(Into::into),
    }
}
