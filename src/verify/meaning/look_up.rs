//! Look-ups of the things whose guids the filters take.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::Value;

use super::compare::{difference, total};
use crate::verify::document::Operation;
use crate::verify::exchange::Ask;
use crate::verify::model::{Backup, contains};
use crate::verify::query::Query;
use crate::verify::run::{Run, Stop};

/// Rows of a look-up that are read at most.
const READ: i64 = 5_000;

pub(super) async fn check(run: &mut Run, id: &str) -> Result<(), Stop> {
    let operation = run.operation(id)?;
    if operation.chosen && !run.is_full() {
        run.skip("an operation that this project added");
        return Ok(());
    }
    let kinds = operation.parameters.iter().find(|it| it.name == "kind");
    let kinds: Vec<String> = match kinds.and_then(|it| it.schema["enum"].as_array()) {
        Some(kinds) => kinds
            .iter()
            .filter_map(|it| it.as_str().map(str::to_owned))
            .collect(),
        None => vec![String::new()],
    };
    for kind in kinds {
        one(run, &operation, &kind).await?;
    }
    Ok(())
}

async fn one(run: &mut Run, operation: &Arc<Operation>, kind: &str) -> Result<(), Stop> {
    let ask = |query: &Query| Ask::of(operation).at("kind", kind).query(query);
    let answer = run.ask(&ask(&Query::default().with("size", 1))).await?;
    if answer.total().is_some_and(|total| total > READ) {
        run.skip("there are too many");
        return Ok(());
    }
    let all = ask(&Query::default());
    let answer = run.ask(&all).await?;
    let Value::Array(rows) = answer.json() else {
        run.find(&all, answer.words(), "a list", operation.sentence());
        return Ok(());
    };
    let wrong = total(&answer, rows.len());
    let (got, expected) = wrong.clone().unwrap_or_default();
    run.expect(wrong.is_none(), &all, got, expected, operation.sentence());
    let name = |row: &Value| row["name"].as_str().unwrap_or_default().to_owned();
    let pair = rows.windows(2).find(|pair| name(&pair[0]) > name(&pair[1]));
    let got = pair
        .map(|pair| format!("{:?} before {:?}", name(&pair[0]), name(&pair[1])))
        .unwrap_or_default();
    run.expect(
        pair.is_none(),
        &all,
        got,
        "by name, code point by code point",
        operation.sentence(),
    );
    named(run, operation, &all, kind, &rows);
    if rows.is_empty() {
        run.skip("there are none");
        return Ok(());
    }
    // Pages.
    let size = (rows.len() / 3).max(1);
    for page in 0..=rows.len().div_ceil(size) {
        let part = rows.iter().skip(page * size).take(size).cloned().collect();
        compare(
            run,
            &ask(&Query::default().with("page", page).with("size", size)),
            &part,
            rows.len(),
            "page",
        )
        .await?;
    }
    // Names.
    let middle = name(&rows[rows.len() / 2]);
    let needle: String = middle
        .chars()
        .skip(middle.chars().count() / 3)
        .take(4)
        .collect();
    for text in [
        needle.to_uppercase(),
        needle.to_lowercase(),
        "%".to_owned(),
        "_".to_owned(),
        "nothing is called so".to_owned(),
    ] {
        if text.trim() == text && !text.is_empty() {
            let fit: Vec<Value> = rows
                .iter()
                .filter(|row| contains(&name(row), &text))
                .cloned()
                .collect();
            let count = fit.len();
            compare(
                run,
                &ask(&Query::default().with("nameLike", &text)),
                &Value::Array(fit),
                count,
                "nameLike",
            )
            .await?;
        }
    }
    Ok(())
}

async fn compare(
    run: &mut Run,
    ask: &Ask,
    expected: &Value,
    count: usize,
    parameter: &str,
) -> Result<(), Stop> {
    let answer = run.ask(ask).await?;
    let found = if answer.is_success() {
        difference(expected, &answer.json(), false).or_else(|| total(&answer, count))
    } else {
        Some((answer.words(), "200".to_owned()))
    };
    let sentence = ask
        .operation
        .as_ref()
        .map(|it| it.sentence_of(parameter))
        .unwrap_or_default();
    let (got, wanted) = found.clone().unwrap_or_default();
    run.expect(
        found.is_none(),
        ask,
        got,
        format!("{wanted}, as the whole look-up shows"),
        sentence,
    );
    Ok(())
}

/// What the backups name has to be there, under the same name.
fn named(run: &mut Run, operation: &Operation, ask: &Ask, kind: &str, rows: &[Value]) {
    let known: BTreeMap<&str, &Value> = rows
        .iter()
        .filter_map(|row| Some((row["guid"].as_str()?, row)))
        .collect();
    let mut wanted: BTreeSet<(String, String)> = BTreeSet::new();
    for row in run.scopes.iter().flat_map(|scope| &scope.rows) {
        wanted.extend(references(row, &operation.id));
    }
    if operation.id == "list_infrastructure" {
        let property = crate::verify::model::camel_case(kind);
        wanted.extend(
            run.entities
                .values()
                .filter_map(|entity| reference(&entity[property.as_str()])),
        );
    }
    let lost = wanted.iter().find(|(guid, name)| {
        known
            .get(guid.as_str())
            .is_none_or(|row| row["name"].as_str() != Some(name))
    });
    let got = lost
        .map(|(guid, name)| format!("{guid} ({name:?}) is not there under that name"))
        .unwrap_or_default();
    run.expect(
        lost.is_none(),
        ask,
        got,
        "everything that backups name",
        operation.sentence(),
    );
}

fn reference(value: &Value) -> Option<(String, String)> {
    Some((
        value["guid"].as_str()?.to_owned(),
        value["name"].as_str()?.to_owned(),
    ))
}

fn references(row: &Backup, id: &str) -> Vec<(String, String)> {
    let pointer = match id {
        "list_entities" => "/protectedEntity",
        "list_policies" => "/backupPolicy",
        "list_rules" => "/backupRule",
        "list_nodes" => "/node",
        "list_sources" => "/source",
        "list_projects" => "/sourceProject",
        "list_destinations" => {
            let all = row.at("/backupDestinations").and_then(Value::as_array);
            return all.into_iter().flatten().filter_map(reference).collect();
        }
        _ => return Vec::new(),
    };
    row.at(pointer).and_then(reference).into_iter().collect()
}
