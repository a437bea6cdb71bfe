//! The seven lists without any filter.

use std::collections::BTreeSet;

use super::compare::{SEVEN, describe, difference, selection};
use crate::verify::model::Backup;
use crate::verify::query::Query;
use crate::verify::run::{Run, Stop};
use crate::verify::sample;

const SENTENCE: &str = "GET /backups/detailed: The same selection and order as `GET /backups`.";

pub(super) async fn check(run: &mut Run) -> Result<(), Stop> {
    for scope in run.scopes.clone() {
        let all: Vec<&Backup> = scope.rows.iter().collect();
        for id in SEVEN {
            let (ask, found) = selection(run, id, &scope.base, &all).await?;
            let sentence = run.operation(id)?.sentence();
            let (got, expected) = found.clone().unwrap_or_default();
            run.expect(found.is_none(), &ask, got, expected, sentence);
        }
        same_rows(run, &scope.base, &scope.rows).await?;
    }
    whole(run).await
}

/// A row of the list is the part of the detailed row that it has.
async fn same_rows(run: &mut Run, base: &Query, detailed: &[Backup]) -> Result<(), Stop> {
    let names = run.document.properties("BackupListRecord");
    let (ask, answer) = run.list("list_backups", base).await?;
    let rows = sample::rows(&answer.json());
    let differs = detailed.iter().find_map(|row| {
        let listed = rows.iter().find(|it| it.guid() == row.guid())?;
        let found = difference(&row.only(&names), &listed.only(&names), !run.is_full());
        found.map(|found| (row, found))
    });
    match differs {
        None => run.held(),
        Some((row, (got, expected))) => {
            let expected = format!(
                "{expected}, as GET /backups/detailed says of {}",
                describe(row)
            );
            run.find(&ask, got, expected, SENTENCE);
        }
    }
    Ok(())
}

/// The counts of the whole catalog, however large.
async fn whole(run: &mut Run) -> Result<(), Stop> {
    let (ask, answer) = run
        .list("get_aggregated_statistics", &Query::default())
        .await?;
    let body = answer.json();
    let counts = body
        .as_array()
        .into_iter()
        .flatten()
        .map(|row| row["count"].as_i64());
    let (Some(total), Some(sum)) = (run.total, counts.sum::<Option<i64>>()) else {
        run.skip("whole catalog: the server does not count");
        return Ok(());
    };
    let sentence = run.operation("get_aggregated_statistics")?.sentence();
    run.expect(
        sum == total,
        &ask,
        format!("counts of {sum} in sum"),
        format!("{total}, the X-Total-Count of GET /backups"),
        sentence,
    );
    let (ask, answer) = run
        .list("list_backups_grouped", &Query::default().with("size", 1))
        .await?;
    let groups = answer.total();
    let (_, answer) = run
        .list("get_grouped_aggregated_statistics", &Query::default())
        .await?;
    let body = answer.json();
    let counts = body
        .as_array()
        .into_iter()
        .flatten()
        .map(|row| row["count"].as_i64());
    let sum = counts.sum::<Option<i64>>();
    let sentence = run
        .operation("get_grouped_aggregated_statistics")?
        .sentence();
    let got = format!(
        "X-Total-Count {groups:?}, counts of {sum:?} in sum at GET /backups/grouped/aggregated-statistics"
    );
    run.expect(groups == sum, &ask, got, "the same number", sentence);
    Ok(())
}

/// The lists that are wrong without a filter: whether filters work there cannot be told.
pub(in super::super) async fn distrusted(run: &mut Run) -> Result<BTreeSet<&'static str>, Stop> {
    let mut wrong = BTreeSet::new();
    for scope in run.scopes.clone().iter().take(1) {
        let all: Vec<&Backup> = scope.rows.iter().collect();
        for id in SEVEN {
            let (_, found) = selection(run, id, &scope.base, &all).await?;
            if found.is_some() {
                wrong.insert(id);
            }
        }
    }
    Ok(wrong)
}
