//! Every parameter of an operation, with values of every class that it does not allow.

use std::sync::Arc;

use super::draft;
use super::values::{bad, good};
use super::{Refusal, refused};
use crate::verify::document::{Operation, Parameter};
use crate::verify::exchange::Ask;
use crate::verify::query::{Query, encode};
use crate::verify::run::{Run, Stop};
use crate::verify::undo;

pub(in super::super) async fn check(run: &mut Run, id: &str) -> Result<(), Stop> {
    let operation = run.operation(id)?;
    if !can_be_sent(run, &operation) {
        return Ok(());
    }
    let Some(draft) = draft(run, &operation) else {
        run.skip("there is no backup to ask for");
        return Ok(());
    };
    // A server that takes what it should refuse would change it.
    if operation.method == "PUT"
        && let Some(guid) = run
            .scopes
            .iter()
            .find_map(|scope| scope.rows.first())
            .map(|row| row.guid().to_owned())
    {
        undo::remember(run, &guid).await?;
    }
    for parameter in &operation.parameters {
        if parameter.chosen && !run.is_full() {
            continue;
        }
        let refusal = Refusal {
            status: 400,
            code: "MALFORMED_PARAMETER",
            names: &parameter.name,
        };
        let sentence = operation.sentence_of(&parameter.name);
        for value in bad(&parameter.schema) {
            if let Some(ask) = with(&operation, &draft, parameter, &value) {
                refused(run, &ask, refusal, &sentence).await?;
            }
        }
        if parameter.place == "query" && run.is_full() {
            if !parameter.repeatable {
                let value = good(&parameter.schema);
                let twice = Query::default()
                    .and(&parameter.name, &value)
                    .and(&parameter.name, &value);
                let sentence = format!("{sentence} It may be given once.");
                refused(run, &draft.clone().query(&twice), refusal, &sentence).await?;
            }
            let mut broken = draft.clone();
            broken.query = format!("{}=%ff", encode(&parameter.name));
            refused(run, &broken, refusal, "%ff is no UTF-8: a 400.").await?;
        }
    }
    Ok(())
}

/// Whether an operation may be asked at all; if not, the reason is noted.
pub(super) fn can_be_sent(run: &mut Run, operation: &Operation) -> bool {
    if run.options.read_only && !operation.is_get() {
        run.skip("read-only");
        return false;
    }
    if operation.chosen && !run.is_full() {
        run.skip("an operation that this project added");
        return false;
    }
    true
}

/// The draft with a value of a parameter.
fn with(
    operation: &Arc<Operation>,
    draft: &Ask,
    parameter: &Parameter,
    value: &str,
) -> Option<Ask> {
    match parameter.place.as_str() {
        "query" => {
            let mut query = Query::default();
            // A server that takes it should not send everything.
            if parameter.name != "size" && operation.parameters.iter().any(|it| it.name == "size") {
                query = query.with("size", 1);
            }
            Some(draft.clone().query(&query.with(&parameter.name, value)))
        }
        // A header's value is ASCII; its length is what counts.
        "header" => Some(
            draft
                .clone()
                .header(&parameter.name, &"x".repeat(value.chars().count())),
        ),
        _ => {
            let segments = operation.path.split('/').zip(draft.path.split('/'));
            let wanted = format!("{{{}}}", parameter.name);
            let path = segments.map(|(template, filled)| {
                if template == wanted {
                    encode(value)
                } else {
                    filled.to_owned()
                }
            });
            let mut ask = draft.clone();
            ask.path = path.collect::<Vec<_>>().join("/");
            // A segment of dots would be another path.
            (!value.trim_matches('.').is_empty()).then_some(ask)
        }
    }
}
