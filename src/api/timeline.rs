//! `GET /backups/timeline/size-stats/{type}/{guid}` and `GET /backups/timeline/time-stats/{type}/{guid}`

use std::sync::Arc;

use uuid::Uuid;

use super::selection::range;
use crate::app::App;
use crate::domain::statistics::saturate;
use crate::domain::timeline::{Day, Sums, TimelineError, days};
use crate::generated::server::{
    GetSizeTimelineOk, GetSizeTimelineQuery, GetTimeTimelineOk, GetTimeTimelineQuery,
};
use crate::http::ApiError;
use crate::store::timeline;
use crate::types;

pub(super) async fn get_size_timeline(
    app: &App,
    kind: types::ProtectedEntityType,
    guid: Uuid,
    query: GetSizeTimelineQuery,
) -> Result<GetSizeTimelineOk, ApiError> {
    let zone = query.tz.as_deref();
    let timeline = Timeline::read(
        app,
        kind,
        guid,
        query.from,
        query.to,
        zone.map(String::as_str),
    )
    .await?;
    Ok(GetSizeTimelineOk {
        body: types::BackupTimelineDto {
            protected_entity: (&timeline.read.entity).into(),
            from: timeline.from,
            to: timeline.to,
            time_zone: timeline.zone,
            points: timeline.read.days.iter().map(size_point).collect(),
        },
    })
}

pub(super) async fn get_time_timeline(
    app: &App,
    kind: types::ProtectedEntityType,
    guid: Uuid,
    query: GetTimeTimelineQuery,
) -> Result<GetTimeTimelineOk, ApiError> {
    let zone = query.tz.as_deref();
    let timeline = Timeline::read(
        app,
        kind,
        guid,
        query.from,
        query.to,
        zone.map(String::as_str),
    )
    .await?;
    Ok(GetTimeTimelineOk {
        body: types::BackupTimeStatsTimelineDto {
            protected_entity: (&timeline.read.entity).into(),
            from: timeline.from,
            to: timeline.to,
            time_zone: timeline.zone,
            points: timeline.read.days.iter().map(time_point).collect(),
        },
    })
}

struct Timeline {
    read: Arc<timeline::Timeline>,
    from: i64,
    to: i64,
    zone: String,
}

impl Timeline {
    async fn read(
        app: &App,
        kind: types::ProtectedEntityType,
        guid: Uuid,
        from: Option<i64>,
        to: Option<i64>,
        zone: Option<&str>,
    ) -> Result<Self, ApiError> {
        range("from", from, to)?;
        let now = app.clock.now();
        let days = days(from, to, zone, now).map_err(|error| refusal(&error, from))?;
        let (first, last) = (days.first().copied(), days.last().copied());
        let read = app.store.timeline(kind, guid, days).await?;
        let read = read.ok_or_else(|| {
            ApiError::not_found(format!(
                "There is no protected entity {guid} of type {}.",
                kind.as_str()
            ))
            .parameter("guid")
            .value(guid.to_string())
        })?;
        let (start, end) = match (first, last) {
            (Some(first), Some(last)) => (first.start, last.end - 1),
            // A range that has not begun yet.
            _ => (from.unwrap_or(now), to.unwrap_or(now)),
        };
        Ok(Self {
            read,
            from: start,
            to: end,
            zone: zone.unwrap_or("UTC").to_owned(),
        })
    }
}

fn refusal(error: &TimelineError, from: Option<i64>) -> ApiError {
    let message = error.to_string();
    match error {
        TimelineError::Zone(zone) => ApiError::malformed_parameter("tz", zone, message),
        TimelineError::Time { parameter, value } => {
            ApiError::malformed_parameter(*parameter, value.to_string(), message)
        }
        TimelineError::TooLong(_) => ApiError::malformed_parameter(
            "from",
            from.map(|from| from.to_string()).unwrap_or_default(),
            message,
        ),
    }
}

fn size_point((day, sums): &(Day, Sums)) -> types::BackupTimelinePoint {
    types::BackupTimelinePoint {
        by_status: by_status(sums),
        count: sums.count,
        date: day.date.to_string(),
        effective_size: saturate(sums.transferred),
        size: saturate(sums.size),
        time: day.start,
    }
}

fn time_point((day, sums): &(Day, Sums)) -> types::BackupTimeStatsTimelinePoint {
    let [queued_export, export, queued_store, store] = sums.times;
    types::BackupTimeStatsTimelinePoint {
        by_status: by_status(sums),
        count: sums.count,
        date: day.date.to_string(),
        export_time: saturate(export),
        queued_export_time: saturate(queued_export),
        queued_store_time: saturate(queued_store),
        store_time: saturate(store),
        task_duration_time: saturate(sums.times.into_iter().sum()),
        time: day.start,
    }
}

fn by_status(sums: &Sums) -> Vec<types::BackupStatusCount> {
    let count = |(status, count): &(types::BackupStatus, i64)| types::BackupStatusCount {
        status: (*status).into(),
        count: *count,
    };
    sums.by_status.iter().map(count).collect()
}
