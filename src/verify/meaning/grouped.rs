//! `GET /backups/grouped`.

use serde_json::{Value, json};

use super::compare::difference;
use crate::verify::model::{Backup, Order, groups};
use crate::verify::run::{Run, Stop};
use crate::verify::sample;

pub(super) async fn check(run: &mut Run) -> Result<(), Stop> {
    let sentence = run.operation("list_backups_grouped")?.sentence();
    let names = run.document.properties("BackupListRecord");
    for scope in run.scopes.clone() {
        for (by, status) in [("", ""), ("size", ""), ("", "FAILED")] {
            let mut query = scope.base.clone();
            let mut order = Order {
                by: "snapshotTime",
                descending: true,
            };
            let mut rows: Vec<&Backup> = scope.rows.iter().collect();
            if !by.is_empty() {
                order = Order {
                    by,
                    descending: false,
                };
                query = query.with("orderBy", by).with("direction", "asc");
            }
            if !status.is_empty() {
                rows.retain(|row| row.status() == status);
                query = query.with("status", status);
            }
            let mut groups = groups(&rows);
            groups.sort_by(|a, b| order.compare(a.newest, b.newest));
            let expected: Vec<Value> = groups
                .iter()
                .map(|group| {
                    let mut row = group.newest.only(&names);
                    row["attempts"] = json!(group.attempts);
                    row["failedAttempts"] = json!(group.failed_attempts);
                    row
                })
                .collect();
            let (ask, answer) = run.list("list_backups_grouped", &query).await?;
            let found = if answer.is_success() {
                let rows = sample::rows(&answer.json());
                // What is not written down is a fault of the form.
                let rows = rows.iter().map(|row| row.only(&names)).collect();
                difference(&Value::from(expected), &rows, !run.is_full())
            } else {
                Some((answer.words(), format!("{} groups", groups.len())))
            };
            let (got, wanted) = found.clone().unwrap_or_default();
            run.expect(
                found.is_none(),
                &ask,
                got,
                format!("{wanted}, computed from the list"),
                sentence.clone(),
            );
        }
    }
    Ok(())
}
