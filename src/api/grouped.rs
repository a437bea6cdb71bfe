//! `GET /backups/grouped` and `GET /backups/grouped/aggregated-statistics`

use super::record::list_record;
use super::rows::rows;
use super::selection::Wanted;
use super::statistics::aggregates;
use crate::app::App;
use crate::domain::statistics::Group;
use crate::generated::server::{
    BackupFilter, GetGroupedAggregatedStatisticsOk, ListBackupsGroupedOk,
};
use crate::http::ApiError;
use crate::types;

/// When the statistics of groups were deprecated (RFC 9745): 2026-01-01. The vendor's page gives no date (chosen).
const DEPRECATED: &str = "@1767225600";

pub(super) async fn list_backups_grouped(
    app: &App,
    filter: BackupFilter,
) -> Result<ListBackupsGroupedOk, ApiError> {
    let Wanted { query, page } = Wanted::read(app, filter).await?;
    let (body, x_total_count) = rows(app.store.groups(query, page).await?, record)?;
    Ok(ListBackupsGroupedOk {
        body,
        x_total_count,
    })
}

pub(super) async fn get_grouped_aggregated_statistics(
    app: &App,
    filter: BackupFilter,
) -> Result<GetGroupedAggregatedStatisticsOk, ApiError> {
    let Wanted { query, .. } = Wanted::read(app, filter).await?;
    let (body, x_total_count) = aggregates(&app.store.grouped_aggregates(query.selection).await?);
    Ok(GetGroupedAggregatedStatisticsOk {
        body,
        x_total_count,
        deprecation: DEPRECATED.to_owned(),
    })
}

fn record(group: Group) -> types::BackupListRecord {
    types::BackupListRecord {
        attempts: Some(group.attempts),
        failed_attempts: Some(group.failed_attempts),
        ..list_record(group.newest)
    }
}
