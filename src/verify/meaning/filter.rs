//! One filter: it selects what a look at every backup finds, on all seven lists.

use super::candidates::{Candidate, candidates};
use super::compare::{SEVEN, selection};
use crate::verify::document::Parameter;
use crate::verify::model::Backup;
use crate::verify::query::Query;
use crate::verify::run::{Run, Stop};

/// A guid that nothing has.
pub(in super::super) const UNKNOWN: &str = "00000000-0000-4000-8000-0000000000ff";

pub(super) async fn check(run: &mut Run, name: &str) -> Result<(), Stop> {
    let operation = run.operation("list_backups")?;
    let Some(parameter) = operation
        .parameters
        .iter()
        .find(|it| it.name == name)
        .cloned()
    else {
        return Err(Stop::Document(format!("there is no parameter {name}")));
    };
    let sentence = operation.sentence_of(name);
    let candidates = candidates(run, &parameter);
    for (index, candidate) in candidates.iter().enumerate() {
        try_one(run, name, candidate, index == 0).await?;
    }
    if let Some(best) = candidates.first() {
        if best.expected.is_empty() && !parameter.is_guid() {
            run.skip("no backup that was read is selected by any of the values tried");
        }
    } else {
        run.skip(format!(
            "no backup that was read has what `{name}` looks for"
        ));
    }
    if parameter.is_guid() || name == "project-uuid" {
        guids(run, &parameter, candidates.first(), &sentence).await?;
    }
    Ok(())
}

/// Tries a value on the plain list, and where `everywhere` on the others too.
async fn try_one(
    run: &mut Run,
    name: &str,
    candidate: &Candidate,
    everywhere: bool,
) -> Result<(), Stop> {
    let query = candidate.scope.base.set(name, &candidate.values);
    let rows = candidate.rows();
    let seven = if everywhere { &SEVEN[..] } else { &SEVEN[..1] };
    for id in seven {
        if run.distrusted.contains(id) && *id != "list_backups" {
            run.skip(format!("{id} is wrong without a filter already"));
            continue;
        }
        let (ask, found) = selection(run, id, &query, &rows).await?;
        let (got, expected) = found.clone().unwrap_or_default();
        let sentence = run.operation(id)?.sentence_of(name);
        run.expect(found.is_none(), &ask, got, expected, sentence);
    }
    Ok(())
}

/// An unknown guid selects nothing; upper and lower case are the same.
async fn guids(
    run: &mut Run,
    parameter: &Parameter,
    best: Option<&Candidate>,
    sentence: &str,
) -> Result<(), Stop> {
    let name = parameter.name.as_str();
    let (ask, found) = selection(
        run,
        "list_backups",
        // A server that ignores it should not send everything.
        &Query::default().with(name, UNKNOWN).with("size", 1),
        &[],
    )
    .await?;
    let (got, _) = found.clone().unwrap_or_default();
    let sentence_unknown = format!("{sentence} A guid that is not known selects nothing.");
    run.expect(
        found.is_none(),
        &ask,
        got,
        "an empty list, X-Total-Count 0",
        sentence_unknown,
    );
    let Some(best) = best else { return Ok(()) };
    let rows: Vec<&Backup> = best.rows();
    let mut spellings = vec![
        best.values
            .iter()
            .map(|value| value.to_uppercase())
            .collect::<Vec<_>>(),
    ];
    if name == "project-uuid" {
        spellings.push(
            best.values
                .iter()
                .map(|value| value.replace('-', ""))
                .collect(),
        );
    }
    for values in spellings {
        let query = best.scope.base.set(name, &values);
        let (ask, found) = selection(run, "list_backups", &query, &rows).await?;
        let (got, expected) = found.clone().unwrap_or_default();
        let sentence = format!("{sentence} Guids are accepted in any case.");
        run.expect(found.is_none(), &ask, got, expected, sentence);
    }
    Ok(())
}
