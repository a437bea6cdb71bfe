//! Statistics are folds of the list with the same parameters.

use serde_json::Value;

use super::compare::difference;
use crate::verify::model::{Backup, Order, aggregate, groups, has_size, size_row, time_row};
use crate::verify::query::Query;
use crate::verify::run::{Run, Stop};
use crate::verify::sample::Scope;

/// What a list is computed from: the backups selected, the newest first.
type Fold = fn(&[&Backup]) -> Vec<Value>;

pub(super) async fn aggregates(run: &mut Run) -> Result<(), Stop> {
    folds(run, "get_aggregated_statistics", aggregate).await?;
    unpaged(run, "get_aggregated_statistics", aggregate).await
}

pub(super) async fn grouped(run: &mut Run) -> Result<(), Stop> {
    let fold: Fold = |backups| {
        let newest: Vec<&Backup> = groups(backups).iter().map(|group| group.newest).collect();
        aggregate(&newest)
    };
    folds(run, "get_grouped_aggregated_statistics", fold).await?;
    unpaged(run, "get_grouped_aggregated_statistics", fold).await
}

pub(super) async fn sizes(run: &mut Run) -> Result<(), Stop> {
    folds(run, "get_size_statistics", |backups| {
        backups
            .iter()
            .filter(|it| has_size(it))
            .map(|it| size_row(it))
            .collect()
    })
    .await
}

pub(super) async fn times(run: &mut Run) -> Result<(), Stop> {
    folds(run, "get_time_statistics", |backups| {
        backups.iter().map(|it| time_row(it)).collect()
    })
    .await
}

/// Compares an operation with a fold, without filters and with some.
async fn folds(run: &mut Run, id: &str, fold: Fold) -> Result<(), Stop> {
    for scope in run.scopes.clone() {
        for (query, rows) in selections(&scope) {
            compare(run, id, &query, &fold(&rows)).await?;
        }
    }
    Ok(())
}

/// Some sets of a scope, each in the default order.
fn selections(scope: &Scope) -> Vec<(Query, Vec<&Backup>)> {
    let order = Order {
        by: "snapshotTime",
        descending: true,
    };
    let mut rows: Vec<&Backup> = scope.rows.iter().collect();
    rows.sort_by(|a, b| order.compare(a, b));
    let mut all = vec![(scope.base.clone(), rows.clone())];
    for status in ["SUCCESS", "FAILED"] {
        let kept = rows.iter().copied().filter(|row| row.status() == status);
        all.push((scope.base.with("status", status), kept.collect()));
    }
    if let Some(middle) = rows.get(rows.len() / 2) {
        let time = middle.time();
        let kept = rows.iter().copied().filter(|row| row.time() >= time);
        all.push((scope.base.with("from", time), kept.collect()));
    }
    all
}

async fn compare(run: &mut Run, id: &str, query: &Query, rows: &[Value]) -> Result<(), Stop> {
    let sentence = run.operation(id)?.sentence();
    let (ask, answer) = run.list(id, query).await?;
    let body = answer.json();
    if !run.is_full()
        && body
            .get(0)
            .is_some_and(|row| row.get("guid").is_none() && row.get("count").is_none())
    {
        run.skip("the rows have none of the properties that this document gives them");
        return Ok(());
    }
    let found = if answer.is_success() {
        difference(&Value::from(rows), &body, !run.is_full())
    } else {
        Some((answer.words(), format!("{} rows", rows.len())))
    };
    let (got, expected) = found.clone().unwrap_or_default();
    run.expect(
        found.is_none(),
        &ask,
        got,
        format!("{expected}, computed from the list"),
        sentence,
    );
    Ok(())
}

/// Paging and order have no effect on aggregates.
async fn unpaged(run: &mut Run, id: &str, fold: Fold) -> Result<(), Stop> {
    let scopes = run.scopes.clone();
    let Some(scope) = scopes.first() else {
        return Ok(());
    };
    let rows: Vec<&Backup> = scope.rows.iter().collect();
    let query = scope
        .base
        .with("page", 1)
        .with("size", 1)
        .with("orderBy", "size")
        .with("direction", "asc");
    compare(run, id, &query, &fold(&rows)).await
}
