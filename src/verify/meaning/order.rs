//! `orderBy` and `direction`.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::compare::{describe, set};
use crate::verify::model::{Backup, Order, key};
use crate::verify::query::Query;
use crate::verify::run::{Run, Stop};
use crate::verify::sample::{self, Scope};

/// Rows that are sorted at most.
const SORTED: usize = 300;

pub(super) async fn check(run: &mut Run, by: &str) -> Result<(), Stop> {
    if by.is_empty() {
        return default(run).await;
    }
    let distinct = |scope: &Scope| {
        let keys: BTreeSet<_> = scope
            .rows
            .iter()
            .filter_map(|row| key(row, by).map(|key| format!("{key:?}")))
            .collect();
        keys.len()
    };
    let narrow = run
        .scopes
        .iter()
        .map(|scope| scope.narrowed(SORTED))
        .filter(|scope| scope.rows.len() <= 2 * SORTED);
    let Some(scope) = narrow.max_by_key(|scope| distinct(scope)) else {
        run.skip("too many backups have one time");
        return Ok(());
    };
    match distinct(&scope) {
        0 => {
            run.skip(format!("no backup that was read has `{by}`"));
            return Ok(());
        }
        1 => run.skip(format!(
            "all backups that were read have the same `{by}`: only ties were looked at"
        )),
        _ => {}
    }
    let sentence = run.operation("list_backups")?.sentence_of("orderBy");
    for direction in ["", "asc", "desc", "DESC"] {
        let mut query = scope.base.with("orderBy", by);
        if !direction.is_empty() {
            query = query.with("direction", direction);
        }
        let descending = match direction {
            "" => Order::is_usually_descending(by),
            direction => direction.eq_ignore_ascii_case("desc"),
        };
        // Only this project says what is usual.
        if run.is_full() || !direction.is_empty() {
            sorted(run, &scope, &query, &Order { by, descending }, &sentence).await?;
        }
    }
    Ok(())
}

/// Without `orderBy`.
async fn default(run: &mut Run) -> Result<(), Stop> {
    let sentence = run.operation("list_backups")?.sentence();
    let turned = run.operation("list_backups")?.sentence_of("direction");
    for scope in run.scopes.clone() {
        let newest = Order {
            by: "snapshotTime",
            descending: true,
        };
        sorted(run, &scope, &scope.base, &newest, &sentence).await?;
        let scope = scope.narrowed(SORTED);
        if run.is_full() {
            let oldest = Order {
                by: "snapshotTime",
                descending: false,
            };
            sorted(
                run,
                &scope,
                &scope.base.with("direction", "asc"),
                &oldest,
                &turned,
            )
            .await?;
            sorted(
                run,
                &scope,
                &scope.base.with("direction", "Desc"),
                &newest,
                &turned,
            )
            .await?;
        }
    }
    Ok(())
}

async fn sorted(
    run: &mut Run,
    scope: &Arc<Scope>,
    query: &Query,
    order: &Order<'_>,
    sentence: &str,
) -> Result<(), Stop> {
    for id in [
        "list_backups",
        "list_backups_detailed",
        "get_time_statistics",
    ] {
        // The others share the order; one direction is enough to see it.
        if id != "list_backups" && query.encoded().contains("direction") {
            continue;
        }
        let (ask, answer) = run.list(id, query).await?;
        let body = answer.json();
        let all: Vec<&Backup> = scope.rows.iter().collect();
        if !answer.is_success() || set(&body, &all).is_some() {
            let expected = format!("the same {} backups as without an order", all.len());
            let got = set(&body, &all).map_or_else(|| answer.words(), |it| it.0);
            run.find(&ask, got, expected, sentence);
            continue;
        }
        // What is said of a backup is the list's; only the order is this answer's.
        let shown: Vec<Backup> = sample::rows(&body);
        let shown: Vec<&Backup> = shown
            .iter()
            .filter_map(|row| all.iter().find(|it| it.guid() == row.guid()).copied())
            .collect();
        match misplaced(&shown, order, run.is_full()) {
            None => run.held(),
            Some((before, after)) => {
                let said =
                    |row: &Backup| format!("{} with {:?}", describe(row), key(row, order.by));
                let got = format!("{} before {}", said(before), said(after));
                let way = if order.descending {
                    "descending"
                } else {
                    "ascending"
                };
                run.find(
                    &ask,
                    got,
                    format!("the other way round: `{}` {way}, then the guid", order.by),
                    sentence,
                );
            }
        }
    }
    Ok(())
}

/// Two neighbours that stand the wrong way round. The vendor does not say how ties are broken, nor where absent values
/// stand.
fn misplaced<'a>(
    rows: &[&'a Backup],
    order: &Order,
    full: bool,
) -> Option<(&'a Backup, &'a Backup)> {
    if full {
        let pair = rows
            .windows(2)
            .find(|pair| order.compare(pair[0], pair[1]).is_gt());
        return pair.map(|pair| (pair[0], pair[1]));
    }
    let present: Vec<&&Backup> = rows
        .iter()
        .filter(|row| key(row, order.by).is_some())
        .collect();
    let pair = present
        .windows(2)
        .find(|pair| order.by_key(pair[0], pair[1]).is_gt());
    pair.map(|pair| (*pair[0], *pair[1]))
}
