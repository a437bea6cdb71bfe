//! `fail-on-non-successful`: a set that holds a failure is refused as a whole.

use super::compare::{describe, selection};
use crate::verify::model::{Backup, Order};
use crate::verify::query::Query;
use crate::verify::run::{Run, Stop};

const NAME: &str = "fail-on-non-successful";

pub(super) async fn check(run: &mut Run) -> Result<(), Stop> {
    let sentence = run.operation("list_backups")?.sentence_of(NAME);
    if !run.is_full() {
        run.skip("the vendor does not say what it means");
        return Ok(());
    }
    for scope in run.scopes.clone() {
        let fine = scope.base.set(
            "status",
            &["SUCCESS".to_owned(), "PARTIAL_SUCCESS".to_owned()],
        );
        let good: Vec<&Backup> = scope.rows.iter().filter(|it| it.is_successful()).collect();
        let (ask, found) = selection(run, "list_backups", &fine.with(NAME, true), &good).await?;
        let (got, expected) = found.clone().unwrap_or_default();
        run.expect(found.is_none(), &ask, got, expected, sentence.clone());
        let all: Vec<&Backup> = scope.rows.iter().collect();
        let (ask, found) =
            selection(run, "list_backups", &scope.base.with(NAME, false), &all).await?;
        let (got, expected) = found.clone().unwrap_or_default();
        run.expect(found.is_none(), &ask, got, expected, sentence.clone());
        let mut bad: Vec<&Backup> = scope.rows.iter().filter(|it| !it.is_successful()).collect();
        let order = Order {
            by: "snapshotTime",
            descending: true,
        };
        bad.sort_by(|a, b| order.compare(a, b));
        match bad.first() {
            None => run.skip(format!("{}: all are successful", scope.name)),
            Some(first) => refused(run, &scope.base, bad.len(), first, &sentence).await?,
        }
    }
    Ok(())
}

async fn refused(
    run: &mut Run,
    base: &Query,
    count: usize,
    first: &Backup,
    sentence: &str,
) -> Result<(), Stop> {
    // The set is judged before it is paged.
    for (id, query) in [
        ("list_backups", base.with(NAME, true)),
        ("list_backups", base.with(NAME, true).with("size", 1)),
        ("get_aggregated_statistics", base.with(NAME, true)),
        ("list_backups_grouped", base.with(NAME, true)),
    ] {
        let (ask, answer) = run.list(id, &query).await?;
        let text = answer.json().to_string();
        let holds = answer.status == 409
            && text.contains(first.guid())
            && text.contains(&count.to_string());
        let expected = format!("409 that says {count} and names {}", describe(first));
        run.expect(holds, &ask, answer.words(), expected, sentence);
    }
    Ok(())
}
