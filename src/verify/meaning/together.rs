//! Several filters at once.

use super::candidates::{Candidate, of_scope};
use super::compare::selection;
use crate::verify::model::Backup;
use crate::verify::run::{Run, Stop};

/// Pairs of different nature: of the backup, of its entity, of other tables, of text.
const PAIRS: [[&str; 2]; 8] = [
    ["status", "type"],
    ["from", "to"],
    ["from", "min-size"],
    ["nameLike", "status"],
    ["protected-entity-type", "backup-destination"],
    ["backup-policy", "status"],
    ["node", "filter"],
    ["backup-rule", "without-hidden"],
];

const SENTENCE: &str = "info: the parameters select together; all conditions have to hold.";

pub(super) async fn check(run: &mut Run) -> Result<(), Stop> {
    let parameters = run.operation("list_backups")?;
    let scopes = run.scopes.clone();
    let Some(scope) = scopes.iter().max_by_key(|scope| scope.rows.len()) else {
        return Ok(());
    };
    for pair in PAIRS {
        let best = |name: &str| -> Option<Candidate> {
            let parameter = parameters.parameters.iter().find(|it| it.name == name)?;
            let all = of_scope(scope, parameter, &run.entities);
            let half = |it: &Candidate| (2 * it.expected.len()).abs_diff(scope.rows.len());
            all.into_iter().filter(Candidate::tells).min_by_key(half)
        };
        let (Some(first), Some(second)) = (best(pair[0]), best(pair[1])) else {
            run.skip(format!(
                "no values of {} and {} tell anything",
                pair[0], pair[1]
            ));
            continue;
        };
        let query = scope
            .base
            .set(pair[0], &first.values)
            .set(pair[1], &second.values);
        let rows: Vec<&Backup> = first
            .rows()
            .into_iter()
            .filter(|row| second.expected.contains(row.guid()))
            .collect();
        // A range that ends before it begins is refused.
        if pair == ["from", "to"] && first.values[0] > second.values[0] {
            continue;
        }
        let (ask, found) = selection(run, "list_backups", &query, &rows).await?;
        let (got, expected) = found.clone().unwrap_or_default();
        run.expect(found.is_none(), &ask, got, expected, SENTENCE);
    }
    Ok(())
}
