//! `GET /backups/aggregated-statistics`, `/backups/size-statistics` and `/backups/time-statistics`

use super::rows::rows;
use super::selection::Wanted;
use crate::app::App;
use crate::domain::statistics::{Aggregate, Duration, Size, saturate};
use crate::generated::server::{
    BackupFilter, GetAggregatedStatisticsOk, GetSizeStatisticsOk, GetTimeStatisticsOk,
};
use crate::http::ApiError;
use crate::types;

pub(super) async fn get_aggregated_statistics(
    app: &App,
    filter: BackupFilter,
) -> Result<GetAggregatedStatisticsOk, ApiError> {
    let Wanted { query, .. } = Wanted::read(app, filter).await?;
    let (body, x_total_count) = aggregates(&app.store.aggregates(query.selection).await?);
    Ok(GetAggregatedStatisticsOk {
        body,
        x_total_count,
    })
}

pub(super) async fn get_size_statistics(
    app: &App,
    filter: BackupFilter,
) -> Result<GetSizeStatisticsOk, ApiError> {
    let Wanted { query, page } = Wanted::read(app, filter).await?;
    let (body, x_total_count) = rows(app.store.sizes(query, page).await?, size)?;
    Ok(GetSizeStatisticsOk {
        body,
        x_total_count,
    })
}

pub(super) async fn get_time_statistics(
    app: &App,
    filter: BackupFilter,
) -> Result<GetTimeStatisticsOk, ApiError> {
    let Wanted { query, page } = Wanted::read(app, filter).await?;
    let (body, x_total_count) = rows(app.store.durations(query, page).await?, duration)?;
    Ok(GetTimeStatisticsOk {
        body,
        x_total_count,
    })
}

/// The rows, and how many.
pub(super) fn aggregates(
    aggregates: &[Aggregate],
) -> (Vec<types::AggregatedBackupStatistics>, i64) {
    let rows: Vec<_> = aggregates.iter().map(aggregate).collect();
    let total = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    (rows, total)
}

fn aggregate(aggregate: &Aggregate) -> types::AggregatedBackupStatistics {
    types::AggregatedBackupStatistics {
        status: aggregate.status.into(),
        type_: aggregate.kind.into(),
        count: aggregate.count,
        size: saturate(aggregate.size),
        exact_size: aggregate.size.to_string(),
        average_size: saturate(aggregate.size / i128::from(aggregate.count.max(1))),
        duration: saturate(aggregate.duration),
        first_snapshot_time: aggregate.first,
        last_snapshot_time: aggregate.last,
    }
}

#[allow(clippy::needless_pass_by_value, reason = "a row is turned into a row")]
fn size(size: Size) -> types::SizeBackupStatistics {
    types::SizeBackupStatistics {
        guid: size.guid,
        snapshot_time: size.snapshot_time,
        backup_time: size.backup_time,
        protected_entity: (&size.entity.reference).into(),
        type_: Some(size.kind.into()),
        size: size.size,
        effective_backup_size: size.transferred,
    }
}

#[allow(clippy::needless_pass_by_value, reason = "a row is turned into a row")]
fn duration(duration: Duration) -> types::TimeBackupStatisticsResponseDto {
    types::TimeBackupStatisticsResponseDto {
        guid: duration.guid,
        snapshot_time: duration.snapshot_time,
        protected_entity: (&duration.entity.reference).into(),
        status: duration.status.into(),
        queued_export_time: duration.times.queued_export,
        export_time: duration.times.export,
        queued_store_time: duration.times.queued_store,
        store_time: duration.times.store,
        task_duration_time: duration.times.total(),
    }
}
