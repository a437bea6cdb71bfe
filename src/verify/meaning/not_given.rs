//! Parameters that say nothing.

use super::compare::selection;
use crate::verify::model::Backup;
use crate::verify::run::{Run, Stop};

const SENTENCE: &str =
    "info: Unknown query parameters are ignored; a parameter with an empty value is not given.";

pub(super) async fn check(run: &mut Run) -> Result<(), Stop> {
    let scopes = run.scopes.clone();
    let Some(scope) = scopes.iter().find(|scope| !scope.rows.is_empty()) else {
        return Ok(());
    };
    let scope = scope.narrowed(50);
    let rows: Vec<&Backup> = scope.rows.iter().collect();
    let mut queries = vec![
        scope.base.and("organisation-uuid", "1"),
        scope.base.and("no such parameter", "%_"),
    ];
    if run.is_full() {
        let operation = run.operation("list_backups")?;
        let names = operation.parameters.iter().map(|it| it.name.as_str());
        // Those that select the scope itself are given.
        let free = names.filter(|name| !scope.base.encoded().contains(&format!("{name}=")));
        queries.extend(free.map(|name| scope.base.and(name, "")));
    }
    for query in queries {
        let (ask, found) = selection(run, "list_backups", &query, &rows).await?;
        let (got, expected) = found.clone().unwrap_or_default();
        run.expect(found.is_none(), &ask, got, expected, SENTENCE);
    }
    Ok(())
}
