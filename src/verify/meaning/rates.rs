//! Transfer rates.

use serde_json::{Value, json};

use super::compare::difference;
use super::filter::UNKNOWN;
use crate::verify::exchange::Ask;
use crate::verify::model::{Backup, rates, task_time};
use crate::verify::run::{Run, Stop};

pub(super) async fn check(run: &mut Run) -> Result<(), Stop> {
    if run.options.read_only {
        run.skip("read-only: the operation is a POST");
        return Ok(());
    }
    for scope in run.scopes.clone() {
        let rows: Vec<&Backup> = scope.rows.iter().collect();
        let mut bodies: Vec<(Value, Vec<&Backup>)> = Vec::new();
        for entity in scope.whole.iter().take(2) {
            let of: Vec<&Backup> = rows
                .iter()
                .copied()
                .filter(|row| row.entity() == entity)
                .collect();
            bodies.push((json!({ "protectedEntity": entity }), of.clone()));
            bodies.push((
                json!({ "protectedEntity": { "guid": entity, "name": "ignored" } }),
                of,
            ));
        }
        // A scope by time is the body's range; both ends are included. With an entity it would be more than that.
        let is_by_entity = scope.base.encoded().contains("protected-entity");
        let times = || rows.iter().map(|row| row.time());
        if let (false, Some(from), Some(to)) = (is_by_entity, times().min(), times().max()) {
            let from = from + (to - from) / 2;
            let from = times().filter(|time| *time >= from).min().unwrap_or(from);
            let inside = rows
                .iter()
                .copied()
                .filter(|row| row.time() >= from && row.time() <= to);
            bodies.push((json!({ "from": from, "to": to }), inside.collect()));
        }
        for (body, selected) in &bodies {
            for task in ["EXPORT", "STORE"] {
                compare(run, task, body, selected).await?;
            }
        }
    }
    let timed = |run: &Run, task: &str| {
        run.scopes
            .iter()
            .any(|scope| scope.rows.iter().any(|row| task_time(row, task) > 0))
    };
    for task in ["EXPORT", "STORE"] {
        if !timed(run, task) {
            run.skip(format!("no backup that was read has a time for {task}"));
        }
    }
    // Other tasks move nothing, and an entity that is not known has no backups.
    compare(run, "MOUNT", &json!({}), &[]).await?;
    compare(run, "EXPORT", &json!({ "protectedEntity": UNKNOWN }), &[]).await
}

async fn compare(run: &mut Run, task: &str, body: &Value, backups: &[&Backup]) -> Result<(), Stop> {
    let operation = run.operation("get_transfer_rate")?;
    let ask = Ask::of(&operation).at("task-type", task).json(body);
    let answer = run.ask(&ask).await?;
    let mut rows = answer.json();
    for row in rows.as_array_mut().into_iter().flatten() {
        // Its name is not the list's to say.
        if let Some(guid) = row.pointer("/backup/guid").cloned() {
            row["backup"] = guid;
        }
    }
    let expected = rates(backups, task);
    let found = if answer.is_success() {
        difference(&Value::from(expected), &rows, !run.is_full())
    } else {
        Some((answer.words(), "200 with the rates".to_owned()))
    };
    let (got, wanted) = found.clone().unwrap_or_default();
    run.expect(
        found.is_none(),
        &ask,
        got,
        format!("{wanted}, computed from the list"),
        operation.sentence(),
    );
    Ok(())
}
