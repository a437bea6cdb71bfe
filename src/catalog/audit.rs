//! The audit log, to read.

use serde_json::Value;

use crate::app::App;
use crate::domain::page::Page;
use crate::generated::server::{AuditQuery, ListAuditOk};
use crate::http::{ApiError, Caller};
use crate::store::StoreError;
use crate::store::audit::{AuditFilter, Entry};
use crate::types;

pub(super) async fn list_audit(
    app: &App,
    caller: &Caller,
    query: AuditQuery,
) -> Result<ListAuditOk, ApiError> {
    caller.unscoped()?;
    if let (Some(since), Some(until)) = (query.since, query.until)
        && since > until
    {
        return Err(ApiError::malformed_parameter(
            "since",
            since.to_string(),
            format!("`since` is later than `until`, which is {until}."),
        ));
    }
    let filter = AuditFilter {
        from: query.since,
        to: query.until,
        action: query.action,
        actor: query.actor,
        subject: query.subject,
        outcome: query.outcome.map(|outcome| outcome.to_string()),
    };
    let page = Page::from_parameters(query.page, query.size);
    let found = app.store.audit(filter, page).await?;
    Ok(ListAuditOk {
        body: found
            .rows
            .into_iter()
            .map(record)
            .collect::<Result<_, _>>()?,
        x_total_count: found.total,
    })
}

fn record(entry: Entry) -> Result<types::AuditRecord, StoreError> {
    let outcome = entry.outcome.parse().map_err(|_| StoreError::Corrupt {
        value: entry.outcome.clone(),
        expected: "an outcome",
    })?;
    Ok(types::AuditRecord {
        id: entry.id,
        time: entry.time,
        action: entry.action,
        outcome,
        actor: types::AuditActor {
            type_: entry.actor_kind,
            guid: entry.actor_guid,
            name: entry.actor_name,
            address: entry.address,
        },
        subject: entry
            .subject_kind
            .zip(entry.subject_name)
            .map(|(type_, name)| types::AuditSubject {
                type_,
                guid: entry.subject_guid,
                name,
            }),
        detail: Value::Object(entry.detail).to_string(),
    })
}
